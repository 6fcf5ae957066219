// What a user asks to be found, as it is written: `10% of requests 2x slower for 5m`.
//
//   10% of requests 2x slower for 5m           that share takes twice as long as usual
//   10% of requests fail for 5m                that share is answered with status 500
//   100% of requests 3x slower for 2m by night at one time of the week alone
//
// And how often it may page for nothing: `1/30d`, `1 per 30d`, `0.5/w`.

import type { TrafficTime } from '../../core/drill/power-curve.ts'
import { parseShare } from '../../core/scenario/parse-objective.ts'
import { parseDuration } from '../../core/text/duration.ts'
import { didYouMean } from '../../core/text/nearest-word.ts'
import { UserError } from '../../core/user-error.ts'

export interface DetectedIncident {
  /** As it was given. */
  readonly text: string
  /** Of the requests, above 0 and at most 1. */
  readonly share: number
  /** Above 1; null where they fail. */
  readonly slowdown: number | null
  readonly durationSeconds: number
  /** Null for by day and by night. */
  readonly traffic: TrafficTime | null
}

const EXAMPLE = '10% of requests 2x slower for 5m'
const FORM = /^(\S+) (?:of )?(?:the |all )?requests? (?:(\S+) slower|(\S+)) for (.+?)(?: (?:by|at) (\S+))?$/

/** @throws UserError where the text is none */
export function parseDetection(text: string): DetectedIncident {
  const words = text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^all requests/i, '100% of requests')
    .toLowerCase()
    .replace(' times slower', 'x slower')
  const [, shareText = '', factorText, verb, lengthText = '', when] = FORM.exec(words) ?? []
  const expected = (what: string, got: string): UserError =>
    new UserError(
      `--detect: expected ${what}, as in '${EXAMPLE}', got ${JSON.stringify(got)} in ${JSON.stringify(text)}`,
    )
  if (shareText === '')
    throw new UserError(
      `--detect: expected an incident such as '${EXAMPLE}' or '10% of requests fail for 5m', got ${JSON.stringify(text)}`,
    )
  const share = parseShare(shareText)
  if (share === undefined || share === 0) throw expected('a share of the requests above 0%', shareText)
  const slowdown = factorText === undefined ? null : Number(/^(\d+(?:\.\d+)?)[x×]?$/.exec(factorText)?.[1])
  if (slowdown !== null && !(slowdown > 1)) throw expected('a factor above 1', factorText ?? '')
  if (verb !== undefined && !FAILING.has(verb))
    throw expected(`2x slower or fail${didYouMean(verb, ['slower', 'fail'])}`, verb)
  const durationSeconds = parseDuration(lengthText.replace(/ /g, ''))
  if (durationSeconds === undefined || durationSeconds === 0) throw expected('a length above 0', lengthText)
  const traffic = when === undefined ? null : TIMES[when]
  if (traffic === undefined) throw expected('by day or by night', when ?? '')
  return { text: text.trim(), share, slowdown, durationSeconds, traffic }
}

const FAILING: ReadonlySet<string> = new Set(['fail', 'failing', 'failed', 'fails'])
const TIMES: Readonly<Record<string, TrafficTime>> = { day: 'day', night: 'night' }

const DAY_SECONDS = 86_400

/** `1/30d`. @returns so many a day; null where the text is none */
export function parsePagesPerDay(text: string): number | null {
  const [, count = '', span = ''] = /^\s*(\d+(?:\.\d+)?)\s*(?:\/|per)\s*(.+?)\s*$/.exec(text) ?? []
  const [, weeks] = /^(\d+(?:\.\d+)?)?(?:w|weeks?)$/.exec(span) ?? []
  const bare = /^(?:w|weeks?)$/.test(span) ? 7 * DAY_SECONDS : /^(?:d|day)$/.test(span) ? DAY_SECONDS : undefined
  const seconds = bare ?? (weeks === undefined ? parseDuration(span) : Number(weeks) * 7 * DAY_SECONDS)
  if (count === '' || seconds === undefined || !(seconds > 0)) return null
  return (Number(count) * DAY_SECONDS) / seconds
}
