// Between which values a quantile lies, when all that is known of the observations is how many fell into each bucket, and
// what they add up to. Observations are latencies: none is below 0.
//
// Let x be the quantile: the k-th smallest of n observations, k by nearest rank. It lies in the bucket (l, u] in which the
// cumulative count reaches k; there it is the r-th of the c observations of that bucket. So l < x ≤ u.
//
// The sum S tightens both ends. Let Lo = Σ cᵢ·lᵢ and Hi = Σ cᵢ·uᵢ be the least and the greatest sum that the counts allow.
//
//   x ≤ l + (S − Lo) / (c − r + 1)
//     Proof: of the bucket's observations, c − r + 1 are x or more (the r-th and those after it), the other r − 1 are more
//     than l, and every observation of another bucket i is at least lᵢ. So S ≥ Lo + (c − r + 1)·(x − l).
//   x ≥ u − (Hi − S) / r
//     Proof: r of the bucket's observations are x or less, the other c − r are at most u, and every observation of another
//     bucket i is at most uᵢ. So S ≤ Hi − r·(u − x). Where something lies above the highest bound, Hi is infinite and
//     this says nothing.
//
// Both are attained, so nothing narrower follows from the counts and the sum. The first holds in the bucket to +Inf too:
// there it is all that bounds x from above.

import { nearestRank } from '../latency/quantile.ts'
import type { HistogramSnapshot } from './histogram-snapshot.ts'

export interface QuantileBounds {
  /** The quantile is above it; at least it where it is 0. */
  readonly lower: number
  /** The quantile is at most it; Infinity where nothing bounds it. */
  readonly upper: number
  /** Whether the sum made the interval narrower than the bucket. */
  readonly isTightened: boolean
}

/** What the observations add up to, and by how much that may be off: counters are sums of floats. */
export interface ObservedSum {
  readonly seconds: number
  readonly slackSeconds: number
}

interface CountedBucket {
  readonly lower: number
  readonly upper: number
  readonly count: number
}

/**
 * Undefined of no observations.
 * @param counted what was observed: its counts do not fall, its bounds ascend to Infinity and are not negative
 * @param sum null where it is not known. One that `sumContradicts` says nothing, and must not be given
 */
export function quantileBounds(
  quantile: number,
  { buckets }: Pick<HistogramSnapshot, 'buckets'>,
  sum: ObservedSum | null,
): QuantileBounds | undefined {
  const cells = countedBuckets(buckets)
  const total = buckets.at(-1)?.cumulativeCount ?? 0
  if (!(total > 0)) return undefined
  const rank = nearestRank(quantile, total)
  let below = 0
  const index = cells.findIndex(({ count }) => {
    if (below + count >= rank) return true
    below += count
    return false
  })
  const { lower, upper, count } = cells[index] as CountedBucket
  const asCounted = { lower, upper, isTightened: false }
  if (sum === null || !cells.every((cell) => Number.isInteger(cell.count))) return asCounted
  const least = sumOf(cells, (cell) => cell.lower)
  const greatest = sumOf(cells, (cell) => cell.upper)
  const inBucket = rank - below
  const highest = roundedUp(lower + Math.max(0, sum.seconds + sum.slackSeconds - least) / (count - inBucket + 1))
  const lowest = Number.isFinite(greatest)
    ? roundedDown(upper - Math.max(0, greatest - sum.seconds + sum.slackSeconds) / inBucket)
    : lower
  const tight = {
    lower: Math.max(lower, lowest),
    upper: Math.min(upper, highest),
  }
  return { ...tight, isTightened: tight.lower !== lower || tight.upper !== upper }
}

/** Whether the sum cannot be that of observations in these buckets: it is of others, or some of them were negative. */
export function sumContradicts({ buckets }: Pick<HistogramSnapshot, 'buckets'>, sum: ObservedSum): boolean {
  const cells = countedBuckets(buckets)
  return (
    !(sum.seconds + sum.slackSeconds >= sumOf(cells, ({ lower }) => lower)) ||
    !(sum.seconds - sum.slackSeconds <= sumOf(cells, ({ upper }) => upper))
  )
}

function countedBuckets(buckets: HistogramSnapshot['buckets']): CountedBucket[] {
  return buckets.map(({ upperBound, cumulativeCount }, i) => ({
    lower: Math.max(0, buckets[i - 1]?.upperBound ?? 0),
    upper: upperBound,
    count: cumulativeCount - (buckets[i - 1]?.cumulativeCount ?? 0),
  }))
}

function sumOf(cells: readonly CountedBucket[], value: (cell: CountedBucket) => number): number {
  return cells.reduce((sum, cell) => (cell.count === 0 ? sum : sum + cell.count * value(cell)), 0)
}

// An end that the sum gives is rounded outwards to three digits, the digits that are shown, so that the interval as
// shown holds the quantile too. It also takes up what the arithmetic above rounds off.
const DIGITS = 3

function roundedUp(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return value
  const rounded = Number(value.toPrecision(DIGITS))
  return rounded > value * (1 + 1e-12) ? rounded : Number((rounded + lastDigit(value)).toPrecision(DIGITS))
}

function roundedDown(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return value
  const rounded = Number(value.toPrecision(DIGITS))
  return rounded < value * (1 - 1e-12) ? rounded : Number((rounded - lastDigit(value)).toPrecision(DIGITS))
}

/** What the last of the digits is worth. */
function lastDigit(value: number): number {
  return 10 ** (Math.floor(Math.log10(value)) - DIGITS + 1)
}
