// What a histogram counted, scrape by scrape: a record in which a latency is known by its bucket alone. Seconds.

import { type HistogramSnapshot, snapshotSum } from '../../../core/histogram/histogram-snapshot.ts'
import { type ObservedSum, sumContradicts } from '../../../core/histogram/quantile-bounds.ts'
import type { BucketEvidence } from '../../../core/report/layout-comparison.ts'
import { type LatencyRecord, MOST_SECONDS } from './latency-record.ts'

/** What a scrape added to the one before. */
export interface AddedAt {
  readonly atSeconds: number
  readonly added: HistogramSnapshot
}

export interface RecordedBuckets {
  /** A cell is a bucket of the histogram: it holds latencies above `lowers` up to `uppers`, and which is not known. */
  readonly record: LatencyRecord
  readonly total: HistogramSnapshot
  /** Null where the histogram has no sum, or one that latencies in its buckets cannot have. */
  readonly sum: ObservedSum | null
  readonly sumIs: BucketEvidence['sum']
}

// Counters are sums of floats: adding a billion latencies one by one is off by less than this part of their sum.
const SUM_PRECISION = 1e-9

/**
 * What a scrape adds is placed in the second that ends with it.
 * @param parts ascending, all of the same bounds
 * @param sumReached what the counters of the sum had reached at the end
 * @throws RangeError of nothing, or of more than ten days
 */
export function recordedBuckets(parts: readonly AddedAt[], sumReached: number): RecordedBuckets {
  const [first, last] = [parts[0], parts.at(-1)]
  if (!first || !last) throw new RangeError('expected at least two comparable scrapes')
  const firstSecond = secondOf(first)
  const seconds = secondOf(last) - firstSecond + 1
  if (!(seconds <= MOST_SECONDS))
    throw new RangeError(`expected at most ten days, got ${(seconds / 86_400).toFixed(1)}`)
  const total = parts.map(({ added }) => added).reduce(snapshotSum)
  const bounds = total.buckets.map(({ upperBound }) => upperBound)
  const sum = { seconds: total.sum, slackSeconds: SUM_PRECISION * Math.max(sumReached, Math.abs(total.sum)) }
  // A histogram that prints no sum reads as 0, which latencies hardly ever add up to.
  const isMissing = sum.seconds === 0 && total.count > 0
  const sumIs = isMissing ? 'missing' : sumContradicts(total, sum) ? 'contradicts' : 'used'
  return {
    record: {
      firstSecond,
      rows: rowsOf(parts, { firstSecond, seconds, cellCount: bounds.length }),
      uppers: Float64Array.from(bounds),
      // The lower bound itself belongs to the bucket below.
      lowers: Float64Array.from(bounds, (_, i) => Math.max(0, bounds[i - 1] ?? 0) * (1 + Number.EPSILON)),
    },
    total,
    sum: sumIs === 'used' ? sum : null,
    sumIs,
  }
}

function secondOf({ atSeconds }: AddedAt): number {
  return Math.ceil(atSeconds) - 1
}

/** Scrapes may be far apart: a second without one takes no more than its offset. */
function rowsOf(
  parts: readonly AddedAt[],
  { firstSecond, seconds, cellCount }: { firstSecond: number; seconds: number; cellCount: number },
): LatencyRecord['rows'] {
  const bySecond = new Map<number, Float64Array>()
  for (const part of parts) {
    const row = secondOf(part) - firstSecond
    const counts = bySecond.get(row) ?? new Float64Array(cellCount)
    part.added.buckets.forEach(({ cumulativeCount }, i, all) => {
      counts[i]! += cumulativeCount - (all[i - 1]?.cumulativeCount ?? 0)
    })
    bySecond.set(row, counts)
  }
  const offsets = new Int32Array(seconds + 1)
  const cells = new Int32Array(bySecond.size * cellCount)
  const counts = new Float64Array(cells.length)
  let at = 0
  for (let row = 0; row < seconds; row++) {
    bySecond.get(row)?.forEach((count, cell) => {
      cells[at] = cell
      counts[at++] = count
    })
    offsets[row + 1] = at
  }
  return { cellCount, offsets, cells, counts }
}
