import { describe, expect, it } from 'vitest'
import { medianOf, spreadOf } from '../../../../analysis/drill/seeds/spread.ts'

describe('spreadOf', () => {
  it.each<[number[], number, ReturnType<typeof spreadOf>]>([
    [[], 10, null],
    [[3, 1, 2], 3, { median: 2, p95: 3, min: 1, max: 3 }],
    // Those without one come last.
    [[3, 1, 2], 6, { median: 3, p95: null, min: 1, max: 3 }],
    [[3, 1, 2], 7, { median: null, p95: null, min: 1, max: 3 }],
    [Array.from({ length: 19 }, (_, i) => i), 20, { median: 9, p95: 18, min: 0, max: 18 }],
  ])('%j of %d seeds', (values, seeds, spread) => {
    expect(spreadOf(values, seeds)).toEqual(spread)
  })
})

describe('medianOf', () => {
  it('is one of those that are there', () => {
    expect(medianOf([0.3, 0.1, 0.2])).toBe(0.2)
    expect(medianOf([])).toBeNull()
  })
})
