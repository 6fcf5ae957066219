import { describe, expect, it } from 'vitest'
import { impossibleCounts } from '../../../prometheus/histogram/impossible-counts.ts'

const problemOf = (counts: readonly number[], count = counts.at(-1) ?? 0, sum = 1) => {
  const bounds = [0.1, 1, Number.POSITIVE_INFINITY]
  const buckets = counts.map((cumulativeCount, i) => ({ upperBound: bounds[i] as number, cumulativeCount }))
  return impossibleCounts(new Map([['', { buckets, count, sum }]]))
}

describe('impossibleCounts', () => {
  it.each([
    ['nothing observed', [0, 0, 0], 0],
    ['the largest number that is exact', [1, 2, Number.MAX_SAFE_INTEGER], Number.MAX_SAFE_INTEGER],
    ['a count of a few more than +Inf, as a page that is printed meanwhile has it', [1, 2, 10], 15],
    ['a count that is 1% behind', [1, 2, 100_000], 99_000],
  ])('has nothing against %s', (_, counts, count) => {
    expect(problemOf(counts, count)).toBeUndefined()
  })

  it.each([
    ['a fraction', [0, 1.5, 2], 'notWhole', 1.5],
    ['NaN', [0, Number.NaN, 2], 'notWhole', Number.NaN],
    ['infinity', [0, 1, Number.POSITIVE_INFINITY], 'notWhole', Number.POSITIVE_INFINITY],
    ['a number below zero', [-1, 1, 2], 'notWhole', -1],
    ['a number beyond what is exact', [0, 1, 1e300], 'notWhole', 1e300],
    ['a bucket that does not contain the one below it', [3, 2, 4], 'notCumulative', 2],
  ])('finds %s', (_, counts, problem, value) => {
    expect(problemOf(counts)).toEqual({ problem, value })
  })

  it('finds a count that is far from +Inf, and a sum that is no number', () => {
    expect(problemOf([1, 2, 100], 3)).toEqual({ problem: 'countDiffers', value: 3 })
    expect(problemOf([1, 2, 3], 3, Number.NaN)).toEqual({ problem: 'noSum', value: Number.NaN })
  })
})
