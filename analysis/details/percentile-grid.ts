// Quantiles for a percentile curve on HdrHistogram's axis, 1/(1 − q): as many points between 90% and 99% as between
// 99% and 99.9%.

// The quantiles that people name.
const NAMED = [0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999]

const POINTS_PER_DECADE = 90
// A chart shows nothing beyond a million observations, and float64 cannot separate quantiles beyond 1 − 1e-12.
const MOST_COUNT = 1e6

/** From 0 to 1 − 1/count, the last quantile that a population of that size can show. The named quantiles are included. */
export function percentileGrid(count: number): number[] {
  if (count < 1) return []
  const decades = Math.log10(Math.min(count, MOST_COUNT))
  const steps = Math.ceil(decades * POINTS_PER_DECADE)
  const even = Array.from({ length: steps + 1 }, (_, i) => 1 - 10 ** -((decades * i) / Math.max(1, steps)))
  const last = even.at(-1) as number
  const named = NAMED.filter((quantile) => quantile <= last)
  return [...new Set([...even, ...named].map((quantile) => Number(quantile.toPrecision(8))))].sort((a, b) => a - b)
}
