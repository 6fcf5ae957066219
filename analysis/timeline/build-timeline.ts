// The run second by second: offered and completed requests, exact quantiles, and the estimate of the dashboard.
//
// `window` holds exact quantiles over the range of the rule. Slots are kept by intended start, so the window contains the
// requests that were scheduled in (end − range, end], not those that ended in it; the two differ by one response time at
// each end. Requests that never ended count at +∞ here too.

import { type LatencyCounts, latencyQuantile } from '../../core/latency/latency-counts.ts'
import { finiteOrNull } from '../../core/latency/latency-summary.ts'
import type { TimelineRow } from '../../core/report/report.ts'
import {
  type LoadResult,
  type LoadSlot,
  type PhaseWindow,
  slaLatencies,
  sumAccounting,
} from '../../core/run/load-result.ts'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'
import { stateAt } from '../alerts/alert-watch.ts'
import { SlidingLatencies } from './sliding-latencies.ts'

// The range where no rule defines one.
const DEFAULT_RANGE_SECONDS = 60

export function buildTimeline(load: LoadResult, prometheus: PrometheusRecord | null): TimelineRow[] {
  const seconds = slotsBySecond(load, lengthSeconds(load, prometheus))
  const latencies = seconds.map((slots) => slaLatencies(slots, 'responseTime'))
  const windows = windowQuantiles(latencies, prometheus?.estimate.rangeSeconds ?? DEFAULT_RANGE_SECONDS)
  const estimates = estimatesByEnd(prometheus, seconds.length)
  return seconds.map((slots, second) => {
    const { offered, errors, timeouts } = sumAccounting(slots)
    return {
      second,
      phase: phaseIn(load.phases, second),
      offered,
      completed: load.completionsPerSecond[second] ?? 0,
      errors,
      timeouts,
      slot: quantiles((quantile) => latencyQuantile(latencies[second] as LatencyCounts, quantile)),
      window: windows[second] as TimelineRow['window'],
      estimate: estimates[second] ?? null,
      alerts: Object.fromEntries((prometheus?.alerts ?? []).map((alert) => [alert.name, stateAt(alert, second + 1)])),
    }
  })
}

/** Up to the end of the load, or to the last evaluation after it. */
function lengthSeconds({ endSeconds, slots }: LoadResult, prometheus: PrometheusRecord | null): number {
  const lastDue = slots.reduce((most, { second }) => Math.max(most, second + 1), 0)
  return Math.ceil(Math.max(endSeconds, lastDue, prometheus?.estimates.at(-1)?.atSeconds ?? 0))
}

function slotsBySecond({ slots }: LoadResult, length: number): LoadSlot[][] {
  const seconds: LoadSlot[][] = Array.from({ length }, () => [])
  for (const slot of slots) seconds[slot.second]?.push(slot)
  return seconds
}

function windowQuantiles(latencies: readonly LatencyCounts[], rangeSeconds: number): TimelineRow['window'][] {
  const window = new SlidingLatencies(latencies)
  const length = Math.max(1, Math.round(rangeSeconds))
  return latencies.map((latest, second) => {
    const leaving = latencies[second - length]
    if (leaving) window.remove(leaving)
    window.add(latest)
    return quantiles((quantile) => window.quantile(quantile))
  })
}

function quantiles(quantile: (q: number) => number): TimelineRow['slot'] {
  return {
    p50: finiteOrNull(quantile(0.5)),
    p95: finiteOrNull(quantile(0.95)),
    p99: finiteOrNull(quantile(0.99)),
  }
}

/** The value of the last evaluation before the end of each second. */
function estimatesByEnd(prometheus: PrometheusRecord | null, length: number): (number | null)[] {
  const estimates = prometheus?.estimates ?? []
  let next = 0
  return Array.from({ length }, (_, second) => {
    while ((estimates[next]?.atSeconds ?? Number.POSITIVE_INFINITY) <= second + 1) next++
    return estimates[next - 1]?.value ?? null
  })
}

/** The phase at the middle of a second; null between phases and after the last phase. */
function phaseIn(phases: readonly PhaseWindow[], second: number): string | null {
  const middle = second + 0.5
  return phases.find(({ startSeconds, endSeconds }) => startSeconds <= middle && middle < endSeconds)?.name ?? null
}
