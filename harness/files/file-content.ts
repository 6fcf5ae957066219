// What a file holds that nobody has said anything about: its documents, and what they are together.

import { parseAllDocuments } from 'yaml'
import { type FileKind, kindOfDocuments } from '../../core/file/file-kind.ts'

export interface FileContent {
  /** Its documents, parsed; undefined where that cannot be done. */
  readonly values: readonly unknown[] | undefined
  /** Undefined where it is nothing that is known by its content. */
  readonly kind: FileKind | undefined
}

export function readContent(text: string): FileContent {
  const values = valuesIn(text)
  return { values, kind: kindOf(text, values) }
}

/** Told by its content, also where its YAML has mistakes. */
function kindOf(text: string, values: readonly unknown[] | undefined): FileKind | undefined {
  if (values !== undefined) return kindOfDocuments(values)
  if (/^kind:\s*PrometheusRule\s*$/m.test(text)) return 'PrometheusRule'
  return /^groups:/m.test(text) ? 'rules' : undefined
}

/** JSON is YAML too, and is read faster by itself. */
function valuesIn(text: string): readonly unknown[] | undefined {
  if (/^\s*[[{]/.test(text)) {
    const value = parsedJson(text)
    if (value !== undefined) return [value]
  }
  const documents = parseAllDocuments(text, { logLevel: 'silent' })
  if ('empty' in documents) return []
  if (documents.some(({ errors }) => errors.length > 0)) return undefined
  try {
    return documents.map((document) => document.toJS())
  } catch {
    return undefined
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
