import { Histogram, Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import {
  nativeExpositionBytes,
  textExpositionBytes,
} from '../../../../analysis/layouts/compare-layouts/exposition-size.ts'

describe('bytes of one label set in a scrape', () => {
  it.each([
    ['no labels', {}],
    ['two labels', { route: '/predict', method: 'GET' }],
    ['a label to escape', { path: 'C:\\tmp "x"\ny' }],
  ])('is what prom-client prints, with %s', async (_, labels: Record<string, string>) => {
    const registry = new Registry()
    const bounds = [0.005, 0.1, 1, 2.5]
    const histogram = new Histogram({
      name: 'model_latency_seconds',
      help: 'x',
      buckets: bounds,
      labelNames: Object.keys(labels),
      registers: [registry],
    })
    const latencies = [0.001, 0.002, 0.5, 0.25, 2, 9, ...Array<number>(20).fill(0.0625)]
    for (const seconds of latencies) histogram.observe(labels, seconds)
    const printed = (await registry.metrics())
      .split('\n')
      .filter((line) => line.startsWith('model_latency'))
      .map((line) => `${line}\n`)
      .join('')
    const sum = latencies.reduce((total, seconds) => total + seconds, 0)
    const metric = { name: 'model_latency_seconds', labels }
    expect(textExpositionBytes(metric, bounds, [2, 20, 2, 1, 1], sum)).toBe(Buffer.byteLength(printed))
  })

  it('counts a native histogram field by field, as protobuf writes it', () => {
    // Histogram: sample_count 8 (2), sample_sum (9), schema 3 (2), zero_threshold (9), zero_count 0 (2) = 24;
    // span: offset 9, length 4 (2 + 2, and 2 for the message) = 6; deltas +5 −5 0 +3 (2 each) = 8; together 38.
    // The messages Histogram and Metric around it: 2 each. Two empty buckets do not end a span.
    expect(nativeExpositionBytes({ name: 'm', labels: {} }, 3, 0, 9, [5, 0, 0, 3])).toBe(42)
    // Three do: another span of 6, and one delta in place of four.
    expect(nativeExpositionBytes({ name: 'm', labels: {} }, 3, 0, 9, [5, 0, 0, 0, 3])).toBe(42 + 6 - 4)
    // A LabelPair of name "a" and value "bc": 3 + 4, and 2 around it.
    expect(nativeExpositionBytes({ name: 'm', labels: { a: 'bc' } }, 3, 0, 9, [5, 0, 0, 3])).toBe(42 + 9)
  })

  it('takes a byte more for each seven bits of a count', () => {
    const bytes = (count: number) => nativeExpositionBytes({ name: 'm', labels: {} }, 0, 0, 0, [count])
    // The count itself, and its zigzag delta, which is twice as large.
    expect(bytes(64) - bytes(63)).toBe(1)
    expect(bytes(128) - bytes(127)).toBe(1)
  })
})
