import fc from 'fast-check'
import { expect, it } from 'vitest'
import { latencyQuantile, mergeLatencies, withUnbounded } from '../../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'
import { MovingLatencies } from '../../../core/latency/moving-latencies.ts'

const LENGTH = 3
const QUANTILES = [0, 0.5, 0.95, 1]

it('has the quantiles of the last parts merged', () => {
  const latency = fc.oneof(
    fc.double({ min: 0, max: 0.01, noNaN: true }),
    fc.double({ min: 0, max: 60, noNaN: true }),
    fc.constantFrom(0.1, 0.2),
  )
  const part = fc.tuple(fc.array(latency, { maxLength: 5 }), fc.nat(2))
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const moving = new MovingLatencies(LENGTH)
      const all = parts.map(([latencies, unbounded]) => {
        const histogram = new LatencyHistogram()
        histogram.recordAll(Float64Array.from(latencies))
        return withUnbounded(histogram.latencies(), unbounded)
      })
      all.forEach((each, i) => {
        moving.push(each)
        const merged = mergeLatencies(all.slice(Math.max(0, i + 1 - LENGTH), i + 1))
        expect(QUANTILES.map((q) => moving.quantile(q))).toEqual(QUANTILES.map((q) => latencyQuantile(merged, q)))
      })
    }),
  )
})

it('has no quantile while nothing came', () => {
  expect(new MovingLatencies(LENGTH).quantile(0.95)).toBeNaN()
})
