// rate, increase and delta: the growth over a range, extended to the range's ends.
// Source: prometheus/prometheus promql/functions.go, extrapolatedRate.
//
//   delta  = last − first, plus the value before each drop of a counter
//   start, end = from the first sample back to the range's start, from the last one on to its end
//   a gap of 1.1 average intervals or more is bridged by half an interval only
//   a counter is never extended to below zero: start ≤ interval · first / delta
//   result = delta · (interval + start + end) / interval, for a rate divided by the range
//
// Before 2.51 the last two steps came in the other order, so that a gap which the zero shortened could count in full.

import type { Sample } from '../../series/series.ts'
import type { Dialect } from '../dialect.ts'
import type { SampleRange } from './select-samples.ts'

export interface RateKind {
  /** A counter only grows; where it falls it was reset. */
  readonly isCounter: boolean
  /** Per second instead of over the range. */
  readonly isRate: boolean
}

export const COUNTER_RATE: RateKind = { isCounter: true, isRate: true }
export const COUNTER_GROWTH: RateKind = { isCounter: true, isRate: false }
export const GAUGE_CHANGE: RateKind = { isCounter: false, isRate: false }

/** Undefined for fewer than two samples. */
export function extrapolatedRate(range: SampleRange, kind: RateKind, dialect: Dialect): number | undefined {
  const { samples } = range
  if (samples.length < 2) return undefined
  const first = samples[0] as Sample
  const last = samples.at(-1) as Sample
  // Written out: this runs for each series at each evaluation, and a spread takes as long as all else.
  const ends = {
    firstMs: first.timestampMs,
    lastMs: last.timestampMs,
    firstValue: first.value,
    growth: kind.isCounter ? counterGrowth(samples) : last.value - first.value,
    count: samples.length,
  }
  return extrapolated(ends, range, kind, dialect)
}

/** What the extrapolation needs to know of the samples in a range. */
export interface RangeEnds {
  readonly firstMs: number
  readonly lastMs: number
  readonly firstValue: number
  /** From the first sample to the last one; of a counter, with the value before each drop. */
  readonly growth: number
  /** At least two. */
  readonly count: number
}

export function extrapolated(
  { firstMs, lastMs, firstValue, growth, count }: RangeEnds,
  range: Pick<SampleRange, 'startMs' | 'endMs'>,
  kind: RateKind,
  dialect: Dialect,
): number {
  const interval = (lastMs - firstMs) / 1e3
  const average = interval / (count - 1)
  const canReachZero = kind.isCounter && growth > 0 && firstValue >= 0
  const toZero = canReachZero ? interval * (firstValue / growth) : Number.POSITIVE_INFINITY
  const toStart = extension((firstMs - range.startMs) / 1e3, average, toZero, dialect)
  const toEnd = extension((range.endMs - lastMs) / 1e3, average, Number.POSITIVE_INFINITY, dialect)
  const factor = (interval + toStart + toEnd) / interval
  return growth * (kind.isRate ? factor / durationSeconds(range.endMs - range.startMs) : factor)
}

/** How far to extend over a gap at one end of the range. Seconds. */
function extension(gap: number, average: number, toZero: number, { clampFix }: Dialect): number {
  return clampFix ? Math.min(toZero, bridged(gap, average)) : bridged(Math.min(toZero, gap), average)
}

function bridged(gap: number, average: number): number {
  return gap >= average * 1.1 ? average / 2 : gap
}

function counterGrowth(samples: readonly Sample[]): number {
  let previous = (samples[0] as Sample).value
  let growth = (samples.at(-1) as Sample).value - previous
  for (const { value } of samples) {
    if (value < previous) growth += previous
    previous = value
  }
  return growth
}

// As Go's Duration.Seconds adds it up; a plain division differs in the last bit for some fractions.
function durationSeconds(milliseconds: number): number {
  return Math.trunc(milliseconds / 1e3) + ((milliseconds % 1e3) * 1e6) / 1e9
}

/** irate and idelta: the last two samples. A counter that fell counts from zero. */
export function instantRate({ samples }: SampleRange, kind: RateKind): number | undefined {
  const last = samples.at(-1)
  const previous = samples.at(-2)
  if (!last || !previous || last.timestampMs === previous.timestampMs) return undefined
  const wasReset = kind.isCounter && last.value < previous.value
  const delta = wasReset ? last.value : last.value - previous.value
  return kind.isRate ? delta / ((last.timestampMs - previous.timestampMs) / 1e3) : delta
}
