// The error of the estimate, cause by cause: it begins at what users felt and ends at what the histogram says.
//
//   response time → service time: the waiting that nobody but the client sees
//   service time → server, exact: the vantage, network and queues before the handler
//   server, exact → estimate: the interpolation inside the bucket

import type { CrossCheckRow } from '../../../core/report/report.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import type { WaterfallChart, WaterfallStep } from './chart-data.ts'

export const PART_NAMES = {
  waiting: 'Waiting to be sent',
  vantage: 'Vantage: network, queues',
  interpolation: 'Interpolation',
  interpolationAndVantage: 'Interpolation and vantage',
} as const

/** Null where no row can be decomposed. */
export function waterfallChart(rows: readonly CrossCheckRow[]): WaterfallChart | null {
  const quantiles = rows.flatMap((row) => {
    const steps = waterfallSteps(row)
    return steps === null ? [] : [{ name: quantileHeading(row.quantile), steps }]
  })
  return quantiles.length === 0 ? null : { kind: 'waterfall', quantiles }
}

export function waterfallSteps({ exactClient, estimate, parts }: CrossCheckRow): WaterfallStep[] | null {
  if (exactClient === null || estimate === null) return null
  const steps: WaterfallStep[] = [
    { name: 'Exact, as users felt it', role: 'exact', fromSeconds: 0, toSeconds: exactClient },
  ]
  let at = exactClient
  for (const key of ['waiting', 'vantage', 'interpolation', 'interpolationAndVantage'] as const) {
    const seconds = parts[key]
    if (seconds === null) continue
    steps.push({ name: PART_NAMES[key], role: 'part', fromSeconds: at, toSeconds: at + seconds })
    at += seconds
  }
  return [...steps, { name: 'Estimate', role: 'estimate', fromSeconds: 0, toSeconds: estimate }]
}
