// histogram_quantile over a stretch of instants (core/histogram/histogram-quantile.ts). Where all buckets are there and their
// counts rise as they should, the quantile is interpolated straight from the columns; all else is left to the function.

import { histogramQuantile } from '../../../core/histogram/histogram-quantile.ts'
import type { Dialect } from '../../promql/dialect.ts'
import { bucketLabels } from '../../promql/evaluate/classic-histograms.ts'
import { withoutName } from '../../promql/evaluate/instant-sample.ts'
import type { Labels } from '../../series/series.ts'
import { NotInColumnsError } from '../not-in-columns.ts'
import {
  type ColumnElement,
  type ColumnScalar,
  type ColumnVector,
  type Presence,
  presenceOf,
  scalarAt,
} from './column-vector.ts'
import type { Instants } from './instants.ts'

interface Bucket {
  readonly upperBound: number
  readonly element: ColumnElement
}

export function quantileColumns(
  quantile: ColumnScalar,
  { elements, isOrdered }: ColumnVector,
  instants: Instants,
  dialect: Dialect,
): ColumnVector {
  const histograms = new Map<string, { readonly labels: Labels; readonly buckets: Bucket[] }>()
  for (const element of elements) {
    const { upperBound, labels, signature } = bucketLabels(element.labels)
    if (upperBound === undefined) continue
    const histogram = histograms.get(signature)
    if (histogram) histogram.buckets.push({ upperBound, element })
    else histograms.set(signature, { labels, buckets: [{ upperBound, element }] })
  }
  const all = [...histograms.values()]
  return {
    elements: all.flatMap(({ labels, buckets }) => {
      const estimated = estimatedColumn(quantile, buckets, { instants, dialect, isOrdered })
      return estimated ? [{ ...estimated, labels: withoutName(labels) }] : []
    }),
    isOrdered: all.length < 2 || (isOrdered && all.every(({ buckets }) => buckets[0]?.element.present === null)),
  }
}

interface Surroundings {
  readonly instants: Instants
  readonly dialect: Dialect
  readonly isOrdered: boolean
}

function estimatedColumn(
  quantile: ColumnScalar,
  buckets: readonly Bucket[],
  { instants, dialect, isOrdered }: Surroundings,
): Pick<ColumnElement, 'values' | 'present'> | undefined {
  const { count, pool } = instants
  const sorted = buckets.toSorted((a, b) => (a.upperBound < b.upperBound ? -1 : Number(a.upperBound > b.upperBound)))
  const bounds = sorted.map(({ upperBound }) => upperBound)
  const hasTwins = bounds.some((bound, i) => bound === bounds[i - 1])
  // Equal bounds are added up in the order of their series.
  if (hasTwins && !isOrdered) throw new NotInColumnsError({ kind: 'order' })
  const columns = sorted.map(({ element }) => element.values)
  // Buckets of one histogram mostly come and go together.
  const first = sorted[0]?.element.present ?? null
  const areTogether = sorted.every(({ element }) => element.present === first)
  const together = areTogether ? first : null
  const isPlain = areTogether && !hasTwins && sorted.length > 1 && bounds.at(-1) === Number.POSITIVE_INFINITY
  const estimates = { values: pool.floats(count), present: pool.bytes(count) }
  estimate(estimates, quantile, { buckets, bounds, columns, isPlain, together }, instants, dialect)
  const presence = presenceOf(estimates.present, count)
  return presence === undefined ? undefined : { values: estimates.values, present: presence }
}

interface SortedBuckets {
  readonly buckets: readonly Bucket[]
  /** Ascending. */
  readonly bounds: readonly number[]
  /** Of these bounds. */
  readonly columns: readonly Float64Array[]
  /** Whether a quantile can be interpolated from them where their counts rise. */
  readonly isPlain: boolean
  /** When they are all there; null where they always are, or come and go one by one. */
  readonly together: Presence
}

/** Apart from what is done once: V8 would compile the whole anew each time that the loop comes to its end. */
function estimate(
  { values, present }: { readonly values: Float64Array; readonly present: Uint8Array },
  quantile: ColumnScalar,
  { buckets, bounds, columns, isPlain, together }: SortedBuckets,
  { count }: Instants,
  { smallDelta }: Dialect,
): void {
  for (let i = 0; i < count; i++) {
    if (together !== null && together[i] === 0) {
      present[i] = 0
      continue
    }
    const q = scalarAt(quantile, i)
    if (isPlain && q >= 0 && q <= 1 && risesSurely(columns, i)) {
      values[i] = interpolated(q, columns, bounds, i)
      present[i] = 1
      continue
    }
    const there = buckets
      .filter(({ element }) => element.present === null || element.present[i] === 1)
      .map(({ upperBound, element }) => ({ upperBound, cumulativeCount: element.values[i] as number }))
    present[i] = Number(there.length > 0)
    if (there.length > 0) values[i] = histogramQuantile(q, there, smallDelta ? 'smallDelta' : 'runningMaximum')
  }
}

/** Of rises much smaller than this the function itself says whether they are noise; and of numbers next to none. */
const SURE_RISE = 1e-9
const LEAST_COUNT = 1e-290

/** Whether counts stay, or rise by surely more than noise. */
function risesSurely(columns: readonly Float64Array[], i: number): boolean {
  let before = (columns[0] as Float64Array)[i] as number
  if (!(before >= 0)) return false
  for (let j = 1; j < columns.length; j++) {
    const count = (columns[j] as Float64Array)[i] as number
    if (count !== before && !(count > LEAST_COUNT && count - before > SURE_RISE * count)) return false
    before = count
  }
  return before < Number.POSITIVE_INFINITY
}

/** @param quantile from 0 to 1 */
function interpolated(
  quantile: number,
  columns: readonly Float64Array[],
  bounds: readonly number[],
  i: number,
): number {
  const last = columns.length - 1
  const total = (columns[last] as Float64Array)[i] as number
  if (total === 0) return Number.NaN
  const rank = quantile * total
  let index = 0
  while (index < last && !(((columns[index] as Float64Array)[i] as number) >= rank)) index++
  const upper = bounds[index] as number
  const lower = index === 0 ? 0 : (bounds[index - 1] as number)
  if (index === last) return lower
  if (index === 0 && upper <= 0) return upper
  const below = index === 0 ? 0 : ((columns[index - 1] as Float64Array)[i] as number)
  const inside = ((columns[index] as Float64Array)[i] as number) - below
  return lower + (upper - lower) * ((rank - below) / inside)
}
