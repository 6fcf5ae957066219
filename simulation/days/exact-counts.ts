// What truly happened to the requests, minute by minute, so that budgets are exact. No metrics know it: a service that is away
// counts nothing.

import type { MonthMinutes } from '../../core/drill/drilled-month.ts'

/** By minute of the simulation, the last one perhaps shorter. */
export interface ExactCounts extends MonthMinutes {
  /** Of the failed ones, those that were sent while nothing answered. */
  readonly unanswered: Float64Array
}

export const MINUTE_SECONDS = 60

export function noCounts(seconds: number, bounds: readonly number[]): ExactCounts {
  const minutes = Math.ceil(seconds / MINUTE_SECONDS)
  return {
    requests: new Float64Array(minutes),
    failed: new Float64Array(minutes),
    unanswered: new Float64Array(minutes),
    slower: new Map(bounds.map((bound) => [bound, new Float64Array(minutes)])),
  }
}
