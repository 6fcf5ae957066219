import { describe, expect, it } from 'vitest'
import { goInteger } from '../../../../prometheus/alerting/yaml/go-integer.ts'

describe('goInteger', () => {
  // The limits that Prometheus 3.5.3 serves for groups with them. What it takes besides, -1 for none and 5.5 for 5, is refused.
  it.each([
    ['0', 0],
    ['10', 10],
    ['+5', 5],
    ['010', 8],
    ['08', 8],
    ['0o17', 15],
    ['0x10', 16],
    ['0b11', 3],
    ['1_000', 1000],
    ['1e3', 1000],
    ['5.0', 5],
    ['-1', undefined],
    ['5.5', undefined],
    ['five', undefined],
    ['', undefined],
  ])('reads %s as %s', (text, number) => {
    expect(goInteger(text)).toBe(number)
  })
})
