// Reads histograms back from what a run scraped (`scrapes.om`): their counts at every instant, summed over all label
// sets and instances.

import { type HistogramSnapshot, snapshotSum } from '../../core/histogram/histogram-snapshot.ts'
import type { ParsedSample } from '../scrape/exposition/exposition.ts'
import { parseExposition } from '../scrape/exposition/parse-exposition.ts'
import { byInstant } from '../series/samples-by-instant.ts'
import { metricOfLine } from '../series/series-name.ts'
import { type HistogramView, histogramViewer } from './histogram-view.ts'

export interface RecordedSnapshot {
  /** Since the Unix epoch. */
  readonly timestampMs: number
  readonly snapshot: HistogramSnapshot
}

/**
 * By histogram, ascending; a histogram that was not scraped has none.
 * @throws ExpositionError where the text is not OpenMetrics
 * @throws RangeError where the bounds differ between instances
 */
export function recordedHistograms(
  openMetrics: string,
  names: readonly string[],
): ReadonlyMap<string, readonly RecordedSnapshot[]> {
  const wanted = new Set(names.flatMap((name) => ['_bucket', '_sum', '_count'].map((part) => name + part)))
  const lines = openMetrics.split('\n').filter((line) => wanted.has(metricOfLine(line) ?? ''))
  const { samples } = parseExposition(`${[...lines, '# EOF'].join('\n')}\n`, 'application/openmetrics-text')
  const instants = byInstant(samples)
  return new Map(names.map((name) => [name, snapshotsOf(name, instants)]))
}

/** Instances are scraped a moment apart, so that a sum takes the latest snapshot of each. */
function snapshotsOf(
  name: string,
  instants: readonly (readonly [number, readonly ParsedSample[]])[],
): RecordedSnapshot[] {
  const view = histogramViewer(name, [])
  let latest: HistogramView = new Map()
  return instants.flatMap(([timestampMs, samples]) => {
    const seen = view(samples)
    if (seen.size === 0) return []
    latest = new Map([...latest, ...seen])
    return [{ timestampMs, snapshot: [...latest.values()].reduce(snapshotSum) }]
  })
}
