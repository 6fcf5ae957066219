// The counts of the service's own histograms between the baseline scrape and the last one. They are exact, while
// re-bucketed counts depend on the precision of the record.

import { type HistogramSnapshot, snapshotDifference } from '../../core/histogram/histogram-snapshot.ts'
import type { Report } from '../../core/report/report.ts'
import { recordedHistograms } from '../../prometheus/histogram/recorded-histograms.ts'

// Timestamps of scrapes are whole milliseconds.
const ROUNDING_MS = 1

/** The start of the first measured phase since the Unix epoch; the baseline was scraped immediately before. */
export function measuredFromMs({ run, load }: Report): number {
  const first = load.phases.find(({ measured }) => measured)?.startSeconds ?? 0
  return Date.parse(run.startedAt) + first * 1e3 + ROUNDING_MS
}

/**
 * The counts by histogram. Histograms are left out if they were not scraped, were reset, or did not count exactly
 * `observations` requests, because then they counted other requests.
 */
export function liveCounts(
  openMetrics: string,
  histograms: readonly string[],
  fromMs: number,
  observations: number,
): ReadonlyMap<string, HistogramSnapshot> {
  const counted = [...recordedHistograms(openMetrics, histograms)].flatMap(([name, scraped]) => {
    const baseline = scraped.findLast(({ timestampMs }) => timestampMs <= fromMs)
    const last = scraped.at(-1)
    const counts = baseline && last && snapshotDifference(baseline.snapshot, last.snapshot)
    return counts?.count === observations ? [[name, counts] as const] : []
  })
  return new Map(counted)
}
