// holt_winters, which is called double_exponential_smoothing since 3.0: a weighted mean of the past with a trend.
// Source: prometheus/prometheus promql/functions.go, funcDoubleExponentialSmoothing.
//
//   value_i = smoothing · sample_i + (1 − smoothing) · (value_{i−1} + trend_i)
//   trend_i = factor · (value_{i−1} − value_{i−2}) + (1 − factor) · trend_{i−1}; the first is sample_1 − sample_0

import { EvaluationError } from '../evaluate/evaluation-error.ts'
import { valuesOf } from '../evaluate/over-time.ts'
import { mapRanges, returnsVector } from './function-definition.ts'

/** The function under either name; each dialect knows one of them. */
export function smoothing() {
  return returnsVector(['matrix', 'scalar', 'scalar'], ([ranges, factor, trendFactor], { call, dialect }) => {
    const known = dialect.smoothingRenamed ? 'double_exponential_smoothing' : 'holt_winters'
    if (call.name !== known) throw new EvaluationError(`Prometheus ${dialect.version} calls it ${known}`, call)
    if (ranges.length > 0 && (factor <= 0 || factor >= 1))
      throw new EvaluationError(`invalid smoothing factor. Expected: 0 < sf < 1, got: ${factor}`, call)
    if (ranges.length > 0 && (trendFactor <= 0 || trendFactor >= 1))
      throw new EvaluationError(`invalid trend factor. Expected: 0 < tf < 1, got: ${trendFactor}`, call)
    return mapRanges(ranges, ({ samples }) =>
      samples.length < 2 ? undefined : exponentialSmoothing(valuesOf(samples), factor, trendFactor),
    )
  })
}

/**
 * @param values two or more
 * @param smoothingFactor how much a new sample counts, in (0, 1)
 * @param trendFactor how much a new trend counts, in (0, 1)
 */
function exponentialSmoothing(values: readonly number[], smoothingFactor: number, trendFactor: number): number {
  const [first = Number.NaN, second = Number.NaN] = values
  let before = 0
  let value = first
  let trend = second - first
  for (let i = 1; i < values.length; i++) {
    if (i > 1) trend = trendFactor * (value - before) + (1 - trendFactor) * trend
    const next = smoothingFactor * (values[i] as number) + (1 - smoothingFactor) * (value + trend)
    before = value
    value = next
  }
  return value
}
