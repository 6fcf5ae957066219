import { describe, expect, it } from 'vitest'
import { plainNumberMeant, withPlainNumbers } from '../../../core/text/plain-number.ts'

describe('plainNumberMeant', () => {
  it.each([
    ['1,000', 1000],
    ['1,000,000', 1_000_000],
    ['1_000', 1000],
    ["1'000", 1000],
    ['0,5', 0.5],
    ['12,75', 12.75],
    [' 5 ', 5],
    ['5/s', 5],
    ['5 rps', 5],
    ['5 req/s', 5],
    ['5 requests per second', 5],
    ['fast', undefined],
    ['', undefined],
    ['5m', undefined],
    ['-5', undefined],
  ])('reads %j as %j', (text, number) => {
    expect(plainNumberMeant(text)).toBe(number)
  })
})

describe('withPlainNumbers', () => {
  it.each([
    ['p95 < 0,5s', 'p95 < 0.5s'],
    ['p95 < 1,000ms', 'p95 < 1000ms'],
    ['under 1_500ms > 99,9%', 'under 1500ms > 99.9%'],
    ['p99.9 < 300ms', 'p99.9 < 300ms'],
  ])('writes %j as %j', (text, plain) => {
    expect(withPlainNumbers(text)).toBe(plain)
  })
})
