// Series of one latency metric, added up: how many observations, how fast they come, and where their P95 lies.

import type { DiscoveredCounts, LatencyRange } from '../../core/discovery/discovered-latency.ts'
import type { HistogramBucket } from '../../core/histogram/histogram-snapshot.ts'
import { quantileBounds, sumContradicts } from '../../core/histogram/quantile-bounds.ts'
import type { ObservedSeries } from './observed-series.ts'
import { serverErrorShare } from './server-error-share.ts'

export interface CountContext {
  /** The series of an earlier look. */
  readonly before: readonly ObservedSeries[]
  readonly betweenSeconds: number
  readonly uptimeSeconds: number | null
  /** Those that all series of the metric have; finite and ascending. */
  readonly bounds: readonly number[]
}

export function countsOf(series: readonly ObservedSeries[], context: CountContext): DiscoveredCounts {
  const count = sumOf(series, (each) => each.count)
  const sum = series.some(({ sumSeconds }) => sumSeconds === null)
    ? null
    : sumOf(series, ({ sumSeconds }) => sumSeconds ?? 0)
  const buckets = addedBuckets(series, context.bounds)
  return {
    count,
    ratePerSecond: rateOf(series, context),
    averageRatePerSecond: context.uptimeSeconds === null ? null : count / context.uptimeSeconds,
    meanSeconds: sum === null || count === 0 ? null : sum / count,
    p95: buckets.length > 0 ? p95OfBuckets(buckets, sum) : p95OfQuantiles(series),
    buckets,
    serverErrorShare: serverErrorShare(series),
  }
}

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0)
}

/** A series that is new since the earlier look began at 0. */
function rateOf(series: readonly ObservedSeries[], { before, betweenSeconds }: CountContext): number | null {
  const earlier = new Map(before.map(({ key, count }) => [key, count]))
  const steps = series.map(({ key, count }) => count - (earlier.get(key) ?? 0))
  if (!(betweenSeconds > 0) || steps.some((step) => !(step >= 0))) return null
  return sumOf(steps, (step) => step) / betweenSeconds
}

function addedBuckets(series: readonly ObservedSeries[], bounds: readonly number[]): HistogramBucket[] {
  const counted = series.filter(({ buckets }) => buckets.length > 1)
  if (counted.length === 0 || bounds.length === 0) return []
  return [...bounds, Number.POSITIVE_INFINITY].map((upperBound) => ({
    upperBound,
    cumulativeCount: sumOf(
      counted,
      ({ buckets }) => buckets.find((bucket) => bucket.upperBound === upperBound)?.cumulativeCount ?? 0,
    ),
  }))
}

/** A sum of floats that were added one by one is off by less than this part of it. */
const SUM_SLACK = 1e-6

function p95OfBuckets(buckets: readonly HistogramBucket[], sumSeconds: number | null): LatencyRange | null {
  const isCounting = buckets.every(
    ({ cumulativeCount }, i) => cumulativeCount >= (buckets[i - 1]?.cumulativeCount ?? 0),
  )
  if (!isCounting) return null
  const sum = sumSeconds === null ? null : { seconds: sumSeconds, slackSeconds: Math.abs(sumSeconds) * SUM_SLACK }
  const bounds = quantileBounds(0.95, { buckets }, sum !== null && sumContradicts({ buckets }, sum) ? null : sum)
  return bounds === undefined ? null : { lowerSeconds: bounds.lower, upperSeconds: bounds.upper }
}

/** Of several series, the P95 of all observations lies between the lowest and the highest of theirs. */
function p95OfQuantiles(series: readonly ObservedSeries[]): LatencyRange | null {
  const observed = series.filter(({ count }) => count > 0)
  const printed = observed.flatMap(
    ({ quantiles }) => quantiles.find(({ quantile }) => quantile === 0.95)?.seconds ?? [],
  )
  if (printed.length === 0 || printed.length < observed.length) return null
  return { lowerSeconds: Math.min(...printed), upperSeconds: Math.max(...printed) }
}
