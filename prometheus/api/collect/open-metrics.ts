// Samples that a Prometheus stored, as OpenMetrics text with timestamps.

import type { FamilyMetadata, MetricType } from '../../scrape/exposition/exposition.ts'
import { openMetricsText } from '../../scrape/open-metrics-text.ts'
import { SeriesStore } from '../../scrape/series-store.ts'
import type { Series } from '../../series/series.ts'
import type { QueryApi } from '../query-api.ts'
import { QueryApiError } from '../query-api-error.ts'

/** Families without metadata are written as untyped. */
export async function collectOpenMetrics(api: QueryApi, series: readonly Series[]): Promise<string> {
  const store = new SeriesStore({ retentionSeconds: 0, dotAll: true })
  for (const { labels, samples } of series) {
    const stored = store.series(labels, true)
    for (const { timestampMs, value } of samples) stored.append(timestampMs, value)
  }
  return openMetricsText(store.all, await families(api)).text
}

async function families(api: QueryApi): Promise<ReadonlyMap<string, FamilyMetadata>> {
  try {
    const known = await api.metadata()
    return new Map([...known].map(([name, { type, help }]) => [name, { type: metricType(type), help }]))
  } catch (error) {
    if (error instanceof QueryApiError) return new Map()
    throw error
  }
}

function metricType(type: string): MetricType {
  return TYPES.find((known) => known === type) ?? 'unknown'
}

const TYPES: readonly MetricType[] = ['counter', 'gauge', 'histogram', 'summary', 'info', 'stateset', 'gaugehistogram']
