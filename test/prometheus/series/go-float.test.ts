import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatGoFloat, formatOpenMetricsFloat, parseGoFloat } from '../../../prometheus/series/go-float.ts'

describe('formatOpenMetricsFloat, as Prometheus 3.5 stored these bounds', () => {
  it.each([
    [1, '1.0'],
    [0, '0.0'],
    [-0, '0.0'],
    [0.25, '0.25'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [100000, '100000.0'],
    [1e6, '1e+06'],
    [2.5e6, '2.5e+06'],
    [123456789, '1.23456789e+08'],
    [1e-300, '1e-300'],
    [-1, '-1.0'],
    [-1.5e-7, '-1.5e-07'],
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
    [Number.NaN, 'NaN'],
  ])('writes %d as %s', (value, text) => {
    expect(formatOpenMetricsFloat(value)).toBe(text)
  })
})

describe('formatGoFloat', () => {
  it('writes exponents from 21 digits on where configured so, as %v does', () => {
    expect([1e6, 1e20, 1e21].map((value) => formatGoFloat(value, 21))).toEqual([
      '1000000',
      '100000000000000000000',
      '1e+21',
    ])
  })

  it('writes what parseGoFloat reads back as the same number', () => {
    fc.assert(
      fc.property(fc.double(), fc.constantFrom(6, 21), (value, exponentFrom) => {
        expect(parseGoFloat(formatGoFloat(value, exponentFrom))).toBe(value)
      }),
    )
  })
})

describe('parseGoFloat', () => {
  it.each(['', ' 1', '1 ', '+', '.', '1e', 'e1', '0x10', '1_000', '0b1', '1e400', '+NaN', 'Infinit', '--1', '1,5'])(
    'refuses %j, which Go refuses',
    (text) => {
      expect(parseGoFloat(text)).toBeUndefined()
    },
  )
})
