import { expect, it } from 'vitest'
import { assumedBounds } from '../../../../harness/drill/model/assumed-bounds.ts'
import { latencyLimits } from '../../../../harness/drill/service/latency-limits.ts'
import { alertReads } from '../../../support/alert-reads.ts'

const USUAL = [0.05, 0.1, 1]

it.each([
  ['nothing', [], USUAL],
  ['a limit well inside', [0.5], USUAL],
  ['a limit above the highest', [20], [...USUAL, 2.5, 5, 10, 25, 50]],
  ['the highest itself', [1], [...USUAL, 2.5]],
  ['a limit below the lowest', [0.002], [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, ...USUAL]],
  ['limits on both sides', [0.25, 2], [0.025, ...USUAL, 2.5, 5]],
  ['what is beyond all measure', [1e12], USUAL],
])('%s: goes from a tenth of the limits to twice as much', (_, limits, expected) => {
  expect(assumedBounds(USUAL, limits)).toEqual(expected)
})

it.each([
  [
    'histogram_quantile(0.95, sum by (le) (rate(report_duration_seconds_bucket[5m]))) > 20',
    'report_duration_seconds',
    20,
  ],
  ['histogram_quantile(0.9, rate(a_duration_milliseconds_bucket[5m])) >= 30000', 'a_duration_milliseconds', 30],
  ['40 < histogram_quantile(0.9, rate(a_duration_seconds_bucket[5m])) and on() vector(1)', 'a_duration_seconds', 40],
  ['rate(a_duration_seconds_sum[5m]) / rate(a_duration_seconds_count[5m]) > 15', 'a_duration_seconds', 15],
  ['rate(a_duration_seconds_bucket{le="60"}[5m]) < 1', 'a_duration_seconds', 60],
])('%s: is a limit', (expression, histogram, seconds) => {
  const { reads, file } = alertReads([expression])
  expect(latencyLimits(reads, file)).toEqual([{ histogram, seconds }])
})

it.each([
  'histogram_quantile(0.95, rate(a_duration_seconds_bucket[5m])) < 20',
  'sum(rate(http_requests_total{code="500"}[5m])) > 20',
  'histogram_quantile(0.95, rate(a_size_bytes_bucket[5m])) > 20',
])('%s: is none', (expression) => {
  const { reads, file } = alertReads([expression])
  expect(latencyLimits(reads, file)).toEqual([])
})
