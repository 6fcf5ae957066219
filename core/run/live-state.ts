// The state of a run at this instant: the harness fills it in each second and the live view draws it. Seconds throughout.
// Latencies may be Infinity (among the requests that never ended) and are null where there is nothing to say yet.

import type { AlertState } from './alert.ts'

/** Where the run is. */
export type LiveStage =
  /** The service starts, connections open, the baseline is scraped. */
  | { readonly kind: 'starting' }
  /** `index` into `phases`. */
  | { readonly kind: 'phase'; readonly index: number }
  /** Nothing is sent any more; the requests in flight are waited for. */
  | { readonly kind: 'draining' }
  /** The last scrapes and evaluations, the judgement, the files. */
  | { readonly kind: 'reporting' }

export interface LivePhase {
  readonly name: string
  readonly durationSeconds: number
  readonly measured: boolean
}

/** A limit of the P95. */
export interface LiveLimit {
  readonly seconds: number
  /** The phase in which it holds; null for all measured phases. */
  readonly phase: string | null
}

export interface LiveAlert {
  readonly name: string
  readonly state: AlertState
  /** How long it has been in that state. */
  readonly sinceSeconds: number
}

export interface LiveState {
  readonly scenarioName: string
  /** What the run is to answer; empty where the scenario has no question. */
  readonly question: string
  readonly phases: readonly LivePhase[]
  readonly stage: LiveStage
  /** Since the start of the first phase. */
  readonly elapsedSeconds: number
  /** The sum of the phases; waiting for alerts or for answers may take the run beyond it. */
  readonly plannedSeconds: number
  /** Arrivals of the last whole second. */
  readonly offeredRate: number
  /** Responses of the last whole second. */
  readonly achievedRate: number
  /** The planned rate at this instant; null in a closed loop. */
  readonly targetRate: number | null
  /** Since the start of the first phase. */
  readonly totals: {
    readonly offered: number
    readonly completed: number
    readonly errors: number
    readonly timeouts: number
    /** Of the timeouts: those that got no connection in time, so that the service never saw them. */
    readonly neverSent: number
    readonly inFlight: number
  }
  /** Of the last window, from the intended start. */
  readonly exactP95Seconds: number | null
  /** What the dashboard shows now. */
  readonly estimatedP95Seconds: number | null
  /** The P95 limits of the SLA. */
  readonly slaLimits: readonly LiveLimit[]
  /** Exact P95 of each of the last seconds, oldest first; for the sparkline. */
  readonly recentP95Seconds: readonly (number | null)[]
  readonly alerts: readonly LiveAlert[]
  /** What the reader should know now, newest last: a scrape that failed, a worker that was lost. */
  readonly notes: readonly string[]
}
