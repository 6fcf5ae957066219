import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { durationBeside, formatDuration, parseDuration } from '../../../core/text/duration.ts'

describe('parseDuration', () => {
  it.each([
    ['250ms', 0.25],
    ['1.5s', 1.5],
    ['2m', 120],
    ['1m30s', 90],
    ['1h2m3s4ms', 3723.004],
    ['500us', 0.0005],
    ['500\u00b5s', 0.0005],
    ['500\u03bcs', 0.0005],
    ['.5s', 0.5],
    ['1d', 86400],
    ['  3s ', 3],
    ['0', 0],
    ['0s', 0],
  ])('%j is %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds)
  })

  it.each([
    ['a number needs its unit', '5'],
    ['no unit but a bare zero', '0.0'],
    ['no space inside', '5 s'],
    ['nothing is below zero', '-5s'],
    ['an unknown unit', '5sec'],
    ['a unit without a number', 's'],
    ['no exponent', '1e3s'],
    ['nothing at all', ''],
    ['blank', '   '],
    ['a number after the unit', '5s3'],
    ['no end to the digits', '1.s'],
  ])('%s: %j is no duration', (_, text) => {
    expect(parseDuration(text)).toBeUndefined()
  })

  it('adds no float noise: 0.1 s and three milliseconds are 0.103 s', () => {
    expect(parseDuration('100ms3ms')).toBe(0.103)
  })
})

describe('formatDuration', () => {
  it.each([
    [0.0021, '2.1ms'],
    [90, '90s'],
    [4.5499, '4.55s'],
    [1234.5678, '1235s'],
    [0.0009996, '1ms'],
    [0.9996, '1s'],
    [0.000_000_4, '0.4µs'],
    [-0.25, '−250ms'],
    [0, '0s'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
    [Number.NaN, 'n/a'],
  ])('%d s reads %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text)
  })

  it('shows the given number of digits', () => {
    expect(formatDuration(1.23456789, 6)).toBe('1.23457s')
    expect(formatDuration(0.0123456789, 2)).toBe('12ms')
  })

  it('what is printed reads back as nearly the same duration', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (seconds) => {
        const again = parseDuration(formatDuration(seconds, 6)) as number
        expect(Math.abs(again - seconds)).toBeLessThanOrEqual(seconds * 1e-5)
      }),
    )
  })
})

describe('durationBeside', () => {
  it.each([
    { seconds: 2.002, other: 2, text: '2.002s' },
    { seconds: 2.5, other: 2, text: '2.5s' },
    { seconds: 0.99996, other: 1, text: '999.96ms' },
    { seconds: 2, other: 2, text: '2s' },
    { seconds: 1.0000001, other: 1, text: '1s' },
  ])('writes $seconds beside $other as $text', ({ seconds, other, text }) => {
    expect(durationBeside(seconds, other)).toBe(text)
  })
})
