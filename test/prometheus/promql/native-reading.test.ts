import { describe, expect, it } from 'vitest'
import { nativeReading } from '../../../prometheus/promql/native-reading.ts'
import { parseExpression } from '../../../prometheus/promql/parse/parse-expression.ts'

const RECORDS = new Map(
  Object.entries({
    'job:native:rate5m': 'sum by (job) (rate(x_seconds[5m]))',
    'job:classic:rate5m': 'sum by (job, le) (rate(x_seconds_bucket[5m]))',
    'job:lossy:rate5m': 'sum by (job) (rate(x_seconds_bucket[5m]))',
    itself: 'sum(itself)',
  }).map(([name, text]) => [name, parseExpression(text)] as const),
)

const metricOf = (text: string) => nativeReading(parseExpression(text), RECORDS)?.metric

describe('a native histogram is read by', () => {
  it.each([
    'histogram_quantile(0.95, sum(rate(x_seconds[1m])))',
    'histogram_quantile(0.95, sum by (route) (rate(x_seconds[1m])))',
    'histogram_quantile(0.95, rate(x_seconds[1m])) > 1',
    'up == 1 and max(histogram_quantile(0.95, sum without (pod) (increase(x_seconds{job="a"}[1h]))))',
    'histogram_quantile(0.95, sum(rate({"x_seconds"}[1m])))',
    'histogram_fraction(0, 0.2, sum(rate(x_seconds[1m])))',
    'histogram_quantile(0.95, sum(job:native:rate5m))',
  ])('%s', (text) => {
    expect(metricOf(text)).toBe('x_seconds')
  })
})

it('looks at each record once, however often records read one another', () => {
  const chain = Array.from({ length: 60 }, (_, i) => [`r${i + 1}`, parseExpression(`r${i} + r${i}`)] as const)
  const records = new Map([['r0', parseExpression('rate(x_seconds[1m])')] as const, ...chain])
  expect(nativeReading(parseExpression('histogram_quantile(0.9, r60)'), records)?.metric).toBe('x_seconds')
})

describe('no native histogram is read by', () => {
  it.each([
    ['classic buckets', 'histogram_quantile(0.95, sum by (le) (rate(x_seconds_bucket[1m])))'],
    ['classic buckets that lost their bounds', 'histogram_quantile(0.95, sum(rate(x_seconds_bucket[1m])))'],
    ['what is grouped by bounds', 'histogram_quantile(0.95, sum by (le) (rate(x_seconds[1m])))'],
    ['what is matched by bounds', 'histogram_quantile(0.95, sum(rate(x_seconds{le!="5"}[1m])))'],
    ['recorded classic buckets', 'histogram_quantile(0.95, sum by (le) (job:classic:rate5m))'],
    ['recorded classic buckets, in whatever way', 'histogram_quantile(0.95, sum(job:lossy:rate5m))'],
    ['what another file records', 'histogram_quantile(0.95, sum(job:other:rate5m))'],
    ['what stands there without a range', 'histogram_quantile(0.95, sum(recorded_elsewhere))'],
    ['a counter of a histogram', 'histogram_quantile(0.95, sum(rate(x_seconds_count[1m])))'],
    ['what records itself', 'histogram_quantile(0.95, itself)'],
    ['a pattern of names', 'histogram_quantile(0.95, rate({__name__=~"x_.*"}[1m]))'],
    ['buckets of VictoriaMetrics', 'histogram_quantile(0.95, sum by (vmrange) (rate(x_seconds_bucket[1m])))'],
    ['no quantile at all', 'sum(rate(x_seconds[1m])) > 1'],
  ])('%s: %s', (_, text) => {
    expect(metricOf(text)).toBeUndefined()
  })
})
