// A set of latencies as plain data: how often each value of HdrHistogram's grid was seen, and how many requests never
// ended. Values are seconds, ascending, each the highest value that is equivalent at 3 significant digits.

import { nearestRank } from './quantile.ts'

export interface LatencyCounts {
  readonly values: Float64Array
  readonly counts: Float64Array
  /** Timeouts and unfinished requests, which count as +∞. */
  readonly unbounded: number
  /** Of the bounded latencies; NaN where there are none. */
  readonly minSeconds: number
  readonly maxSeconds: number
  readonly sumSeconds: number
}

export const NO_LATENCIES: LatencyCounts = {
  values: new Float64Array(),
  counts: new Float64Array(),
  unbounded: 0,
  minSeconds: Number.NaN,
  maxSeconds: Number.NaN,
  sumSeconds: 0,
}

export function boundedCount(latencies: LatencyCounts): number {
  let total = 0
  for (const count of latencies.counts) total += count
  return total
}

/** How many latencies, the unbounded ones included. */
export function totalCount(latencies: LatencyCounts): number {
  return boundedCount(latencies) + latencies.unbounded
}

/** All latencies of all parts. Lossless: the result equals one recording of all of them. */
export function mergeLatencies(parts: readonly LatencyCounts[]): LatencyCounts {
  const filled = parts.filter((part) => part.counts.length > 0 || part.unbounded > 0)
  if (filled.length === 0) return NO_LATENCIES
  if (filled.length === 1) return filled[0] as LatencyCounts
  const countOf = new Map<number, number>()
  for (const { values, counts } of filled)
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number
      countOf.set(value, (countOf.get(value) ?? 0) + (counts[i] as number))
    }
  const values = Float64Array.from(countOf.keys()).sort()
  const bounded = filled.filter((part) => part.counts.length > 0)
  const empty = bounded.length === 0
  return {
    values,
    counts: values.map((value) => countOf.get(value) as number),
    unbounded: filled.reduce((sum, part) => sum + part.unbounded, 0),
    // Not spread into Math.min: a day of slots is more arguments than a call may have.
    minSeconds: empty ? Number.NaN : bounded.reduce((least, part) => Math.min(least, part.minSeconds), Infinity),
    maxSeconds: empty ? Number.NaN : bounded.reduce((most, part) => Math.max(most, part.maxSeconds), 0),
    sumSeconds: filled.reduce((sum, part) => sum + part.sumSeconds, 0),
  }
}

/** The same latencies and `unbounded` more requests that never ended. */
export function withUnbounded(latencies: LatencyCounts, unbounded: number): LatencyCounts {
  return unbounded === 0 ? latencies : { ...latencies, unbounded: latencies.unbounded + unbounded }
}

/** The value at a rank (1 to the total): seconds, or Infinity where it lies among the unbounded ones. */
export function latencyAtRank(latencies: LatencyCounts, rank: number): number {
  let seen = 0
  for (let i = 0; i < latencies.counts.length; i++) {
    seen += latencies.counts[i] as number
    if (seen >= rank) return Math.min(latencies.values[i] as number, latencies.maxSeconds)
  }
  return latencies.unbounded > 0 ? Number.POSITIVE_INFINITY : latencies.maxSeconds
}

/** The quantile by nearest rank, in seconds: Infinity where it lies among the unbounded ones, NaN of an empty set. */
export function latencyQuantile(latencies: LatencyCounts, quantile: number): number {
  const total = totalCount(latencies)
  return total === 0 ? Number.NaN : latencyAtRank(latencies, nearestRank(quantile, total))
}

/** Ascending values, seconds, and how often each was seen. */
export interface CountedValues {
  readonly values: Float64Array
  readonly counts: Float64Array
  /** The largest latency itself, where it is known better than by the value it was counted under. */
  readonly maxSeconds?: number
}

/** How many latencies lie at or below the bound. */
export function countAtOrBelow({ values, counts, maxSeconds = Infinity }: CountedValues, seconds: number): number {
  let seen = 0
  for (let i = 0; i < counts.length; i++) {
    if (Math.min(values[i] as number, maxSeconds) > seconds) break
    seen += counts[i] as number
  }
  return seen
}
