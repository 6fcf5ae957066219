import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HistogramSnapshot, snapshotDifference, snapshotSum } from '../../../core/histogram/histogram-snapshot.ts'

const BOUNDS = [0.1, 1, Number.POSITIVE_INFINITY]

/** A snapshot from how many fell into each bucket. */
function snapshot(counts: readonly number[], sum = 0, bounds = BOUNDS): HistogramSnapshot {
  let cumulativeCount = 0
  const buckets = counts.map((count, i) => {
    cumulativeCount += count
    return { upperBound: bounds[i] as number, cumulativeCount }
  })
  return { buckets, count: cumulativeCount, sum }
}

describe('snapshotDifference', () => {
  it('counts the observations in between', () => {
    expect(snapshotDifference(snapshot([1, 2, 3], 10), snapshot([2, 4, 3], 14))).toEqual(snapshot([1, 2, 0], 4))
  })

  it.each([
    ['the count fell', snapshot([1, 2, 3]), snapshot([1, 2, 2])],
    ['one bucket fell though the count grew', snapshot([3, 0, 0]), snapshot([1, 5, 0])],
    ['the bounds differ', snapshot([1, 1, 1]), snapshot([1, 1, 1], 0, [0.2, 1, Number.POSITIVE_INFINITY])],
    ['a bucket is missing', snapshot([1, 1, 1]), snapshot([1, 2], 0, [1, Number.POSITIVE_INFINITY])],
  ])('is unknown where %s', (_, earlier, later) => {
    expect(snapshotDifference(earlier, later)).toBeUndefined()
  })
})

describe('snapshotSum', () => {
  it('counts the observations of both', () => {
    expect(snapshotSum(snapshot([1, 2, 3], 10), snapshot([4, 0, 1], 2))).toEqual(snapshot([5, 2, 4], 12))
  })

  it('rejects other bounds', () => {
    const other = snapshot([1, 1, 1], 0, [0.2, 1, Number.POSITIVE_INFINITY])
    expect(() => snapshotSum(snapshot([1, 1, 1]), other)).toThrow(RangeError)
    expect(() => snapshotSum(snapshot([1, 1, 1]), snapshot([1, 1]))).toThrow(RangeError)
  })

  it('is undone by the difference', () => {
    const counts = fc.array(fc.nat(1000), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(counts, counts, fc.nat(1000), fc.nat(1000), (a, b, sumA, sumB) => {
        const [first, second] = [snapshot(a, sumA), snapshot(b, sumB)]
        expect(snapshotDifference(first, snapshotSum(first, second))).toEqual(second)
      }),
    )
  })
})
