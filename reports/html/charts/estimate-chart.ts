import { nearestRank } from '../../../core/latency/quantile.ts'
import type { Report } from '../../../core/report/report.ts'
import { parseObjective } from '../../../core/scenario/parse-objective.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { leadingRow } from '../../figures/cross-check-figures.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import type { EstimateChart } from './chart-data.ts'

/** The exact and the estimated P95 of the whole run. Null where one of them is missing. */
export function estimateChart(report: Report): EstimateChart | null {
  const { crossCheck, sla } = report
  const row = leadingRow(crossCheck)
  if (row === undefined || row.exactClient === null || row.estimate === null) return null
  const { quantile, bucket } = row
  const limit = sla
    .filter(({ during, request }) => during === null && request === undefined)
    .map(({ objective }) => parseObjective(objective))
    .find((objective) => objective?.kind === 'quantile' && objective.quantile === quantile)
  return {
    kind: 'estimate',
    quantile: quantileHeading(quantile),
    exact: liesAmongUnbounded(report, quantile) ? null : row.exactClient,
    estimate: row.estimate,
    bucket: bucket === null ? null : { lower: bucket.lower, upper: bucket.upper === '+Inf' ? null : bucket.upper },
    limit:
      limit?.kind === 'quantile'
        ? { label: `SLA ${formatDuration(limit.limitSeconds)}`, seconds: limit.limitSeconds }
        : null,
  }
}

/** Whether the quantile of the SLA's population lies among the requests that never ended. */
export function liesAmongUnbounded({ load }: Report, quantile: number): boolean {
  const { count, unboundedCount } = load.total.responseTime
  return count > 0 && nearestRank(quantile, count) > count - unboundedCount
}
