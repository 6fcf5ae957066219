// What a user expects of an alert over the whole back-test, as it is written: `CheckoutSlow: never`.
//
//   never                 it fires in no episode
//   fires                 it fires at least once
//   at most 3 times       in the whole time; `at most once` too
//   at most 1 per 7d      in any span of that length
//
// ` as drawn` behind it judges what Prometheus' interpolation draws, and so what it would have sent, whatever the buckets
// leave open.

import { parseDuration } from '../../core/text/duration.ts'
import { didYouMean } from '../../core/text/nearest-word.ts'
import { UserError } from '../../core/user-error.ts'

export interface BacktestExpectation {
  readonly alert: string
  /** As it was given. */
  readonly text: string
  readonly kind: 'never' | 'fires' | 'at-most'
  /** The most firings allowed, for `at-most`; 0 for `never`. */
  readonly times: number
  /** The length of every span that the limit holds for; null for the whole time. */
  readonly perSeconds: number | null
  /** Whether the drawn history alone is judged. */
  readonly asDrawn: boolean
}

const EXPECTATION_FORMS = ['never', 'fires', 'at most 3 times', 'at most 1 per 7d'] as const

const WORDS = ['never', 'fires', 'at most', 'as drawn']

/** @throws UserError where the text is no expectation */
export function parseExpectation(text: string): BacktestExpectation {
  // The name of an alert may have colons, what is expected has none.
  const [, name = '', expected = ''] = /^\s*(.*?)\s*:\s*([^:]*?)\s*$/s.exec(text) ?? []
  if (name === '' || expected === '')
    throw new UserError(
      `--expect: expected an alert's name, a colon and one of ${EXPECTATION_FORMS.join(', ')}, got ${JSON.stringify(text)}; an example: --expect 'CheckoutSlow: never'`,
    )
  const asDrawn = /\s+as drawn$/.test(expected)
  const words = expected.replace(/\s+as drawn$/, '').replace(/\s+/g, ' ')
  const limit = limitOf(words)
  if (limit !== undefined) return { alert: name, text: text.trim(), asDrawn, ...limit }
  throw new UserError(
    `--expect: expected one of ${EXPECTATION_FORMS.join(', ')} behind ${name}:, got ${JSON.stringify(expected)}${didYouMean(words.replace(/\s+\d.*$/, ''), WORDS)}`,
  )
}

function limitOf(words: string): Pick<BacktestExpectation, 'kind' | 'times' | 'perSeconds'> | undefined {
  if (words === 'never') return { kind: 'never', times: 0, perSeconds: null }
  if (words === 'fires') return { kind: 'fires', times: 0, perSeconds: null }
  const [, number, span] = /^at most (\d{1,9}|once)(?: times?)?(?: per (\S+))?$/.exec(words) ?? []
  if (number === undefined) return undefined
  const times = number === 'once' ? 1 : Number(number)
  if (span === undefined) return { kind: 'at-most', times, perSeconds: null }
  const perSeconds = spanSeconds(span)
  return perSeconds === undefined ? undefined : { kind: 'at-most', times, perSeconds }
}

const SPANS: Readonly<Record<string, number>> = { hour: 3600, day: 86_400, week: 604_800 }

/** `7d`, `12h`, `1w`, `week`. */
function spanSeconds(text: string): number | undefined {
  const weeks = /^(\d+)w$/.exec(text)?.[1]
  const seconds = SPANS[text] ?? (weeks === undefined ? parseDuration(text) : Number(weeks) * 604_800)
  return seconds !== undefined && seconds > 0 ? seconds : undefined
}
