// Where the server's histogram and its exact record count the same requests, each exact quantile must lie in its bucket.

import type { CrossCheckRow, Report } from '../../core/report/report.ts'

/** @returns those that do not */
export function disagreeingQuantiles({
  crossCheck,
  populations,
}: Pick<Report, 'crossCheck' | 'populations'>): CrossCheckRow[] {
  if (!populations || populations.serverExact !== populations.serverObserved) return []
  return crossCheck.filter(({ insideBucket }) => insideBucket === false)
}
