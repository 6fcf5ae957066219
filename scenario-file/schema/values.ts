// The single values of a scenario file: durations, shares, rates, counts, names.

import { parseShare } from '../../core/scenario/objective.ts'
import { DURATION_EXAMPLE, parseDuration } from '../../core/text/duration.ts'
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

export function isDuration(value: unknown): value is DurationText {
  return value === 0 || (typeof value === 'string' && parseDuration(value) !== undefined)
}

/** A duration above 0. */
export const positiveDuration = leaf<string>(
  (got) => durationPhrase(got, 'above 0'),
  (value) => typeof value === 'string' && (parseDuration(value) ?? 0) > 0,
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
  return leaf<number>(expected, (value) => isFiniteNumber(value) && value > 0, { type: 'number', exclusiveMinimum: 0 })
}

export function numberFromZero(expected: string) {
  return leaf<number>(expected, (value) => isFiniteNumber(value) && value >= 0, { type: 'number', minimum: 0 })
}

/** A whole number up to the largest that a double represents exactly. */
export function wholeNumber(expected: string, minimum: number, maximum = Number.MAX_SAFE_INTEGER) {
  return leaf<number>(
    expected,
    (value) => Number.isSafeInteger(value) && (value as number) >= minimum && (value as number) <= maximum,
    { type: 'integer', minimum, ...(maximum < Number.MAX_SAFE_INTEGER ? { maximum } : {}) },
  )
}

export const trueOrFalse = leaf<boolean>('true or false', (value) => typeof value === 'boolean', { type: 'boolean' })

/** Text that is not blank; numbers and the like need quotes in YAML to be text. */
export const text = leaf<string>(
  (got) => (typeof got === 'number' || typeof got === 'boolean' ? 'text (in quotes)' : 'text'),
  (value) => typeof value === 'string' && value.trim() !== '',
  { type: 'string', pattern: '\\S' },
)

// Names become folder names, tags in HdrHistogram logs (which know no spaces and no commas) and test case names.
const NAME_PATTERN = '^[A-Za-z0-9][A-Za-z0-9._-]*$'

/** The name of a scenario, a phase or a layout. */
export const name = leaf<string>(
  'a name of letters, digits, dots, dashes and underscores',
  (value) => typeof value === 'string' && new RegExp(NAME_PATTERN).test(value),
  { type: 'string', pattern: NAME_PATTERN },
)

/** The phrase that completes `expected …` for a wrong duration, as specific as the mistake allows. */
function durationPhrase(got: unknown, range: 'above 0' | 'of 0 or more'): string {
  if (typeof got === 'number' && got > 0) return `a duration with a unit, such as ${got}s or ${got}ms`
  if (typeof got !== 'string' && typeof got !== 'number') return DURATION_EXAMPLE
  const written = String(got).trim()
  if (written.startsWith('-') || parseDuration(written) === 0) return `a duration ${range}, such as 250ms`
  const joined = written.replaceAll(/(?<=[\d.])\s+(?=[a-zµμ])/g, '')
  if (joined !== written && parseDuration(joined) !== undefined) return `a duration without a space, such as ${joined}`
  return DURATION_EXAMPLE
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
