// Reads series back from what a run scraped (`scrapes.om`).

import { labelSignature } from '../series/labels.ts'
import type { Sample, Series } from '../series/series.ts'
import { metricOfLine } from '../series/series-name.ts'
import { parseExposition } from './exposition/parse-exposition.ts'

/**
 * Bounds are kept as they stand in the text.
 * @param names of metrics; null for all
 * @throws ExpositionError where the text is not OpenMetrics
 */
export function recordedSeries(openMetrics: string, names: ReadonlySet<string> | null): readonly Series[] {
  const text = names === null ? openMetrics : linesOf(openMetrics, names)
  const series = new Map<string, { labels: Series['labels']; samples: Sample[] }>()
  const { samples } = parseExposition(text, 'application/openmetrics-text', { normaliseBounds: false })
  for (const { labels, value, timestampMs } of samples) {
    if (timestampMs === null) continue
    const signature = labelSignature(labels)
    const one = series.get(signature) ?? { labels, samples: [] }
    one.samples.push({ timestampMs, value })
    series.set(signature, one)
  }
  return [...series.values()]
}

/** The lines of these metrics alone: a run may have scraped a hundred times as much as a rule reads. */
function linesOf(openMetrics: string, names: ReadonlySet<string>): string {
  const lines = openMetrics.split('\n').filter((line) => names.has(metricOfLine(line) ?? ''))
  return [...lines, '# EOF', ''].join('\n')
}
