// Latencies over time, by the second of the run in which they were observed.

import { type LatencyCounts, mergeLatencies } from './latency-counts.ts'

/** Ascending by second, each at most once; empty seconds may be left out. */
export type LatencySeries = readonly { readonly second: number; readonly latencies: LatencyCounts }[]

/** Builds a series from parts in any order; parts of the same second are merged. */
export function latencySeries(
  parts: Iterable<{ readonly second: number; readonly latencies: LatencyCounts }>,
): LatencySeries {
  const bySecond = new Map<number, LatencyCounts[]>()
  for (const { second, latencies } of parts) {
    const together = bySecond.get(second)
    if (together) together.push(latencies)
    else bySecond.set(second, [latencies])
  }
  return [...bySecond]
    .sort(([a], [b]) => a - b)
    .map(([second, together]) => ({ second, latencies: mergeLatencies(together) }))
}

/**
 * The intervals of a latency log as a series. An interval longer than a second is placed where it ends, because a scrape
 * would have seen it then. Instants in epoch seconds, of a log without a start time, are counted from the start of the
 * first interval.
 */
export function seriesOfIntervals(
  intervals: readonly {
    readonly startSeconds: number
    readonly endSeconds: number
    readonly latencies: LatencyCounts
  }[],
): LatencySeries {
  const earliest = intervals.reduce((least, { startSeconds }) => Math.min(least, startSeconds), Infinity)
  const origin = earliest > LONGEST_RUN_SECONDS ? Math.floor(earliest) : 0
  return latencySeries(
    intervals.map(({ startSeconds, endSeconds, latencies }) => ({
      // The tolerance of a millisecond keeps [3, 4.0004) in second 3, because logs round instants to milliseconds.
      second: Math.max(Math.floor(startSeconds - origin + 1e-3), Math.ceil(endSeconds - origin - 1e-3) - 1),
      latencies,
    })),
  )
}

// A year. Instants within a run are below it, and epoch seconds since 1971 are above it.
const LONGEST_RUN_SECONDS = 366 * 86400
