// The events that a live page receives during a run, as JSON on a stream. All events from the first one on give the
// whole picture. Seconds throughout.

import type { Verdict } from '../report/worst-verdict.ts'
import type { AlertState } from './alert.ts'
import type { LiveLimit, LivePhase, LiveStage } from './live-state.ts'

export type LiveEvent =
  | {
      readonly kind: 'begin'
      readonly scenarioName: string
      readonly question: string
      readonly phases: readonly LivePhase[]
      readonly plannedSeconds: number
      readonly slaLimits: readonly LiveLimit[]
    }
  /** A phase has begun; `index` into the phases. It may begin later than planned, because warm-up is drained first. */
  | { readonly kind: 'phase'; readonly index: number; readonly startSeconds: number }
  | { readonly kind: 'sample'; readonly sample: LiveSample }
  | { readonly kind: 'note'; readonly text: string }
  /** The run is judged, and its report can be fetched. */
  | { readonly kind: 'done'; readonly verdict: Verdict }

/** The run at one instant. A later sample of the same second replaces an earlier one. */
export interface LiveSample {
  readonly stage: LiveStage
  /** Since the start of the first phase. */
  readonly atSeconds: number
  readonly offeredRate: number
  readonly achievedRate: number
  /** Since the sample before, per second. */
  readonly errorRate: number
  readonly timeoutRate: number
  readonly offered: number
  readonly completed: number
  readonly failed: number
  /** Of the failed: those that got no connection in time. */
  readonly neverSent: number
  readonly inFlight: number
  readonly exactP95: LiveLatency
  /** Of the last second alone. */
  readonly slotP95: LiveLatency
  readonly estimatedP95Seconds: number | null
  readonly alerts: readonly { readonly name: string; readonly state: AlertState }[]
}

/** JSON has no infinity: `seconds` is null with `unbounded` where it lies among the requests that never ended. */
export interface LiveLatency {
  readonly seconds: number | null
  readonly unbounded: boolean
}
