import { describe, expect, it } from 'vitest'
import { NO_LATENCIES, withUnbounded } from '../../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'
import { summarizeLatencies } from '../../../core/latency/latency-summary.ts'

/** 1 ms to n ms, one of each. */
function milliseconds(n: number) {
  const histogram = new LatencyHistogram()
  for (let i = 1; i <= n; i++) histogram.record(i / 1000)
  return histogram.latencies()
}

describe('summarizeLatencies', () => {
  it('summarizes 1 to 1,000 ms', () => {
    const { count, unboundedCount, min, mean, max, p50, p90, p95, p99, p999, unbounded } = summarizeLatencies(
      milliseconds(1000),
    )
    expect({ count, unboundedCount, min, max, unbounded }).toEqual({
      count: 1000,
      unboundedCount: 0,
      min: 0.001,
      max: 1,
      unbounded: false,
    })
    expect(mean).toBeCloseTo(0.5005, 9)
    for (const [quantile, truth] of [
      [p50, 0.5],
      [p90, 0.9],
      [p95, 0.95],
      [p99, 0.99],
      [p999, 0.999],
    ] as const) {
      expect(quantile).toBeGreaterThanOrEqual(truth)
      expect(quantile).toBeLessThanOrEqual(truth * 1.001)
    }
  })

  it('counts requests that never ended, and has no value for a quantile among them', () => {
    const summary = summarizeLatencies(withUnbounded(milliseconds(97), 3))
    expect(summary).toMatchObject({ count: 100, unboundedCount: 3, max: null, p99: null, p999: null, unbounded: true })
    expect(summary.p95).toBeCloseTo(0.095, 4)
    expect(summary.mean).toBeCloseTo(0.049, 9)
  })

  it('is not unbounded if no reported quantile is', () => {
    const summary = summarizeLatencies(withUnbounded(milliseconds(9999), 1))
    expect(summary).toMatchObject({ unboundedCount: 1, max: null, unbounded: false })
    expect(summary.p999).not.toBeNull()
  })

  it('has null values for an empty set, not NaN', () => {
    expect(summarizeLatencies(NO_LATENCIES)).toEqual({
      count: 0,
      unboundedCount: 0,
      min: null,
      mean: null,
      max: null,
      p50: null,
      p90: null,
      p95: null,
      p99: null,
      p999: null,
      unbounded: false,
    })
  })
})
