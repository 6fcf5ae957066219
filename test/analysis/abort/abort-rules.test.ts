import { describe, expect, it } from 'vitest'
import {
  type BrokenRule,
  brokenRuleInWords,
  NOTHING_ENDED,
  watchAbortRules,
} from '../../../analysis/abort/abort-rules.ts'
import { type LatencyCounts, NO_LATENCIES, withUnbounded } from '../../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'
import type { AbortRule } from '../../../core/scenario/abort-rule.ts'
import { parseAbortRule } from '../../../core/scenario/parse-abort-rule.ts'

interface Second {
  readonly completed?: number
  readonly errors?: number
  readonly timeouts?: number
  readonly connectErrors?: number
  readonly ownErrors?: number
  /** Response times of this second. */
  readonly times?: readonly number[]
}

const ruleOf = (line: string) => parseAbortRule(line) as AbortRule

function latencies(times: readonly number[], timeouts: number): LatencyCounts {
  if (times.length + timeouts === 0) return NO_LATENCIES
  const histogram = new LatencyHistogram()
  for (const seconds of times) histogram.record(seconds)
  return withUnbounded(histogram.latencies(), timeouts)
}

/** Tells one second after the other, until a rule ends the run. */
function firstBroken(lines: readonly string[], seconds: readonly Second[]): BrokenRule | null {
  const rules = lines.map(ruleOf)
  let watch = NOTHING_ENDED
  let total = { completed: 0, errors: 0, ownErrors: 0, timeouts: 0, connectErrors: 0 }
  for (const [index, second] of seconds.entries()) {
    const { completed = 0, errors = 0, ownErrors = 0, timeouts = 0, connectErrors = 0, times = [] } = second
    total = {
      completed: total.completed + completed,
      errors: total.errors + errors,
      ownErrors: total.ownErrors + ownErrors,
      timeouts: total.timeouts + timeouts,
      connectErrors: total.connectErrors + connectErrors,
    }
    const recentResponseTimes = latencies(times, timeouts)
    const told = watchAbortRules(watch, { atSeconds: index + 1, ...total, recentResponseTimes }, rules)
    if (told.broken !== null) return told.broken
    watch = told.watch
  }
  return null
}

const brokenAt = (line: string, seconds: readonly Second[]) => firstBroken([line], seconds)?.atSeconds ?? null
const GOOD: Second = { completed: 10 }
const BAD: Second = { completed: 4, errors: 6 }
const NOTHING: Second = {}

describe('a rule of the kill switch', () => {
  it.each<{ sentence: string; line: string; seconds: Second[]; at: number | null }>([
    { sentence: 'lets a good run go on', line: 'errors > 50% for 3s', seconds: [GOOD, GOOD, GOOD, GOOD], at: null },
    {
      sentence: "lets one go on whose errors are not the service's",
      line: 'errors > 50% for 3s',
      seconds: Array(4).fill({ completed: 1, errors: 9, ownErrors: 9 }),
      at: null,
    },
    { sentence: 'ends a bad one after its time', line: 'errors > 50% for 3s', seconds: [GOOD, BAD, BAD, BAD], at: 4 },
    {
      sentence: 'begins anew after a good second',
      line: 'errors > 50% for 3s',
      seconds: [BAD, BAD, GOOD, BAD, BAD, BAD],
      at: 6,
    },
    {
      sentence: 'is not broken by as much as its limit',
      line: 'errors > 50% for 1s',
      seconds: [{ completed: 5, errors: 5 }],
      at: null,
    },
    {
      sentence: 'is neither broken nor mended by a second in which nothing ended',
      line: 'errors > 50% for 3s',
      seconds: [BAD, NOTHING, NOTHING, NOTHING, BAD],
      at: 5,
    },
    {
      sentence: 'is not broken by silence after a bad second',
      line: 'errors > 50% for 3s',
      seconds: [BAD, NOTHING, NOTHING, NOTHING, NOTHING],
      at: null,
    },
    {
      sentence: 'counts timeouts among the errors',
      line: 'errors > 50% for 2s',
      seconds: [
        { completed: 4, errors: 3, timeouts: 3 },
        { completed: 4, timeouts: 6 },
      ],
      at: 2,
    },
    {
      sentence: 'of timeouts counts no errors',
      line: 'timeouts > 20% for 1s',
      seconds: [{ errors: 10 }, { completed: 8, timeouts: 2 }, { completed: 7, timeouts: 3 }],
      at: 3,
    },
    {
      sentence: 'of connect errors counts no other errors',
      line: 'connect errors > 90% for 2s',
      seconds: [
        { errors: 10, connectErrors: 5 },
        { errors: 10, connectErrors: 10 },
        { errors: 10, connectErrors: 10 },
      ],
      at: 3,
    },
    {
      sentence: 'of a quantile reads the response times of each second',
      line: 'p50 > 1s for 2s',
      seconds: [{ times: [0.1, 0.2, 5] }, { times: [2, 2, 2] }, { times: [0.1, 3, 3] }],
      at: 3,
    },
    {
      sentence: 'of a quantile takes what timed out for slower than any limit',
      line: 'p50 > 1s for 1s',
      seconds: [{ times: [0.1, 0.1], timeouts: 1 }, { timeouts: 3 }],
      at: 2,
    },
    {
      sentence: 'of a quantile is not broken by errors, however fast they are',
      line: 'p50 > 1s for 1s',
      seconds: [{ errors: 10 }, { errors: 10 }],
      at: null,
    },
  ])('$sentence', ({ line, seconds, at }) => {
    expect(brokenAt(line, seconds)).toBe(at)
  })

  it('is the first of several that is broken', () => {
    const lines = ['errors > 90% for 2s', 'errors > 50% for 3s', 'timeouts > 1% for 1s']
    expect(firstBroken(lines, [BAD, BAD, BAD])?.rule.text).toBe('errors > 50% for 3s')
    expect(firstBroken(lines, [BAD, BAD, { timeouts: 10 }])?.rule.text).toBe('errors > 50% for 3s')
    expect(firstBroken(lines, [{ timeouts: 1 }])?.rule.text).toBe('timeouts > 1% for 1s')
  })

  it('says what was seen, and for how long', () => {
    const shares = firstBroken(['errors > 50% for 2s'], [GOOD, { completed: 1, errors: 9 }, BAD]) as BrokenRule
    expect(brokenRuleInWords(shares)).toBe(
      'abortOn: errors > 50% for 2s: in each second from 1s to 3s of the run, 60% or more of the requests that ended did not get the expected answer.',
    )
    const all = firstBroken(['connect errors > 90% for 1s'], [{ errors: 3, connectErrors: 3 }]) as BrokenRule
    expect(brokenRuleInWords(all)).toBe(
      'abortOn: connect errors > 90% for 1s: in each second from 0s to 1s of the run, all requests that ended got no connection.',
    )
    const quantile = firstBroken(['p95 > 5s for 1s'], [{ times: [6] }]) as BrokenRule
    expect(brokenRuleInWords(quantile)).toMatch(
      /^abortOn: p95 > 5s for 1s: in each second from 0s to 1s of the run, the P95 was 6(\.0\d)?s or more\.$/,
    )
    const unbounded = firstBroken(['p95 > 5s for 1s'], [{ timeouts: 1 }]) as BrokenRule
    expect(brokenRuleInWords(unbounded)).toContain('the P95 lay among the requests that timed out')
  })
})
