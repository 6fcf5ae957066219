// The estimated and the exact distribution function, bucket by bucket: the data of a layout's chart.
// histogram_quantile draws a straight line between two bounds (over the logarithm, for native histograms); the exact
// function is a staircase. Estimates are wrong where the two differ.

import type { HistogramLayout } from '../../core/histogram/native-layout.ts'
import type { DistributionBucket, LayoutDistribution } from '../../core/report/layout-comparison.ts'
import { type CellBuckets, cellBuckets, groupTotals } from './record/bucketed-record.ts'
import { allTotals } from './record/cell-rows.ts'
import type { LatencyRecord } from './record/latency-record.ts'

/** The most steps of the exact function that a chart shows. */
const MOST_STEPS = 500

export function layoutDistribution(
  record: LatencyRecord,
  layout: HistogramLayout,
  mostSteps = MOST_STEPS,
): LayoutDistribution {
  const totals = allTotals(record.rows)
  const total = totals.reduce((sum, count) => sum + count, 0)
  const bucketed = cellBuckets(record, layout)
  const counts = groupTotals(totals, bucketed.bucketOf, bucketed.uppers.length)
  const gaps = widestGaps(record, totals, bucketed, counts)
  let cumulative = 0
  const buckets = Array.from(counts, (count, i): DistributionBucket => {
    cumulative += count
    const upper = bucketed.uppers[i] as number
    return {
      lower: bucketed.lowers[i] as number,
      upper: upper === Infinity ? '+Inf' : upper,
      count,
      cumulativeShare: share(cumulative, total),
      widestGap: share(gaps[i] as number, total),
    }
  })
  return { layout: layout.name, buckets, exact: steps(record, totals, total, mostSteps) }
}

// The staircase is furthest from the line immediately before or after a step. The bucket to +Inf has no line.
function widestGaps(
  { uppers }: LatencyRecord,
  totals: Float64Array,
  bucketed: CellBuckets,
  counts: Float64Array,
): Float64Array {
  const gaps = new Float64Array(counts.length)
  let [bucket, inside] = [-1, 0]
  totals.forEach((count, cell) => {
    const home = bucketed.bucketOf[cell] as number
    if (home !== bucket) [bucket, inside] = [home, 0]
    if (bucketed.uppers[home] === Infinity) return
    const drawn = (counts[home] as number) * fractionBelow(bucketed, home, uppers[cell] as number)
    gaps[home] = Math.max(gaps[home] as number, Math.abs(drawn - inside), Math.abs(drawn - inside - count))
    inside += count
  })
  return gaps
}

function fractionBelow({ native, lowers, uppers }: CellBuckets, bucket: number, seconds: number): number {
  const [lower, upper] = [lowers[bucket] as number, uppers[bucket] as number]
  if (native && lower > 0) return Math.log(seconds / lower) / Math.log(upper / lower)
  return (seconds - lower) / (upper - lower)
}

// Keeps a step if the function has risen enough since the last one, and the step before it too, so that flat parts stay
// flat.
function steps(
  { uppers }: LatencyRecord,
  totals: Float64Array,
  total: number,
  mostSteps: number,
): LayoutDistribution['exact'] {
  const kept: { seconds: number; share: number }[] = []
  let before: { seconds: number; share: number } | undefined
  let cumulative = 0
  totals.forEach((count, cell) => {
    const seconds = uppers[cell] as number
    if (count === 0 || seconds === Infinity) return
    cumulative += count
    const step = { seconds, share: share(cumulative, total) }
    if (step.share - (kept.at(-1)?.share ?? -1) < 2 / mostSteps) {
      before = step
      return
    }
    if (before) kept.push(before)
    kept.push(step)
    before = undefined
  })
  if (before) kept.push(before)
  return kept
}

function share(count: number, total: number): number {
  return total === 0 ? 0 : count / total
}
