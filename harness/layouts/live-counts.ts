// What the service's own histograms counted between the baseline scrape and the last: no re-bucketing can be truer.

import { type HistogramSnapshot, snapshotDifference } from '../../core/histogram/histogram-snapshot.ts'
import type { Report } from '../../core/report/report.ts'
import { recordedHistograms } from '../../prometheus/histogram/recorded-histograms.ts'

// Timestamps of scrapes are whole milliseconds.
const ROUNDING_MS = 1

/** When the first measured phase began, since the Unix epoch: the baseline was scraped just before. */
export function measuredFromMs({ run, load }: Report): number {
  const first = load.phases.find(({ measured }) => measured)?.startSeconds ?? 0
  return Date.parse(run.startedAt) + first * 1e3 + ROUNDING_MS
}

/**
 * By histogram. Those that were not scraped, that were reset, or that counted another number of requests than
 * `observations` are left out: they are not of the same requests.
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
