// The percentile curves of one run, with the limits that its SLA sets on quantiles of the whole run.

import { quantileLabel } from '../../../core/latency/quantile.ts'
import type { Report } from '../../../core/report/report.ts'
import type { CurveKind, ReportDetails } from '../../../core/report/report-details.ts'
import { parseObjective } from '../../../core/scenario/parse-objective.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import type { PercentileChart } from './chart-data.ts'

const CURVE_NAMES: Readonly<Record<CurveKind, string>> = {
  responseTime: 'Response time',
  answeredResponseTime: 'Response, answers only',
  serviceTime: 'Service time',
  serverTime: 'Server, exact',
  estimate: 'Histogram estimate',
}

/** What each curve measures, for the key. */
export const CURVE_MEANINGS: Readonly<Record<CurveKind, string>> = {
  responseTime: 'from when the request was due: what users feel',
  answeredResponseTime: 'errors included, requests that never ended left out',
  serviceTime: 'from when the request was sent: what a closed-loop tool reports',
  serverTime: "the handler's own time, every observation kept",
  estimate: 'histogram_quantile of the buckets',
}

/** Null where nothing was measured. */
export function percentileChart(report: Report, { percentiles }: ReportDetails): PercentileChart | null {
  if (percentiles.curves.length === 0 || percentiles.quantiles.length < 2) return null
  return {
    kind: 'percentiles',
    quantiles: percentiles.quantiles,
    curves: percentiles.curves.map(({ kind, seconds }) => ({
      name: CURVE_NAMES[kind],
      style: kind,
      seconds,
      ...(kind === 'responseTime' ? unboundedFrom(report) : {}),
    })),
    limits: report.sla.flatMap(({ objective: text, during, request }) => {
      const objective = during === null && request === undefined ? parseObjective(text) : undefined
      if (objective?.kind !== 'quantile') return []
      const { quantile, limitSeconds: seconds } = objective
      return [{ label: `SLA ${quantileLabel(quantile)} < ${formatDuration(seconds)}`, quantile, seconds }]
    }),
  }
}

function unboundedFrom({ load }: Report): { readonly unboundedFrom?: number } {
  const { count, unboundedCount } = load.total.responseTime
  return unboundedCount === 0 ? {} : { unboundedFrom: 1 - unboundedCount / count }
}
