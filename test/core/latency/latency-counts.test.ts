import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  boundedCount,
  countAtOrBelow,
  latencyAtRank,
  latencyQuantile,
  mergeLatencies,
  NO_LATENCIES,
  totalCount,
  withUnbounded,
} from '../../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'

function recorded(seconds: readonly number[]) {
  const histogram = new LatencyHistogram()
  for (const value of seconds) histogram.record(value)
  return histogram.latencies()
}

const latency = fc.double({ min: 0, max: 100, noNaN: true })
const manyLatencies = fc.array(latency, { maxLength: 60 })

describe('mergeLatencies', () => {
  it('equals one recording of all latencies', () => {
    fc.assert(
      fc.property(fc.array(manyLatencies, { maxLength: 5 }), (parts) => {
        const merged = mergeLatencies(parts.map(recorded))
        const together = recorded(parts.flat())
        expect(merged.values).toEqual(together.values)
        expect(merged.counts).toEqual(together.counts)
        expect(merged.minSeconds).toBe(together.minSeconds)
        expect(merged.maxSeconds).toBe(together.maxSeconds)
        expect(merged.sumSeconds).toBeCloseTo(together.sumSeconds, 6)
      }),
      { numRuns: 30 },
    )
  })

  it('is independent of order and grouping', () => {
    const [a, b, c] = [recorded([0.1, 0.2]), recorded([0.2, 0.3]), withUnbounded(recorded([5]), 2)]
    const flat = mergeLatencies([a, b, c])
    expect(mergeLatencies([mergeLatencies([c, a]), b])).toEqual(flat)
    expect(flat.unbounded).toBe(2)
    expect(totalCount(flat)).toBe(7)
  })

  it('merges nothing to an empty set', () => {
    expect(mergeLatencies([])).toBe(NO_LATENCIES)
    expect(mergeLatencies([NO_LATENCIES, NO_LATENCIES])).toBe(NO_LATENCIES)
  })

  it('keeps requests that never ended if there are no others', () => {
    const merged = mergeLatencies([withUnbounded(NO_LATENCIES, 3), withUnbounded(NO_LATENCIES, 4)])
    expect(merged.unbounded).toBe(7)
    expect(merged.minSeconds).toBeNaN()
    expect(merged.maxSeconds).toBeNaN()
  })

  it('merges as many parts as a day has slots', () => {
    const one = recorded([0.25])
    const merged = mergeLatencies(new Array(200_000).fill(one))
    expect(boundedCount(merged)).toBe(200_000)
    expect(merged.minSeconds).toBe(0.25)
    expect(merged.maxSeconds).toBe(0.25)
  })
})

describe('latencyQuantile', () => {
  it.each([
    ['the P95 of 1 to 100 ms is 95 ms', 0, 0.95, 0.095],
    ['one that never ended shifts it by one rank: 96 of 101', 1, 0.95, 0.096],
    ['six of them are more than 5% of 106: rank 101 never ended', 6, 0.95, Number.POSITIVE_INFINITY],
    ['the median does not see them', 6, 0.5, 0.053],
  ])('%s', (_, unbounded, quantile, expected) => {
    const latencies = withUnbounded(recorded(Array.from({ length: 100 }, (__, i) => (i + 1) / 1000)), unbounded)
    const found = latencyQuantile(latencies, quantile)
    if (Number.isFinite(expected)) expect(Math.abs(found / expected - 1)).toBeLessThan(0.001)
    else expect(found).toBe(expected)
  })

  it('is NaN for an empty set, and Infinity if all requests are unbounded', () => {
    expect(latencyQuantile(NO_LATENCIES, 0.5)).toBeNaN()
    expect(latencyQuantile(withUnbounded(NO_LATENCIES, 1), 0.5)).toBe(Number.POSITIVE_INFINITY)
  })

  it('never exceeds the largest latency, although the grid does', () => {
    expect(latencyQuantile(recorded([2.0003]), 0.99)).toBe(2.0003)
  })
})

describe('latencyAtRank and countAtOrBelow', () => {
  it('are inverse: at least r latencies lie at or below the one of rank r', () => {
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1, maxLength: 60 }), fc.nat(), (seconds, n) => {
        const latencies = recorded(seconds)
        const rank = 1 + (n % seconds.length)
        expect(countAtOrBelow(latencies, latencyAtRank(latencies, rank))).toBeGreaterThanOrEqual(rank)
      }),
      { numRuns: 50 },
    )
  })

  it('countAtOrBelow counts on the grid, the unbounded ones never', () => {
    const latencies = withUnbounded(recorded([0.1, 0.2, 0.3]), 5)
    expect(countAtOrBelow(latencies, 0.05)).toBe(0)
    expect(countAtOrBelow(latencies, 0.2002)).toBe(2)
    expect(countAtOrBelow(latencies, 0.3)).toBe(3)
    expect(countAtOrBelow(latencies, Number.POSITIVE_INFINITY)).toBe(3)
  })
})
