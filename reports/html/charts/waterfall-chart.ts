// The error of the estimate, part by part, from the client's exact quantile to the estimate of the histogram.
//
//   response time → service time: queueing delay at the client, before the request is sent
//   service time → exact time at the server: network, and queues before the handler
//   exact time at the server → estimate: interpolation inside the bucket

import type { CrossCheckRow } from '../../../core/report/report.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import type { WaterfallChart, WaterfallStep } from './chart-data.ts'

const PART_NAMES = {
  waiting: 'Queueing delay',
  vantage: 'Network and queues',
  interpolation: 'Interpolation',
  interpolationAndVantage: 'Interpolation with network and queues',
} as const

/** Null where no row has both an exact value and an estimate that can be compared. */
export function waterfallChart(rows: readonly CrossCheckRow[]): WaterfallChart | null {
  const quantiles = rows.flatMap((row) => {
    const steps = waterfallSteps(row)
    return steps === null ? [] : [{ name: quantileHeading(row.quantile), steps }]
  })
  return quantiles.length === 0 ? null : { kind: 'waterfall', quantiles }
}

function waterfallSteps({ exactClient, estimate, parts, comparable }: CrossCheckRow): WaterfallStep[] | null {
  if (exactClient === null || estimate === null || comparable === false) return null
  const steps: WaterfallStep[] = [
    { name: 'Exact, at the client', role: 'exact', fromSeconds: 0, toSeconds: exactClient },
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
