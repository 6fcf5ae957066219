// Latencies over time, by the second of the run in which they were observed.

import { type LatencyCounts, mergeLatencies } from './latency-counts.ts'

/** Ascending by second, each at most once; empty seconds may be left out. */
export type LatencySeries = readonly { readonly second: number; readonly latencies: LatencyCounts }[]

/** One series of parts in any order: what falls into one second is merged. */
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
 * The intervals of a latency log as a series. An interval longer than a second is placed where it ends, for that is
 * when a scrape would have seen it. Instants in epoch seconds (a log without a start time) are counted from the
 * first interval's start.
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
      // The millisecond of slack keeps [3, 4.0004) in second 3: logs round their instants to milliseconds.
      second: Math.max(Math.floor(startSeconds - origin + 1e-3), Math.ceil(endSeconds - origin - 1e-3) - 1),
      latencies,
    })),
  )
}

// A year: no run starts later in its own seconds, and no epoch second is earlier (since 1971).
const LONGEST_RUN_SECONDS = 366 * 86400
