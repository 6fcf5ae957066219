// How many of the observed requests were answered with a status of 500 or above.

import type { ObservedSeries } from './observed-series.ts'
import { STATUS_LABELS } from './recognize.ts'

/** Null where no label says a status, and of no observations. */
export function serverErrorShare(series: readonly ObservedSeries[]): number | null {
  const names = [...new Set(series.flatMap(({ labels }) => Object.keys(labels)))]
  const label = names.find(
    (name) => STATUS_LABELS.test(name) && series.some(({ labels }) => /^[1-5](?:\d\d|xx)$/i.test(labels[name] ?? '')),
  )
  const total = series.reduce((sum, { count }) => sum + count, 0)
  if (label === undefined || total === 0) return null
  return series.reduce((sum, { labels, count }) => (/^5/.test(labels[label] ?? '') ? sum + count : sum), 0) / total
}
