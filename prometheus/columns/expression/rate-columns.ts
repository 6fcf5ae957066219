// rate, increase, delta, irate and idelta of a range, for a stretch of instants: bit for bit what the ordinary evaluator gives
// (promql/evaluate/extrapolated-rate.ts).

import type { Dialect } from '../../promql/dialect.ts'
import type { RateKind } from '../../promql/evaluate/extrapolated-rate.ts'
import type { RangeColumn } from './range-windows.ts'

/** There are at least two samples where it counts. */
export function extrapolatedColumn({ column, windows }: RangeColumn, kind: RateKind, dialect: Dialect): Float64Array {
  const { instants, from, to } = windows
  const { count, pool } = instants
  const { values } = column
  const multiplier = windows.multiplier(kind, dialect)
  const falls = kind.isCounter ? column.falls() : []
  const results = pool.floats(count)
  let fall = 0
  for (let i = 0; i < count; i++) {
    const first = from[i] as number
    const end = to[i] as number
    if (end - first < 2) continue
    const firstValue = values[first] as number
    let growth = (values[end - 1] as number) - firstValue
    while (fall < falls.length && (falls[fall] as number) <= first) fall++
    for (let j = fall; j < falls.length && (falls[j] as number) < end; j++)
      growth += values[(falls[j] as number) - 1] as number
    // A counter whose first value is at least its growth would reach zero a whole interval before it: further than anything
    // is extended where there are three samples or more.
    const isFarFromZero = !(growth > 0 && firstValue >= 0) || (firstValue >= growth && end - first >= 3)
    results[i] =
      !kind.isCounter || isFarFromZero
        ? growth * (multiplier[i] as number)
        : windows.extrapolate(i, growth, firstValue, kind, dialect)
  }
  return results
}

/** The last two samples: there are two where it counts. */
export function lastTwoColumn({ column: { values, axis }, windows }: RangeColumn, kind: RateKind): Float64Array {
  const { instants, to } = windows
  const { count, pool } = instants
  const results = pool.floats(count)
  for (let i = 0; i < count; i++) {
    const end = to[i] as number
    if (end < 2) continue
    const [previous, last] = [values[end - 2] as number, values[end - 1] as number]
    const delta = kind.isCounter && last < previous ? last : last - previous
    const intervalMs = (axis.timesMs[end - 1] as number) - (axis.timesMs[end - 2] as number)
    results[i] = kind.isRate ? delta / (intervalMs / 1e3) : delta
  }
  return results
}
