// How much of an error budget was burnt between two instants of a month, from the exact counts of every minute.

import type { MonthMinutes } from '../../core/drill/drilled-month.ts'
import type { DrillObjective } from '../../core/report/drill-report.ts'

const MINUTE_SECONDS = 60
const BUDGET_DAYS = 30

/** Requests that an objective calls bad, in every minute. */
export function badRequests({ kind, boundSeconds }: DrillObjective, minutes: MonthMinutes): Float64Array {
  const slower = kind === 'latency' && boundSeconds !== null ? minutes.slower.get(boundSeconds) : undefined
  return slower ?? minutes.failed
}

/** The sum between two instants. Within a minute, counts are taken to be spread evenly. */
export function countBetween(counts: Float64Array, fromSeconds: number, toSeconds: number): number {
  let sum = 0
  for (let minute = Math.floor(fromSeconds / MINUTE_SECONDS); minute * MINUTE_SECONDS < toSeconds; minute++) {
    const [start, end] = [minute * MINUTE_SECONDS, (minute + 1) * MINUTE_SECONDS]
    const part = (Math.min(end, toSeconds) - Math.max(start, fromSeconds)) / MINUTE_SECONDS
    sum += (counts[minute] ?? 0) * part
  }
  return sum
}

/**
 * The bad requests of an incident up to an instant. What goes wrong in the minutes in which it begins and ends is nearly all
 * of it, however short a part of them it takes.
 */
export function badDuring(
  counts: Float64Array,
  { fromSeconds, toSeconds }: { readonly fromSeconds: number; readonly toSeconds: number },
  untilSeconds = toSeconds,
): number {
  const from = Math.floor(fromSeconds / MINUTE_SECONDS) * MINUTE_SECONDS
  const isOver = untilSeconds >= toSeconds
  return countBetween(counts, from, isOver ? Math.ceil(untilSeconds / MINUTE_SECONDS) * MINUTE_SECONDS : untilSeconds)
}

/** How many bad requests 30 days allow. @param usualRate requests per second, over a whole month */
export function budgetOf({ allowedShare }: DrillObjective, usualRate: number): number {
  return allowedShare * usualRate * BUDGET_DAYS * 86_400
}
