// What JSON in a scenario file, written as YAML, may not hold: JSON in quotes, references that are not replaced,
// and numbers that are not kept as they are written.

import { isMapping } from '../../../core/file/mapping.ts'
import { mayBeRounded } from '../../../core/json/exact-json.ts'
import { mentionsReference, splitReferences } from '../../../core/text/environment-references.ts'
import { describeValue } from '../../mistakes/describe-value.ts'
import type { Contradiction } from '../building-blocks.ts'
import { referencePhrase } from '../reference-phrase.ts'

/** @param json the value of a key `json` of a request or of what is expected of its answer */
export function jsonContradictions(json: unknown): Contradiction[] {
  if (typeof json === 'string' && isJsonCollection(json))
    return [
      {
        path: ['json'],
        expected: 'JSON as YAML writes it, without quotes around it, such as json: { a: 1 }',
        got: 'JSON in quotes, which would be sent as one text',
      },
    ]
  return json === undefined ? [] : referenceContradictions(json, ['json'])
}

function isJsonCollection(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

export const EXACT = `a whole number up to ${Number.MAX_SAFE_INTEGER}`
/** What is written in its place. */
export const EXACT_JSON = `${EXACT} (a longer one is sent by text or JSON lines, and checked by a pattern such as /^9007199254740993$/)`
/** What a number becomes whose digits do not fit, for messages. */
export const ROUNDED = 'a longer one, which would be rounded'

/** `${…}` that is neither a reference nor escaped, references in keys, and numbers that would be rounded. */
export function referenceContradictions(value: unknown, path: readonly (string | number)[]): Contradiction[] {
  if (typeof value === 'string')
    return splitReferences(value) === undefined
      ? [{ path, expected: referencePhrase(value), got: describeValue(value) }]
      : []
  if (mayBeRounded(value)) return [{ path, expected: EXACT_JSON, got: ROUNDED }]
  if (Array.isArray(value)) return value.flatMap((item, i) => referenceContradictions(item, [...path, i]))
  if (!isMapping(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const inside = [...path, key]
    if (mentionsReference(key))
      return [{ path: inside, expected: 'a key without ${, for only values are replaced', got: describeValue(key) }]
    return referenceContradictions(inner, inside)
  })
}
