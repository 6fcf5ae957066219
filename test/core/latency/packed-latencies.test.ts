import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'
import {
  isPacked,
  NO_PACKED_LATENCIES,
  type PackedLatencies,
  unpackLatencies,
} from '../../../core/latency/packed-latencies.ts'

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

describe('whether it can be read', () => {
  const packed = recorded([0.25, 0.25, 0.5, 2]).packed()

  it('holds of all that was packed', () => {
    const latency = fc.oneof(
      fc.double({ min: 0, max: 0.01, noNaN: true }),
      fc.double({ min: 0, max: 1e7, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.array(latency, { maxLength: 200 }), (latencies) => {
        expect(isPacked(recorded(latencies).packed())).toBe(true)
      }),
    )
  })

  it.each<[string, Partial<PackedLatencies>]>([
    ['a byte too few', { bytes: packed.bytes.slice(1) }],
    ['a byte too many', { bytes: Uint8Array.of(...packed.bytes, 2) }],
    ['more cells than there are', { cells: packed.cells + 1 }],
    ['fewer cells than there are', { cells: packed.cells - 1 }],
    ['no cells, and bytes', { cells: 0 }],
    ['a least latency that is none of them', { minSeconds: 0.1 }],
    ['a largest latency that is none of them', { maxSeconds: 1 }],
    ['no largest latency', { maxSeconds: Number.NaN }],
    ['a sum without end', { sumSeconds: Number.POSITIVE_INFINITY }],
    ['cells that do not ascend', { bytes: Uint8Array.of(2, 0), cells: 2, minSeconds: 1e-6, maxSeconds: 1e-6 }],
    ['cells beyond the grid', { bytes: new Uint8Array(9).fill(127, 8).fill(255, 0, 8), cells: 1 }],
  ])('does not hold of %s', (_, change) => {
    expect(isPacked({ ...packed, ...change })).toBe(false)
  })

  it('holds of nothing', () => {
    expect(isPacked(NO_PACKED_LATENCIES)).toBe(true)
  })
})
