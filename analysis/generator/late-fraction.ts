// Whether more of what a generator did was late than may be.

import { TAIL } from '../../core/confidence-level.ts'
import { countAtOrBelow, type LatencyCounts, latencyQuantile, totalCount } from '../../core/latency/latency-counts.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted } from '../../core/text/plural.ts'
import { binomialAtMost } from '../statistics/binomial.ts'

// One request in a hundred may be sent late, and one response in a hundred may be read late: that moves a P95 by at most
// a fifth of the requests above it. More are only concluded with 97.5% confidence (the lower end of an interval), so that
// 3 late requests of 100 on a noisy machine do not invalidate a run.
export const LATE_FRACTION_ALLOWED = 0.01

export interface LateFraction {
  readonly late: number
  readonly total: number
  readonly isTooMuch: boolean
}

/** @param judged how many are judged beside each other: chance makes one of many late sooner than one alone */
export function lateFraction(delays: LatencyCounts, allowedSeconds: number, judged = 1): LateFraction {
  const total = totalCount(delays)
  const late = total - countAtOrBelow(delays, allowedSeconds)
  const chance = 1 - binomialAtMost(late - 1, total, LATE_FRACTION_ALLOWED)
  return { late, total, isTooMuch: late > 0 && chance < TAIL / judged }
}

export function lateSendsInWords({ late, total }: LateFraction, sendLag: LatencyCounts, allowed: number): string {
  return `${formatCount(late)} of ${counted(total, 'request')} (${formatShare(late / total)}) were sent more than ${formatDuration(allowed)} late; the limit is ${formatShare(LATE_FRACTION_ALLOWED)}. P99 send lag ${formatDuration(latencyQuantile(sendLag, 0.99))}.`
}

/** A response that arrives while the event loop is blocked is read late. */
export function lateReadsInWords({ late, total }: LateFraction, delay: LatencyCounts, allowed: number): string {
  return `during ${formatShare(late / total)} of the run its event loop was blocked, so that a response would have been read more than ${formatDuration(allowed)} late; the limit is ${formatShare(LATE_FRACTION_ALLOWED)}. The longest block took ${formatDuration(delay.maxSeconds)}.`
}
