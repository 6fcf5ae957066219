// The percentile curves of a run: response time, service time, the server's record, and the histogram's estimate.
// Seconds over one grid of quantiles.

import { histogramQuantile } from '../../core/histogram/histogram-quantile.ts'
import type { HistogramSnapshot } from '../../core/histogram/histogram-snapshot.ts'
import { type LatencyCounts, latencyQuantile, totalCount } from '../../core/latency/latency-counts.ts'
import type { CurveKind, PercentileCurve, PercentileCurves } from '../../core/report/report-details.ts'
import { percentileGrid } from './percentile-grid.ts'
import { plotted } from './plotted.ts'

export interface MeasuredPopulations {
  /** The population of the SLA: requests that never ended are included. */
  readonly responseTime: LatencyCounts
  /** The population of the cross-check: every response read whole. */
  readonly answeredResponseTime: LatencyCounts
  readonly serviceTime: LatencyCounts
  readonly serverTime: LatencyCounts | null
  readonly histogram: HistogramSnapshot | null
}

export function percentileCurves(populations: MeasuredPopulations): PercentileCurves {
  const { responseTime, answeredResponseTime, serviceTime, serverTime, histogram } = populations
  const most = Math.max(...[responseTime, answeredResponseTime].map(totalCount), histogram?.count ?? 0)
  const quantiles = percentileGrid(most)
  const exact = (kind: CurveKind, latencies: LatencyCounts): PercentileCurve =>
    curve(kind, quantiles, totalCount(latencies), (quantile) => latencyQuantile(latencies, quantile))
  const curves = [
    exact('responseTime', responseTime),
    ...(samePopulation(responseTime, answeredResponseTime)
      ? []
      : [exact('answeredResponseTime', answeredResponseTime)]),
    exact('serviceTime', serviceTime),
    ...(serverTime === null ? [] : [exact('serverTime', serverTime)]),
    ...(histogram === null
      ? []
      : [curve('estimate', quantiles, histogram.count, (quantile) => histogramQuantile(quantile, histogram.buckets))]),
  ]
  return { quantiles, curves: curves.filter(({ count }) => count > 0) }
}

// The two differ only by error responses and by requests that never ended. Sums of the same latencies may differ in their
// last digits.
function samePopulation(a: LatencyCounts, b: LatencyCounts): boolean {
  const sumsDiffer = Math.abs(a.sumSeconds - b.sumSeconds) > 1e-9 * a.sumSeconds
  return totalCount(a) === totalCount(b) && a.unbounded === b.unbounded && !sumsDiffer
}

function curve(
  kind: CurveKind,
  quantiles: readonly number[],
  count: number,
  at: (quantile: number) => number,
): PercentileCurve {
  // Above 1 − 1/count only the largest observation is left, and the curve would be a level line.
  const last = 1 - 1 / count + 1e-9
  return { kind, count, seconds: quantiles.map((quantile) => (quantile > last ? null : plotted(at(quantile)))) }
}
