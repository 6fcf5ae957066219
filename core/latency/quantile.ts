// Quantiles by nearest rank, as in HdrHistogram: the smallest value with at least a fraction q of the population at or
// below it.

/** The quantiles that every summary reports, and their keys. */
export const REPORTED_QUANTILES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, p999: 0.999 } as const

/** The quantiles for which client and server are compared. */
export const CROSS_CHECKED_QUANTILES = [0.5, 0.9, 0.95, 0.99] as const

/**
 * The rank (1 to count) that holds the quantile.
 * A relative 1e-12 keeps 0.95 · 20 = 19.000000000000004 at rank 19.
 */
export function nearestRank(quantile: number, count: number): number {
  const rank = Math.ceil(quantile * count * (1 - 1e-12))
  return Math.min(count, Math.max(1, rank))
}

/** `p95` for 0.95, `p99.9` for 0.999. */
export function quantileLabel(quantile: number): string {
  return `p${Number((quantile * 100).toPrecision(12))}`
}

/** `P95` for 0.95, as sentences and headings write it. */
export function quantileName(quantile: number): string {
  return quantileLabel(quantile).toUpperCase()
}
