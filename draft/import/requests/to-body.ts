// A body as it is sent, and its content type → the body of a scenario file, without its secrets.

import { ExactNumber, type JsonValue, jsonText, mayBeRounded, parseJson } from '../../../core/json/exact-json.ts'
import type { ImportedBody } from '../../imported-traffic.ts'
import type { SecretVault } from '../secrets/secret-vault.ts'
import { type MarkedText, splitMarks } from '../written/marks.ts'
import { decoded, takeFromField, takeFromJson, takeFromText } from './take-secrets.ts'

export interface ReadBody {
  readonly body: ImportedBody
  /** The content type to be sent with it; null where the kind of the body says it. */
  readonly contentType: string | null
}

/** A scenario file has at most 8 million characters; bodies beyond this are no example of one. */
const MOST_CHARACTERS = 1_000_000

/** @returns null where nothing is sent, and the reason where it cannot be written in a scenario file */
export function toBody(
  text: MarkedText,
  contentType: string | null,
  request: string,
  vault: SecretVault,
): ReadBody | null | { readonly why: string } {
  if (text === '') return null
  if (text.length > MOST_CHARACTERS) return { why: 'a body of more than 1,000,000 characters' }
  if (text.includes('\u{FFFD}') || text.includes('\0')) return { why: 'a binary body' }
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const place = `body of ${request}`
  if (type === 'multipart/form-data') return { why: 'a multipart body: write it as multipart in the scenario' }
  if (/^(?:application|text)\/(?:.+\+)?json$/.test(type)) {
    const json = parsed(text)
    if (json !== undefined) {
      const taken = takeFromJson(json, place, vault)
      // What is written anew would lose `1.0`, `-0`, a key that comes twice, or the order of keys such as "1".
      if (jsonText(taken) !== jsonText(json) || isSameJson(text, json)) return jsonBody(taken, contentType)
      return { body: { kind: 'text', text: takeFromText(text, place, vault) }, contentType }
    }
  }
  if (type === 'application/x-www-form-urlencoded') {
    const fields = formFields(text, place, vault)
    if (fields !== null) return { body: { kind: 'form', fields }, contentType: null }
  }
  const json = parsed(text)
  const taken = json !== undefined ? jsonText(takeFromJson(json, place, vault)) : takeFromText(text, place, vault)
  return { body: { kind: 'text', text: taken }, contentType }
}

function jsonBody(value: JsonValue, contentType: string | null): ReadBody {
  const own = contentType?.trim().toLowerCase() === 'application/json' ? null : contentType
  if (isWritable(value, 0)) return { body: { kind: 'json', value }, contentType: own }
  return { body: { kind: 'text', text: jsonText(value) }, contentType: contentType ?? 'application/json' }
}

const MOST_LEVELS = 60

function parsed(text: string): JsonValue | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    const value = parseJson(text)
    return isShallow(value, 0) ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

const STRING_OR_BLANK = /("(?:[^"\\]|\\.)*")|\s+/gs

/** Whether a text of JSON differs from what would be written only in blanks and escapes. */
function isSameJson(text: string, value: JsonValue): boolean {
  const written = text.replace(STRING_OR_BLANK, (_, string?: string) =>
    string === undefined ? '' : JSON.stringify(JSON.parse(string)),
  )
  return written === jsonText(value)
}

function isShallow(value: JsonValue, level: number): boolean {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return true
  return level < MOST_LEVELS && Object.values(value).every((inner) => isShallow(inner, level + 1))
}

/** Whether a scenario file can hold it as JSON: numbers with all their digits, and no key that reads like a reference. */
function isWritable(value: JsonValue, level: number): boolean {
  if (level > MOST_LEVELS || value instanceof ExactNumber || mayBeRounded(value)) return false
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(
    ([key, inner]) => (Array.isArray(value) || !isReferenceLike(key)) && isWritable(inner, level + 1),
  )
}

function isReferenceLike(key: string): boolean {
  return key.includes('${') || splitMarks(key).length > 1
}

/** Null where it is no list of pairs, or a name comes twice. */
function formFields(text: MarkedText, place: string, vault: SecretVault): Record<string, string> | null {
  const pairs = text.split('&').map((pair) => {
    const at = pair.indexOf('=')
    return at < 1 ? null : ([decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))] as const)
  })
  const whole = pairs.filter((pair) => pair !== null)
  const names = new Set(whole.map(([name]) => name))
  if (whole.length < pairs.length || names.size < whole.length || [...names].some(isReferenceLike)) return null
  return Object.fromEntries(whole.map(([name, value]) => [name, takeFromField(name, value, place, vault)]))
}
