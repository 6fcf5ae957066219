import { expect, it } from 'vitest'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'
import { unpackLatencies } from '../../../core/latency/packed-latencies.ts'

it('keeps counts of any size, and the exact least, greatest and total latency', () => {
  const histogram = new LatencyHistogram()
  for (let i = 0; i < 70_000; i++) histogram.record(0.001)
  histogram.record(3600.0004)
  const packed = histogram.packed()
  expect([...packed.counts]).toEqual([70_000, 1])
  const { values, counts, unbounded, minSeconds, maxSeconds, sumSeconds } = unpackLatencies(packed)
  expect([values.length, [...counts], unbounded]).toEqual([2, [70_000, 1], 0])
  expect([minSeconds, maxSeconds]).toEqual([0.001, 3600.0004])
  expect(sumSeconds).toBeCloseTo(3670.0004, 6)
})

it('takes four bytes for each distinct latency of a second', () => {
  const histogram = new LatencyHistogram()
  for (let i = 1; i <= 1000; i++) histogram.record(i / 1000)
  const { cells, counts } = histogram.packed()
  expect(cells.byteLength + counts.byteLength).toBe(4 * cells.length)
})
