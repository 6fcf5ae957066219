import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatClock,
  formatCount,
  formatLatency,
  formatLatencyDifference,
  formatRelative,
  formatSpan,
} from '../../../reports/figures/figures.ts'

describe('formatLatency', () => {
  it.each([
    [2, '2s'],
    [4.5512, '4.55s'],
    [0.0401, '40.1ms'],
    [0.5, '500ms'],
    [0.9996, '1s'],
    [0.00099996, '1ms'],
    [0.00035, '350µs'],
    [0.0000004, '0.4µs'],
    [0, '0s'],
    [12.34, '12.3s'],
    [1234.5, '1235s'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NaN, 'n/a'],
    [null, 'n/a'],
  ])('%s seconds read %s', (seconds, text) => {
    expect(formatLatency(seconds)).toBe(text)
  })

  it('reads a null among the requests that never ended as unbounded', () => {
    expect(formatLatency(null, true)).toBe('∞')
  })

  it('is right to three digits from a millisecond up', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (seconds) => {
        const [, number = '', unit] = /^([\d.,]+)(s|ms)$/.exec(formatLatency(seconds)) ?? []
        const read = Number(number.replaceAll(',', '')) * (unit === 'ms' ? 1e-3 : 1)
        expect(Math.abs(read - seconds) / seconds).toBeLessThanOrEqual(0.005001)
      }),
    )
  })
})

describe('the other figures', () => {
  it.each([
    [formatLatencyDifference(2.547), '+2.55s'],
    [formatLatencyDifference(-0.001), '−1ms'],
    [formatLatencyDifference(0), '0s'],
    [formatLatencyDifference(null), 'n/a'],
    [formatRelative(1.271), '+127%'],
    [formatRelative(-0.0041), '−0.4%'],
    [formatRelative(12.5), '+1,250%'],
    [formatRelative(0.0001), '0%'],
    [formatRelative(-0.0001), '0%'],
    [formatRelative(null), 'n/a'],
    [formatCount(0), '0'],
    [formatCount(999), '999'],
    [formatCount(1234567), '1,234,567'],
    [formatSpan(0.4), '0s'],
    [formatSpan(45), '45s'],
    [formatSpan(60), '1m'],
    [formatSpan(107.4), '1m 47s'],
    [formatSpan(7380), '2h 3m'],
    [formatSpan(7200), '2h'],
    [formatClock(34.9), '0:34'],
    [formatClock(725), '12:05'],
    [formatClock(3600), '1:00:00'],
    [formatClock(-1), '0:00'],
  ])('%s reads %s', (got, text) => {
    expect(got).toBe(text)
  })
})
