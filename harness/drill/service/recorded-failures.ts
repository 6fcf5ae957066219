// Which share of the requests fails on any day, from what a Prometheus has recorded: the selector by which the rules tell
// failures, over the same metric without it.

import type { VectorSelector } from '../../../prometheus/promql/expression/expression.ts'
import type { CompiledMatcher } from '../../../prometheus/series/label-matcher.ts'
import { acceptAll } from '../model/accepted-values.ts'
import { isOutcomeLabel, outcomeValues } from '../model/outcome-values.ts'

export interface FailureSelectors {
  readonly failed: VectorSelector
  readonly all: VectorSelector
}

/** Undefined where no selector takes failures alone. */
export function failureSelectors(selectors: readonly VectorSelector[]): FailureSelectors | undefined {
  for (const selector of selectors) {
    const outcome = selector.matchers.filter(({ label }) => isOutcomeLabel(label))
    if (outcome.length === 0 || !takesFailuresAlone(selector, outcome, selectors)) continue
    const now = { ...selector, offsetMs: 0, at: null }
    return { failed: now, all: { ...now, matchers: selector.matchers.filter((each) => !outcome.includes(each)) } }
  }
  return undefined
}

function takesFailuresAlone(
  { metric }: VectorSelector,
  outcome: readonly CompiledMatcher[],
  selectors: readonly VectorSelector[],
): boolean {
  return outcome.every(({ label }) => {
    const ofMetric = selectors.filter((each) => each.metric === metric).flatMap(({ matchers }) => matchers)
    const values = outcomeValues(ofMetric.filter((each) => each.label === label))
    const own = outcome.filter((each) => each.label === label)
    return values !== undefined && acceptAll(own, values.failed) && !acceptAll(own, values.succeeded)
  })
}

export interface RecordedDay {
  /** Requests per second. */
  readonly failed: number
  readonly all: number
}

export interface UsualFailures {
  readonly share: number
  /** Whether it is that of all days together. */
  readonly isPooled: boolean
  /** Days with requests. */
  readonly busyDays: number
}

/** Of the median day, for some had incidents; of all together where most had no failure. Null where there were no requests. */
export function usualFailures(days: readonly RecordedDay[]): UsualFailures | null {
  const busy = days.filter(({ all }) => all > 0)
  if (busy.length === 0) return null
  const shares = busy.map(({ failed, all }) => Math.min(1, failed / all)).sort((a, b) => a - b)
  const sum = (of: (day: RecordedDay) => number) => busy.reduce((total, day) => total + of(day), 0)
  const median = shares[Math.floor((shares.length - 1) / 2)] ?? 0
  const isPooled = median === 0
  const share = isPooled ? Math.min(1, sum(({ failed }) => failed) / sum(({ all }) => all)) : median
  return { share, isPooled, busyDays: busy.length }
}
