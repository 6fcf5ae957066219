import { expect, it } from 'vitest'
import type { FamilyMetadata, MetricType } from '../../../../prometheus/scrape/exposition/exposition.ts'
import { metricFamily } from '../../../../prometheus/scrape/exposition/metric-family.ts'

const declared = new Map<string, FamilyMetadata>(
  (
    [
      ['requests_total', 'counter'],
      ['hits', 'counter'],
      ['taken_total', 'counter'],
      ['taken', 'gauge'],
      ['in_flight', 'gauge'],
      ['latency_seconds', 'histogram'],
      ['pause_seconds', 'summary'],
      ['build', 'info'],
      ['mode', 'stateset'],
      ['sizes', 'gaugehistogram'],
      ['odd', 'unknown'],
    ] satisfies [string, MetricType][]
  ).map(([name, type]) => [name, { type, help: '' }]),
)

it.each([
  ['a counter of the text format loses its suffix', 'requests_total', 'requests counter'],
  ['a counter of OpenMetrics', 'hits_total', 'hits counter'],
  ['a counter without its suffix has no type in OpenMetrics', 'hits', 'hits unknown'],
  ['a counter whose family has the name of another has no type', 'taken_total', 'taken_total unknown'],
  ['a gauge', 'in_flight', 'in_flight gauge'],
  ['buckets', 'latency_seconds_bucket', 'latency_seconds histogram'],
  ['a sum', 'latency_seconds_sum', 'latency_seconds histogram'],
  ['a count', 'latency_seconds_count', 'latency_seconds histogram'],
  [
    'a series with the prefix of a histogram that is no part of it',
    'latency_seconds_max',
    'latency_seconds_max unknown',
  ],
  ['a quantile', 'pause_seconds', 'pause_seconds summary'],
  ['the count of a summary', 'pause_seconds_count', 'pause_seconds summary'],
  ['an info', 'build_info', 'build info'],
  ['a stateset', 'mode', 'mode stateset'],
  ['a gauge histogram', 'sizes_gsum', 'sizes gaugehistogram'],
  ['an untyped series', 'odd', 'odd unknown'],
  ['a series that no page declared', 'who_knows_bucket', 'who_knows_bucket unknown'],
  ['a series that a scrape adds', 'up', 'up gauge'],
])('%s: %s belongs to %s', (_, series, family) => {
  const { name, type } = metricFamily(series, declared)
  expect(`${name} ${type}`).toBe(family)
})
