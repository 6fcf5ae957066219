// Small latency records for the tests, recorded as the server records them.

import fc from 'fast-check'
import type { HistogramSnapshot } from '../../../core/histogram/histogram-snapshot.ts'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'
import type { LatencySeries } from '../../../core/latency/latency-series.ts'

const histogram = new LatencyHistogram()

/** A series with the given latencies (seconds) in each second, from second 0 on. */
export function seriesOf(bySecond: readonly (readonly number[])[]): LatencySeries {
  return bySecond.map((latencies, second) => {
    histogram.reset()
    for (const seconds of latencies) histogram.record(seconds)
    return { second, latencies: histogram.latencies() }
  })
}

/** The lab: 0.2, 0.5 and 2 s with equal chance, each a timer's overshoot late; `perSecond` is a multiple of three. */
export function lab(seconds: number, perSecond = 30): LatencySeries {
  const third = perSecond / 3
  const latencies = [0.2005, 0.501, 2.002].flatMap((value) => Array<number>(third).fill(value))
  return seriesOf(Array.from({ length: seconds }, () => latencies))
}

/** Fast requests of 100 ms, and 3 s in the seconds from `from` up to, without, `to`. */
export function incident(seconds: number, from: number, to: number, perSecond = 20): LatencySeries {
  return seriesOf(
    Array.from({ length: seconds }, (_, s) => Array<number>(perSecond).fill(s >= from && s < to ? 3 : 0.1)),
  )
}

/** What a histogram with these bounds counts of the latencies. */
export function histogramOf(bounds: readonly number[], latencies: readonly number[]): HistogramSnapshot {
  return {
    buckets: [...bounds, Number.POSITIVE_INFINITY].map((upperBound) => ({
      upperBound,
      cumulativeCount: latencies.filter((latency) => latency <= upperBound).length,
    })),
    count: latencies.length,
    sum: latencies.reduce((sum, latency) => sum + latency, 0),
  }
}

/** What the record holds, latency by latency, as it is read: the oracle's view. */
export function flattened(series: LatencySeries): number[] {
  return series
    .flatMap(({ latencies: { values, counts, maxSeconds, unbounded } }) => [
      ...Array.from(values).flatMap((value, i) => Array<number>(counts[i] as number).fill(Math.min(value, maxSeconds))),
      ...Array<number>(unbounded).fill(Number.POSITIVE_INFINITY),
    ])
    .sort((a, b) => a - b)
}

/** Quantiles as people ask them. (For some others, 0.07 of 100, the product is a float's width above a whole number.) */
export const anyQuantile = fc.constantFrom(0.25, 0.5, 0.9, 0.95, 0.99)

/** Round and odd latencies from 1 ms to 10 s, many on or near the bounds of `anyBounds`. */
export const anyLatency = fc.oneof(
  fc.integer({ min: 1, max: 100 }).map((tenths) => tenths / 10),
  fc.integer({ min: 1, max: 100 }).map((tenths) => tenths / 10 + 0.001),
  fc.double({ min: 0.001, max: 10, noNaN: true }),
)

export const anySeries = fc
  .array(fc.array(anyLatency, { maxLength: 12 }), { minLength: 1, maxLength: 12 })
  .filter((bySecond) => bySecond.some((latencies) => latencies.length > 0))
  .map(seriesOf)

/** Ascending, on tenths of a second. */
export const anyBounds = fc
  .uniqueArray(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 8 })
  .map((tenths) => tenths.sort((a, b) => a - b).map((tenth) => tenth / 10))
