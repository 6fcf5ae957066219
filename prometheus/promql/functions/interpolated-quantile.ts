// The quantile of values: of a group of series, or of the samples of a range.
// Source: prometheus/prometheus promql/quantile.go, quantile.

/** Between two values in proportion to the rank. NaN sorts first. */
export function interpolatedQuantile(quantile: number, values: readonly number[]): number {
  if (Number.isNaN(quantile)) return Number.NaN
  if (quantile < 0) return Number.NEGATIVE_INFINITY
  if (quantile > 1) return Number.POSITIVE_INFINITY
  const rising = [...values].sort((a, b) => Number(!Number.isNaN(a)) - Number(!Number.isNaN(b)) || compare(a, b))
  const rank = quantile * (rising.length - 1)
  const lower = Math.floor(rank)
  const upper = Math.min(rising.length - 1, lower + 1)
  const weight = rank - lower
  return (rising[lower] as number) * (1 - weight) + (rising[upper] as number) * weight
}

/** The median of the distances from the median. */
export function medianDeviation(values: readonly number[]): number {
  const median = interpolatedQuantile(0.5, values)
  return interpolatedQuantile(
    0.5,
    values.map((value) => Math.abs(value - median)),
  )
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}
