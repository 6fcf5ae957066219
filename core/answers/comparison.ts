// What a value of an answer is held against, and how that is written: a value that it must equal, `exists`, `absent`,
// `/pattern/`, `!= value`, `> 3`, `>= 3 and < 10`, and `= text` for a text that would otherwise be read as one of these.

import { mayBeRounded } from '../json/exact-json.ts'
import { compileRe2 } from '../pattern/compile-re2.ts'
import { describeWritten } from './describe-written.ts'

export const ORDERS = ['<=', '>=', '<', '>'] as const
export type Order = (typeof ORDERS)[number]

export interface Bound {
  readonly order: Order
  readonly limit: number
}

export type Comparison =
  | { readonly kind: 'exists' }
  | { readonly kind: 'absent' }
  /** JSON: objects may have more keys, all else must be equal. */
  | { readonly kind: 'equal'; readonly value: unknown }
  | { readonly kind: 'different'; readonly value: unknown }
  /** RE2, anywhere in the text. */
  | { readonly kind: 'matches'; readonly pattern: string }
  /** A number within all of them. */
  | { readonly kind: 'within'; readonly bounds: readonly Bound[] }

const BOUND = /^(<=|>=|<|>)\s*([+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)$/

/** Undefined where `comparisonMistake` says what is wrong. @param written as YAML read it */
export function parseComparison(written: unknown): Comparison | undefined {
  if (typeof written !== 'string') return written === undefined ? undefined : { kind: 'equal', value: written }
  const text = written.trim()
  if (text === 'exists' || text === 'absent') return { kind: text }
  if (meansAnother(text)) return undefined
  if (text.startsWith('!=')) {
    const value = scalarMeant(text.slice(2).trim())
    return mayBeRounded(value) ? undefined : { kind: 'different', value }
  }
  if (text.startsWith('=')) return { kind: 'equal', value: text.slice(1).trim() }
  if (isPattern(text)) {
    const pattern = text.slice(1, -1)
    return patternMistake(pattern) === undefined ? { kind: 'matches', pattern } : undefined
  }
  if (!/^[<>]/.test(text)) return { kind: 'equal', value: written }
  const bounds = text.split(/\s+and\s+/).map(parseBound)
  return bounds.every((bound) => bound !== undefined) && isSatisfiable(bounds) ? { kind: 'within', bounds } : undefined
}

/** The phrase that completes `expected …` where `parseComparison` finds nothing. */
export function comparisonMistake(written: unknown): string {
  if (typeof written !== 'string') return COMPARISON
  const text = written.trim()
  if (meansAnother(text)) return text.startsWith('!') ? NOT_NEGATED : ONE_EQUALS_SIGN
  if (text.startsWith('!=')) return `a whole number up to ${Number.MAX_SAFE_INTEGER}, for a longer one would be rounded`
  const pattern = isPattern(text) ? patternMistake(text.slice(1, -1)) : undefined
  if (pattern !== undefined) return `a pattern as RE2 reads it, or = before a text in slashes: ${pattern}`
  const bounds = text.split(/\s+and\s+/).map(parseBound)
  if (bounds.every((bound) => bound !== undefined)) return `bounds that a number can lie within, not ${text}`
  return `${COMPARISON}, or = before a text that begins with < or >`
}

/** Why a pattern cannot be read, or cannot be meant; undefined where nothing is wrong with it. */
export function patternMistake(pattern: string): string | undefined {
  if (pattern === '') return 'it is empty, and is found in every text'
  if (pattern.includes('${')) return 'references are not replaced in patterns'
  try {
    compileRe2(pattern, false)
    return undefined
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return error.message.replace(/^the pattern cannot be read: /, '')
  }
}

/** As it is written in a scenario. */
export function comparisonText(comparison: Comparison): string {
  switch (comparison.kind) {
    case 'exists':
    case 'absent':
      return comparison.kind
    case 'equal':
      return `= ${describeWritten(comparison.value)}`
    case 'different':
      return `!= ${describeWritten(comparison.value)}`
    case 'matches':
      return `/${comparison.pattern}/`
    case 'within':
      return comparison.bounds.map(({ order, limit }) => `${order} ${limit}`).join(' and ')
  }
}

/** Whether a number lies within all bounds. */
export function isWithin(value: number, bounds: readonly Bound[]): boolean {
  return bounds.every((bound) => liesWithin(value, bound))
}

function liesWithin(value: number, { order, limit }: Bound): boolean {
  switch (order) {
    case '<':
      return value < limit
    case '<=':
      return value <= limit
    case '>':
      return value > limit
    case '>=':
      return value >= limit
  }
}

const COMPARISON = 'a value, exists, absent, /pattern/, != value, or bounds such as > 3 or >= 1 and < 10'

/** Nothing but a value can be denied: what else is written there would be held for a text that no answer has. */
const NOT_NEGATED =
  '!= and a value, for patterns, bounds, exists and absent cannot be denied (a text that looks like one of them is written in quotes of JSON: != "/a/")'
const ONE_EQUALS_SIGN =
  'a value by itself, = before a text, != before a value, or /pattern/ (a text that begins with = or ~ is written as a pattern: /^=a$/)'

/** Whether it is in a notation of other tools, and would be taken for a text here. */
function meansAnother(text: string): boolean {
  if (/^=[=~]/.test(text) || text.startsWith('!~')) return true
  const denied = /^!=\s*(.*)$/s.exec(text)?.[1]?.trim()
  return denied !== undefined && (/^(?:exists|absent|[<>=~].*)$/s.test(denied) || isPattern(denied))
}

function isPattern(text: string): boolean {
  return text.length >= 2 && text.startsWith('/') && text.endsWith('/')
}

function parseBound(text: string): Bound | undefined {
  const [, written, limit] = BOUND.exec(text.trim()) ?? []
  const order = ORDERS.find((each) => each === written)
  return order === undefined || limit === undefined ? undefined : { order, limit: Number(limit) }
}

/** Whether any number lies within them: where one does, then the limits themselves, or one beside or between them. */
function isSatisfiable(bounds: readonly Bound[]): boolean {
  const limits = bounds.map(({ limit }) => limit).sort((a, b) => a - b)
  const between = limits.slice(1).map((limit, i) => (limit + (limits[i] as number)) / 2)
  const beside = [(limits[0] as number) - 1, (limits.at(-1) as number) + 1]
  return [...limits, ...between, ...beside].some((value) => isWithin(value, bounds))
}

/** A number, true, false, null or a text in quotes as JSON has them; all else is a text. */
function scalarMeant(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? text : value
  } catch {
    return text
  }
}
