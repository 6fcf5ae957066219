// The history of one alert, and what is known about the data of its rule. Times are seconds of the run.

import type { AlertHistory, AlertState } from '../../core/run/alert.ts'
import type { EstimateAt, PrometheusRecord } from '../../core/run/prometheus-record.ts'

export interface AlertWatch {
  readonly history: AlertHistory
  /** When the rule was last evaluated: a later deadline was never reached. */
  readonly untilSeconds: number
  /** Whether the rule's estimate had a value anywhere in [from, to]. Undefined where the estimates of another rule were recorded. */
  readonly hadData: (fromSeconds: number, toSeconds: number) => boolean | undefined
  /** The same at the evaluation nearest to an instant. */
  readonly hadDataAt: (atSeconds: number) => boolean | undefined
}

export function watchAlert(history: AlertHistory, prometheus: PrometheusRecord): AlertWatch {
  const { estimates } = prometheus
  const last = estimates.at(-1)?.atSeconds ?? prometheus.snapshots.at(-1)?.atSeconds ?? 0
  const known = watchesEstimate(history, prometheus)
  const isBetween = (from: number, to: number) =>
    estimates.some(({ atSeconds, value }) => atSeconds >= from && atSeconds <= to && value !== null)
  return {
    history,
    untilSeconds: Math.max(last, history.transitions.at(-1)?.at ?? 0),
    hadData: (from, to) => (known ? isBetween(from, to) : undefined),
    hadDataAt: (at) => (known ? nearest(estimates, at).value !== null : undefined),
  }
}

function nearest(estimates: readonly EstimateAt[], atSeconds: number): EstimateAt {
  const distance = (estimate: EstimateAt) => Math.abs(estimate.atSeconds - atSeconds)
  return estimates.reduce((best, next) => (distance(next) < distance(best) ? next : best))
}

/** Whether the estimates that Prometheus recorded are the values that the rule compares. */
export function watchesEstimate({ watches }: AlertHistory, { estimate, estimates }: PrometheusRecord): boolean {
  return estimates.length > 0 && watches?.expression === estimate.expression
}

export function stateAt({ transitions }: AlertHistory, atSeconds: number): AlertState {
  return transitions.findLast(({ at }) => at <= atSeconds)?.state ?? 'inactive'
}
