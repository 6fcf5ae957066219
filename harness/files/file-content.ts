// What a file holds that nobody has said anything about: its documents, and what they are together.

import { parseAllDocuments } from 'yaml'
import { type FileKind, kindOfDocuments, kindOfText } from '../../core/file/file-kind.ts'
import { parsedJson } from '../../core/json/parsed-json.ts'

export interface FileContent {
  /** Its documents, parsed; undefined where that cannot be done. */
  readonly values: readonly unknown[] | undefined
  /** Undefined where it is nothing that is known by its content. */
  readonly kind: FileKind | undefined
}

export function readContent(text: string): FileContent {
  const values = valuesIn(text)
  return { values, kind: values === undefined ? kindOfText(text) : kindOfDocuments(values) }
}

/** JSON is YAML too, and is read faster by itself. */
function valuesIn(text: string): readonly unknown[] | undefined {
  const json = parsedJson(text)
  if (json !== undefined) return [json]
  const documents = parseAllDocuments(text, { logLevel: 'silent' })
  if ('empty' in documents) return []
  if (documents.some(({ errors }) => errors.length > 0)) return undefined
  try {
    return documents.map((document) => document.toJS())
  } catch {
    return undefined
  }
}
