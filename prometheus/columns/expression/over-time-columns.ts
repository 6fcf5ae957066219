// The `_over_time` functions, `changes` and `resets`, for a stretch of instants: bit for bit what the ordinary evaluator gives
// (promql/evaluate/over-time.ts).

import type { Dialect } from '../../promql/dialect.ts'
import { incrementalMean, KahanSum, kahanMean } from '../../promql/functions/kahan-sum.ts'
import type { RangeColumn } from './range-windows.ts'

type Calculate = (range: RangeColumn, dialect: Dialect) => Float64Array

/** There is at least one sample where it counts. */
export const OVER_TIME: Readonly<Record<string, Calculate>> = {
  avg_over_time: ({ column, windows }, { kahanAvg }) =>
    eachWindow(windows, (from, to) => {
      const inside = Array.from(column.values.subarray(from, to))
      return kahanAvg ? kahanMean(inside) : incrementalMean(inside, 'zero')
    }),
  changes: ({ column, windows }) => countedPlaces(column.changes(), windows),
  count_over_time: ({ windows }) => eachWindow(windows, (from, to) => to - from),
  first_over_time: ({ column: { values }, windows }) => eachWindow(windows, (from) => values[from] as number),
  last_over_time: ({ column: { values }, windows }) => eachWindow(windows, (_, to) => values[to - 1] as number),
  max_over_time: (range) => extremeColumn(range, (value, best) => value > best),
  min_over_time: (range) => extremeColumn(range, (value, best) => value < best),
  present_over_time: ({ windows }) => eachWindow(windows, () => 1),
  resets: ({ column, windows }) => countedPlaces(column.falls(), windows),
  sum_over_time: ({ column: { values }, windows }) =>
    eachWindow(windows, (from, to) => {
      const sum = new KahanSum()
      for (let place = from; place < to; place++) sum.add(values[place] as number)
      return sum.total
    }),
}

/** Those whose result keeps the name of the series: it is one of its samples. */
export const KEEPS_NAME: ReadonlySet<string> = new Set(['first_over_time', 'last_over_time'])

function eachWindow(
  { instants, from, to }: RangeColumn['windows'],
  calculate: (from: number, to: number) => number,
): Float64Array {
  const { count, pool } = instants
  const results = pool.floats(count)
  for (let i = 0; i < count; i++) {
    const [first, end] = [from[i] as number, to[i] as number]
    if (end > first) results[i] = calculate(first, end)
  }
  return results
}

/** How many of the places lie in the range, each with the sample before it. */
function countedPlaces(places: readonly number[], { instants, from, to }: RangeColumn['windows']): Float64Array {
  const { count, pool } = instants
  const results = pool.floats(count)
  let [low, high] = [0, 0]
  for (let i = 0; i < count; i++) {
    const [first, end] = [from[i] as number, to[i] as number]
    while (low < places.length && (places[low] as number) <= first) low++
    while (high < places.length && (places[high] as number) < end) high++
    results[i] = Math.max(0, high - low)
  }
  return results
}

/**
 * The extreme of a range that moves forward: candidates stand in a queue, each of them better than all behind it. The first
 * one of several equals counts. A NaN gives way to any number.
 */
function extremeColumn(
  { column: { values }, windows: { instants, from, to } }: RangeColumn,
  isMore: (value: number, best: number) => boolean,
): Float64Array {
  const { count, pool } = instants
  const results = pool.floats(count)
  const queue: number[] = []
  let front = 0
  let next = from[0] ?? 0
  for (let i = 0; i < count; i++) {
    const [first, end] = [from[i] as number, to[i] as number]
    for (next = Math.max(next, first); next < end; next++) {
      const value = values[next] as number
      if (Number.isNaN(value)) continue
      while (queue.length > front && isMore(value, values[queue[queue.length - 1] as number] as number)) queue.pop()
      queue.push(next)
    }
    while (front < queue.length && (queue[front] as number) < first) front++
    results[i] = front < queue.length ? (values[queue[front] as number] as number) : Number.NaN
  }
  return results
}
