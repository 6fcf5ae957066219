// To which OpenMetrics family a series belongs. In OpenMetrics a family's name has no suffix: the counter
// `http_requests_total` is the sample of the family `http_requests`.
// Source: the OpenMetrics 1.0.0 specification, "Suffixes".

import type { FamilyMetadata, MetricType } from './exposition.ts'

export interface MetricFamily {
  readonly name: string
  readonly type: MetricType
}

const SUFFIXES: Readonly<Record<MetricType, readonly string[]>> = {
  counter: ['_total', '_created'],
  gauge: [''],
  histogram: ['_bucket', '_sum', '_count', '_created'],
  gaugehistogram: ['_bucket', '_gsum', '_gcount'],
  summary: ['', '_sum', '_count', '_created'],
  info: ['_info'],
  stateset: [''],
  unknown: [''],
}

/** The series that Prometheus makes itself at each scrape. */
const SYNTHETIC: ReadonlySet<string> = new Set([
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
])

/** @param declared what the scraped pages said, by the names in their TYPE lines. What fits no family is `unknown`. */
export function metricFamily(series: string, declared: ReadonlyMap<string, FamilyMetadata>): MetricFamily {
  if (SYNTHETIC.has(series)) return { name: series, type: 'gauge' }
  const own = declared.get(series)
  if (own?.type === 'counter') return counterOfTextFormat(series, declared)
  if (own) return { name: series, type: SUFFIXES[own.type].includes('') ? own.type : 'unknown' }
  const cut = series.lastIndexOf('_')
  const base = series.slice(0, Math.max(0, cut))
  const type = declared.get(base)?.type
  const fits = type !== undefined && SUFFIXES[type].includes(series.slice(cut))
  return fits ? { name: base, type } : { name: series, type: 'unknown' }
}

/** The text format declares counters with their suffix, or without any. */
function counterOfTextFormat(series: string, declared: ReadonlyMap<string, FamilyMetadata>): MetricFamily {
  const base = series.endsWith('_total') ? series.slice(0, -'_total'.length) : ''
  return base === '' || declared.has(base) ? { name: series, type: 'unknown' } : { name: base, type: 'counter' }
}
