// The run second by second: what was offered, what came back, what was exact, what the dashboard showed.
//
// `window` is exact over the seconds that the rule's range looks back on. Slots are kept by intended start, so it
// holds the requests that were due in (end − range, end], not those that ended in it: the two differ by one response
// time at each end. Those that never ended count at +∞ there as well.

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

// Where no rule says how far it looks back.
const DEFAULT_RANGE_SECONDS = 60

export function buildTimeline(load: LoadResult, witness: PrometheusRecord | null): TimelineRow[] {
  const seconds = slotsBySecond(load, lengthSeconds(load, witness))
  const latencies = seconds.map((slots) => slaLatencies(slots, 'responseTime'))
  const windows = windowQuantiles(latencies, witness?.estimate.rangeSeconds ?? DEFAULT_RANGE_SECONDS)
  const estimates = estimatesByEnd(witness, seconds.length)
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
      alerts: Object.fromEntries((witness?.alerts ?? []).map((alert) => [alert.name, stateAt(alert, second + 1)])),
    }
  })
}

/** To the end of the load, or of what was evaluated after it. */
function lengthSeconds({ endSeconds, slots }: LoadResult, witness: PrometheusRecord | null): number {
  const lastDue = slots.reduce((most, { second }) => Math.max(most, second + 1), 0)
  return Math.ceil(Math.max(endSeconds, lastDue, witness?.estimates.at(-1)?.atSeconds ?? 0))
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

/** What the last evaluation before the end of each second gave. */
function estimatesByEnd(witness: PrometheusRecord | null, length: number): (number | null)[] {
  const estimates = witness?.estimates ?? []
  let next = 0
  return Array.from({ length }, (_, second) => {
    while ((estimates[next]?.atSeconds ?? Number.POSITIVE_INFINITY) <= second + 1) next++
    return estimates[next - 1]?.value ?? null
  })
}

/** The phase that holds the middle of a second; null between phases, and after the last one. */
function phaseIn(phases: readonly PhaseWindow[], second: number): string | null {
  const middle = second + 0.5
  return phases.find(({ startSeconds, endSeconds }) => startSeconds <= middle && middle < endSeconds)?.name ?? null
}
