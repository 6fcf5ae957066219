import type { ReportedServer } from '../../../core/report/report.ts'

/** The highest finite bound of the histogram; it cannot tell latencies above this bound apart. Null without one. Seconds. */
export function highestBound(server: ReportedServer | null): number | null {
  const finite = (server?.buckets ?? []).flatMap(({ le }) => (le === '+Inf' ? [] : [le]))
  return finite.length === 0 ? null : Math.max(...finite)
}
