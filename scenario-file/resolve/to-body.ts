// The body of a request in a scenario file that passed every check → RequestBody.

import { basename } from 'node:path'
import type { FormField, MultipartPart, RequestBody } from '../../core/scenario/load-plan.ts'
import { DEFAULTS } from '../schema/defaults.ts'
import type { ScenarioFile } from '../schema/scenario-schema.ts'

type RequestEntry = NonNullable<ScenarioFile['requests']>[number]
type Multipart = NonNullable<RequestEntry['multipart']>
type Part = Exclude<Multipart[string], readonly unknown[]>

export function toBody(
  { json, text, form, multipart }: RequestEntry,
  fromFolder: (name: string) => string,
): RequestBody | null {
  if (json !== undefined) return { kind: 'json', value: json }
  if (text !== undefined) return { kind: 'text', text }
  if (form !== undefined) return { kind: 'form', fields: Object.entries(form).flatMap(toFields) }
  if (multipart === undefined) return null
  return {
    kind: 'multipart',
    parts: Object.entries(multipart).flatMap(([name, parts]) =>
      (Array.isArray(parts) ? parts : [parts]).map((part) => toPart(name, part, fromFolder)),
    ),
  }
}

type FieldValue = string | number | boolean

function toFields([name, values]: readonly [string, FieldValue | readonly FieldValue[]]): FormField[] {
  return (Array.isArray(values) ? values : [values]).map((value) => ({ name, value: String(value) }))
}

function toPart(name: string, part: Part, fromFolder: (name: string) => string): MultipartPart {
  if (typeof part !== 'object') return { name, value: String(part) }
  const { file, filename = basename(file), type = DEFAULTS.uploadType } = part
  return { name, file: fromFolder(file), filename, type }
}
