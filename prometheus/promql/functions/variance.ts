// The variance of values, in two ways of adding it up.
// Source: prometheus/prometheus promql/functions.go, varianceOverTime, and engine.go, aggregation.

import { KahanSum } from './kahan-sum.ts'

/** Of the samples of a range: mean and squares are compensated sums. */
export function varianceOverTime(values: readonly number[]): number {
  const mean = new KahanSum()
  const squares = new KahanSum()
  values.forEach((value, i) => {
    const delta = value - mean.total
    mean.add(delta / (i + 1))
    squares.add(delta * (value - mean.total))
  })
  return squares.total / values.length
}

/** Of a group of series, without compensation. */
export function varianceOfGroup(values: readonly number[], nanDeviation: boolean): number {
  const [first = Number.NaN] = values
  let mean = first
  let squares = nanDeviation && !Number.isFinite(first) ? Number.NaN : 0
  for (let i = 1; i < values.length; i++) {
    const value = values[i] as number
    const delta = value - mean
    mean += delta / (i + 1)
    squares += delta * (value - mean)
  }
  return squares / values.length
}
