import fc from 'fast-check'
import { build, type JsHistogram } from 'hdr-histogram-js'
import { describe, expect, it } from 'vitest'
import { latencyQuantile } from '../../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'
import { REPORTED_QUANTILES } from '../../../core/latency/quantile.ts'
import { exponential, randomStream } from '../../../core/random.ts'
import { quantileOfSorted } from '../../support/quantile-of-sorted.ts'

function recorded(seconds: Iterable<number>) {
  const histogram = new LatencyHistogram()
  for (const value of seconds) histogram.record(value)
  return histogram.latencies()
}

// A value is rounded to a whole microsecond (half of one either way) and then reads at most 0.1% high.
function expectOnGrid(read: number, truth: number) {
  expect(read).toBeGreaterThanOrEqual(truth - 0.5e-6 - truth * 1e-12)
  expect(read).toBeLessThanOrEqual((truth + 0.5e-6) * 1.001)
}

/** The cells that hdr-histogram-js fills: the highest equivalent latency and its count. */
function peerCells(seconds: readonly number[]): [number, number][] {
  const peer = build({ autoResize: true, numberOfSignificantValueDigits: 3, useWebAssembly: false }) as JsHistogram
  for (const value of seconds) peer.recordValue(Math.round(value * 1e6))
  const cells: [number, number][] = []
  for (let index = 0; index < peer.countsArrayLength; index++)
    if (peer.getCountAtIndex(index) > 0)
      cells.push([peer.highestEquivalentValue(peer.valueFromIndex(index)) / 1e6, peer.getCountAtIndex(index)])
  return cells
}

describe('LatencyHistogram', () => {
  it("has the quantiles of a sorted array within 0.1%, whatever the latencies' magnitude", () => {
    const anyMagnitude = fc
      .tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -6, max: 2 }))
      .map(([mantissa, exponent]) => mantissa * 10 ** exponent)
    fc.assert(
      fc.property(fc.array(anyMagnitude, { minLength: 1, maxLength: 300 }), (seconds) => {
        const latencies = recorded(seconds)
        const sorted = Float64Array.from(seconds).sort()
        for (const quantile of Object.values(REPORTED_QUANTILES))
          expectOnGrid(latencyQuantile(latencies, quantile), quantileOfSorted(sorted, quantile))
      }),
      { numRuns: 60 },
    )
  })

  it('stays on the grid for a hundred thousand exponential latencies', () => {
    const random = randomStream(1, 'latency')
    const seconds = Float64Array.from({ length: 100_000 }, () => 0.05 * exponential(random))
    const latencies = recorded(seconds)
    const sorted = seconds.slice().sort()
    for (const quantile of [0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 1])
      expectOnGrid(latencyQuantile(latencies, quantile), quantileOfSorted(sorted, quantile))
  })

  it('keeps count, minimum, maximum and sum exactly', () => {
    const histogram = new LatencyHistogram()
    for (const value of [0.25, 0.0000004, 2.0003]) histogram.record(value)
    expect(histogram.count).toBe(3)
    const { minSeconds, maxSeconds, sumSeconds } = histogram.latencies()
    expect([minSeconds, maxSeconds]).toEqual([0.0000004, 2.0003])
    expect(sumSeconds).toBeCloseTo(2.2503004, 12)
  })

  it('distinguishes fractions of a millisecond: 0.3 ms is not 0', () => {
    expect(latencyQuantile(recorded([0.0003]), 0.5)).toBe(0.0003)
  })

  it('grows beyond its first range: an hour is recorded like a second', () => {
    expectOnGrid(latencyQuantile(recorded([3600, 3600, 3600.5]), 0.5), 3600)
  })

  it.each([Number.NaN, -0.001, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('rejects %d', (seconds) => {
    expect(() => new LatencyHistogram().record(seconds)).toThrow(RangeError)
  })

  it('is empty after a reset, which leaves earlier readings intact', () => {
    const histogram = new LatencyHistogram()
    histogram.record(1)
    const before = histogram.latencies()
    histogram.reset()
    histogram.record(0.5)
    expect(histogram.latencies()).toEqual(recorded([0.5]))
    expect(before).toEqual(recorded([1]))
  })

  it('has no minimum and no maximum if it is empty', () => {
    const { minSeconds, maxSeconds, sumSeconds, values } = recorded([])
    expect([minSeconds, maxSeconds, sumSeconds, values.length]).toEqual([Number.NaN, Number.NaN, 0, 0])
  })

  it('equals hdr-histogram-js count for count, whatever the latencies', () => {
    const anyMagnitude = fc
      .tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -7, max: 6 }))
      .map(([mantissa, exponent]) => mantissa * 10 ** exponent)
    const atPowerOfTwo = fc
      .tuple(fc.integer({ min: 0, max: 45 }), fc.integer({ min: -2, max: 2 }))
      .map(([power, offset]) => Math.max(0, 2 ** power + offset) / 1e6)
    fc.assert(
      fc.property(fc.array(fc.oneof(anyMagnitude, atPowerOfTwo), { maxLength: 200 }), (seconds) => {
        const { values, counts } = recorded(seconds)
        expect(Array.from(values, (value, i) => [value, counts[i]])).toEqual(peerCells(seconds))
      }),
    )
  })
})
