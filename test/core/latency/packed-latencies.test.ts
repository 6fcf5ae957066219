import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'
import { unpackLatencies } from '../../../core/latency/packed-latencies.ts'

function recorded(latencies: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram()
  histogram.recordAll(Float64Array.from(latencies))
  return histogram
}

it('unpacks what was packed, whatever the latencies and however often each was seen', () => {
  const latency = fc.oneof(
    fc.double({ min: 0, max: 0.01, noNaN: true }),
    fc.double({ min: 0, max: 1e7, noNaN: true }),
    fc.constantFrom(0, 1e-6, 0.002048, 0.5),
  )
  fc.assert(
    fc.property(fc.array(latency, { maxLength: 400 }), (latencies) => {
      const histogram = recorded(latencies)
      expect(unpackLatencies(histogram.packed())).toEqual(histogram.latencies())
    }),
  )
})

it('keeps counts of any size', () => {
  const times = [1, 2, 127, 128, 16_383, 16_384, 70_000]
  const histogram = recorded(times.flatMap((count, i) => Array<number>(count).fill(i / 10)))
  expect([...unpackLatencies(histogram.packed()).counts]).toEqual(times)
})

it('takes one byte for each distinct latency of a second in which most were seen once', () => {
  const { bytes, cells } = recorded(Array.from({ length: 1000 }, (_, i) => i * 7e-6)).packed()
  expect([cells, bytes.length]).toEqual([1000, 1000])
})

it('adds what was packed to another histogram as if it had been recorded there', () => {
  const latency = fc.oneof(fc.nat(8192), fc.nat(2 ** 33)).map((count) => count / 1024)
  const many = fc.array(latency, { maxLength: 200 })
  fc.assert(
    fc.property(many, fc.array(many, { maxLength: 4 }), (own, others) => {
      const histogram = recorded(own)
      for (const other of others) histogram.recordPacked(recorded(other).packed())
      const whole = recorded([own, ...others].flat())
      expect(histogram.packed()).toEqual(whole.packed())
      expect(histogram.count).toBe(whole.count)
    }),
  )
})
