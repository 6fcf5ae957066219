import { describe, expect, it } from 'vitest'
import { bucketCounts } from '../../../../prometheus/backtest/bounds/bucket-counts.ts'
import { fractionInterval } from '../../../../prometheus/backtest/bounds/fraction-interval.ts'
import { quantileInterval } from '../../../../prometheus/backtest/bounds/quantile-interval.ts'

const { NaN: NONE, POSITIVE_INFINITY: ALL } = Number
const ANYTHING = [Number.NEGATIVE_INFINITY, ALL]

function countsOf(cumulative: readonly number[], partial: readonly number[] = []) {
  const bounds = [0.1, 0.5, 1, ALL].slice(-cumulative.length)
  const buckets = bounds.map((upperBound, i) => ({ upperBound, cumulativeCount: cumulative[i] as number }))
  return bucketCounts(buckets, new Set(partial))
}

describe('where a P95 lies', () => {
  const ends = (cumulative: readonly number[], partial: readonly number[] = []) => {
    const { low, high } = quantileInterval(0.95, countsOf(cumulative, partial), 'smallDelta')
    return [low, high]
  }

  it.each([
    ['all counts that are no numbers', [NONE, NONE, NONE, NONE]],
    ['one of them', [1, NONE, 3, 4]],
    ['that of the bucket above all bounds', [1, 2, 3, NONE]],
    ['some divided by nothing, others nothing by nothing', [NONE, ALL, ALL, ALL]],
    ['counts that are infinite', [ALL, ALL, ALL, ALL]],
    ['counts below zero', [-4, -3, -2, -1]],
    ['counts that fall', [101, 1, 101, 101]],
  ])('is not told by %s', (_, cumulative) => {
    expect(ends(cumulative)).toEqual(ANYTHING)
  })

  it.each([
    ['no observations', [0, 0, 0, 0]],
    ['the bucket above all bounds alone', [4]],
  ])('is no number with %s', (_, cumulative) => {
    expect(ends(cumulative)).toEqual([NONE, NONE])
  })

  it('is in the bucket of the counts, give or take what sums of rates are rounded by', () => {
    expect(ends([1, 1, 101, 101])).toEqual([expect.closeTo(0.5, 12), 1])
    expect(ends([1, 1 - 1e-13, 101, 101])).toEqual([expect.closeTo(0.5, 12), 1])
  })

  it('is between the bounds that all histograms have', () => {
    expect(ends([1, 1, 101, 101], [0.5])).toEqual([expect.closeTo(0.1, 12), 1])
    expect(ends([1, 1, 101, 101], [ALL])).toEqual(ANYTHING)
    expect(ends([1, 1, 101, 101], [0.1, 0.5, 1])).toEqual(ANYTHING)
  })
})

describe('the share of requests within 0.5 s', () => {
  const ends = (cumulative: readonly number[], partial: readonly number[] = []) => {
    const { low, high } = fractionInterval(Number.NEGATIVE_INFINITY, 0.5, countsOf(cumulative, partial))
    return [low, high]
  }

  it.each([
    ['counts that are no numbers', [1, NONE, 3, 4], ANYTHING],
    ['a total that is none', [1, 2, 3, NONE], ANYTHING],
    ['counts that fall', [101, 1, 101, 101], ANYTHING],
    ['no observations', [0, 0, 0, 0], [NONE, NONE]],
    ['counts', [1, 2, 4, 4], [0.5, 0.5]],
  ])('with %s', (_, cumulative, expected) => {
    expect(ends(cumulative)).toEqual(expected)
  })

  it('is between the bounds that all histograms have', () => {
    expect(ends([1, 1, 101, 101], [0.5])).toEqual([1 / 101, 1])
  })

  it('adds up buckets of one bound that is written in two ways', () => {
    const buckets = [
      { upperBound: 0.5, cumulativeCount: 1 },
      { upperBound: ALL, cumulativeCount: 4 },
      { upperBound: 0.5, cumulativeCount: 2 },
    ]
    expect(fractionInterval(Number.NEGATIVE_INFINITY, 0.5, bucketCounts(buckets, new Set()))).toEqual({
      drawn: 0.75,
      low: 0.75,
      high: 0.75,
    })
  })
})
