// The body of an operation, as its description gives or describes it.

import { isMapping, type Mapping, mappingIn } from '../../../core/file/mapping.ts'
import { type JsonValue, jsonText, textOfJson } from '../../../core/json/exact-json.ts'
import type { References } from './references.ts'
import { isJson, sampleValue } from './sample-value.ts'

export interface DescribedBody {
  readonly contentType: string
  readonly text: string
}

/** @returns null where nothing is sent, and the reason where no body can be made */
export function bodyOf(operation: Mapping, references: References): DescribedBody | null | { readonly why: string } {
  if (operation.requestBody === undefined) return null
  const body = references.resolve(operation.requestBody)
  if (!isMapping(body)) return { why: 'their body is described in another file: bundle them into one first' }
  const media = mediaOf(mappingIn(body.content))
  if (media === null) return body.required === true ? { why: 'their body is neither JSON, a form nor text' } : null
  const [contentType, described] = media
  const value = exampleOf(mappingIn(described), references)
  if (value === undefined) return body.required === true ? { why: 'no body could be made from their schema' } : null
  if (/json/.test(contentType)) return { contentType, text: jsonText(value) }
  if (contentType !== FORM) return { contentType, text: textOfJson(value) }
  const fields = Object.entries(isMapping(value) ? value : {})
  return {
    contentType,
    text: new URLSearchParams(
      fields.map(([key, inner]): [string, string] => [key, textOfJson(inner as JsonValue)]),
    ).toString(),
  }
}

const FORM = 'application/x-www-form-urlencoded'

/** JSON rather than a form, and a form rather than text. */
function mediaOf(content: Mapping): readonly [type: string, described: unknown] | null {
  const entries = Object.entries(content).map(
    ([type, described]) => [type.toLowerCase().split(';')[0]?.trim() ?? '', described] as const,
  )
  const found =
    entries.find(([type]) => type === 'application/json') ??
    entries.find(([type]) => /^[\w.-]+\/[\w.+-]*\+?json$/.test(type)) ??
    entries.find(([type]) => type === '*/*' || type === 'application/*') ??
    entries.find(([type]) => type === FORM) ??
    entries.find(([type, described]) => /^text\/|xml$/.test(type) && typeof mappingIn(described).example === 'string')
  if (found === undefined) return null
  return found[0].includes('*') ? ['application/json', found[1]] : found
}

function exampleOf(media: Mapping, references: References): JsonValue | undefined {
  const examples = Object.values(mappingIn(media.examples)).map((each) => mappingIn(references.resolve(each)).value)
  const given = [media.example, ...examples].find((value) => value !== undefined)
  if (given !== undefined && isJson(given)) return typeof given === 'string' ? asJson(given) : given
  return sampleValue(media.schema, references)
}

/** JSON examples are often written as a text. */
function asJson(text: string): JsonValue {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
