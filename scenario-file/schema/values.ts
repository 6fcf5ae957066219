// The single values of a scenario file: durations, shares, rates, counts, names.

import { parseShare } from '../../core/scenario/parse-objective.ts'
import { parseByteSize } from '../../core/text/byte-size.ts'
import { DURATION_EXAMPLE, parseDuration } from '../../core/text/duration.ts'
import { durationMeant } from '../../core/text/duration-meant.ts'
import { plainNumberMeant } from '../../core/text/plain-number.ts'
import { leaf } from './building-blocks.ts'

/** A duration as written; a bare 0 needs no unit. */
export type DurationText = string | 0

/** The texts that `parseDuration` reads. */
export const DURATION_PATTERN = '((\\d+(\\.\\d+)?|\\.\\d+)([uµμ]s|ms|s|m|h|d))+'

const DURATION_JSON = { type: 'string', pattern: `^\\s*${DURATION_PATTERN}\\s*$`, examples: ['250ms', '1.5s', '2m'] }

/** @throws TypeError where the text is not a duration, which the schema has ruled out */
export function secondsOf(duration: DurationText): number {
  const seconds = parseDuration(String(duration))
  if (seconds === undefined) throw new TypeError(`expected ${DURATION_EXAMPLE}, got ${duration}`)
  return seconds
}

/** A week. Longer ones are slips of the unit, and timers cannot wait for 25 days. */
const LONGEST_DURATION = '7d'
const LONGEST_DURATION_SECONDS = 7 * 86_400

export function isDuration(value: unknown): value is DurationText {
  return value === 0 || (typeof value === 'string' && isInRange(parseDuration(value)))
}

function isInRange(seconds: number | undefined): seconds is number {
  return seconds !== undefined && seconds <= LONGEST_DURATION_SECONDS
}

/** A duration above 0. */
export const positiveDuration = leaf<string>(
  (got) => durationPhrase(got, 'above 0'),
  (value) => typeof value === 'string' && isDuration(value) && secondsOf(value) > 0,
  DURATION_JSON,
)

/** A duration of 0 or more. */
export const duration = leaf<DurationText>((got) => durationPhrase(got, 'of 0 or more'), isDuration, {
  anyOf: [DURATION_JSON, { enum: [0, '0'] }],
})

/** The texts that `parseShare` reads. */
export const SHARE_PATTERN = '(100(\\.0+)?|\\d{1,2}(\\.\\d+)?)\\s*%'

export const share = leaf<string>(
  'a share in percent, from 0% to 100%, such as 5%',
  (value) => typeof value === 'string' && parseShare(value) !== undefined,
  { type: 'string', pattern: `^\\s*${SHARE_PATTERN}\\s*$`, examples: ['5%', '0.5%'] },
)

export const positiveShare = leaf<string>(
  'a share in percent, above 0% and up to 100%, such as 5%',
  (value) => typeof value === 'string' && (parseShare(value) ?? 0) > 0,
  { type: 'string', pattern: `^\\s*(?!0+(\\.0+)?\\s*%)${SHARE_PATTERN}\\s*$`, examples: ['5%', '0.5%'] },
)

/** A finite number above 0. */
export function positiveNumber(expected: string) {
  const accepts = (value: unknown) => isFiniteNumber(value) && value > 0
  return leaf<number>(numberPhrase(expected), accepts, { type: 'number', exclusiveMinimum: 0 })
}

export function numberFromZero(expected: string) {
  const accepts = (value: unknown) => isFiniteNumber(value) && value >= 0
  return leaf<number>(numberPhrase(expected), accepts, { type: 'number', minimum: 0 })
}

/** The phrase that completes `expected …` where a number is expected: with the plain one, if another notation was used. */
export function numberPhrase(expected: string): (got: unknown) => string {
  return (got) => {
    const meant = typeof got === 'string' ? plainNumberMeant(got) : undefined
    return meant === undefined ? expected : `${expected}, as a plain number: ${meant}`
  }
}

/** A whole number up to the largest that a double represents exactly. */
export function wholeNumber(expected: string, minimum: number, maximum = Number.MAX_SAFE_INTEGER) {
  return leaf<number>(
    numberPhrase(expected),
    (value) => Number.isSafeInteger(value) && (value as number) >= minimum && (value as number) <= maximum,
    { type: 'integer', minimum, ...(maximum < Number.MAX_SAFE_INTEGER ? { maximum } : {}) },
  )
}

const MEANS_TRUE_OR_FALSE = new Map([
  ['yes', true],
  ['on', true],
  ['y', true],
  ['no', false],
  ['off', false],
  ['n', false],
])

export const trueOrFalse = leaf<boolean>(
  (got) => {
    const meant = MEANS_TRUE_OR_FALSE.get(String(got).toLowerCase())
    return meant === undefined ? 'true or false' : `true or false (here ${meant})`
  },
  (value) => typeof value === 'boolean',
  { type: 'boolean' },
)

/** A number of bytes with its unit. */
export const byteSize = leaf<string | 0>(
  (got) =>
    typeof got === 'number' && got > 0 ? `a size with a unit, such as ${got}MB` : 'a size such as 64MB or 512KB',
  (value) => value === 0 || (typeof value === 'string' && parseByteSize(value) !== undefined),
  { anyOf: [{ const: 0 }, { type: 'string', pattern: '^(0|\\d+(\\.\\d+)? ?[KMGkmg]?i?[Bb])$' }] },
)

/** Text that is not blank; numbers and the like need quotes in YAML to be text. */
export const text = leaf<string>(
  (got) => (typeof got === 'number' || typeof got === 'boolean' ? 'text (in quotes)' : 'text'),
  (value) => typeof value === 'string' && value.trim() !== '',
  { type: 'string', pattern: '\\S' },
)

// Names become folder names, tags in HdrHistogram logs (which know no spaces and no commas) and test case names.
const NAME_PATTERN = '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'
const NAME_PHRASE = 'a name of letters, digits, dots, dashes and underscores'

/** The name of a scenario, a phase or a layout. */
export const name = leaf<string>(
  (got) => {
    if (typeof got !== 'string') return NAME_PHRASE
    if (got.length > 100) return `${NAME_PHRASE}, at most 100 of them`
    const meant = got
      .trim()
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[^A-Za-z0-9]+|-+$/g, '')
    return meant === '' ? NAME_PHRASE : `${NAME_PHRASE}, such as ${meant}`
  },
  (value) => typeof value === 'string' && new RegExp(NAME_PATTERN).test(value),
  { type: 'string', pattern: NAME_PATTERN },
)

/** The phrase that completes `expected …` for a wrong duration, as specific as the mistake allows. */
function durationPhrase(got: unknown, range: 'above 0' | 'of 0 or more'): string {
  if (typeof got === 'number' && got > 0) return `a duration with a unit, such as ${got}s or ${got}ms`
  if (typeof got !== 'string' && typeof got !== 'number') return DURATION_EXAMPLE
  const written = String(got).trim()
  if (written.startsWith('-') || parseDuration(written) === 0) return `a duration ${range}, such as 250ms`
  if (parseDuration(written) !== undefined) return `a duration of at most ${LONGEST_DURATION}`
  const plain = plainNumberMeant(written)
  if (plain !== undefined && plain > 0) return `a duration with a unit, such as ${plain}s or ${plain}ms`
  const meant = durationMeant(written)
  return meant === undefined ? DURATION_EXAMPLE : `a duration such as ${meant}`
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
