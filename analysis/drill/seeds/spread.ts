// How what was seen in some of many seeds lies. Those in which it was not seen come after all others: it may be that there is no
// median.

import type { DrillSpread } from '../../../core/report/drill-report.ts'

/**
 * @param values of the seeds that have one, in any order
 * @param seeds of all that could have had one
 * @returns null where none has
 */
export function spreadOf(values: readonly number[], seeds: number): DrillSpread | null {
  const ascending = [...values].sort((a, b) => a - b)
  const [min] = ascending
  const max = ascending.at(-1)
  if (min === undefined || max === undefined) return null
  const quantile = (share: number) => ascending[Math.ceil(share * seeds) - 1] ?? null
  return { median: quantile(0.5), p95: quantile(0.95), min, max }
}

/** Of those that are there. */
export function medianOf(values: readonly number[]): number | null {
  return spreadOf(values, values.length)?.median ?? null
}
