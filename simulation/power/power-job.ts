// The parts that a study of detection power is divided into. What a job comes to depends on the seed, on its variant and on
// its numbers alone, so that it is the same whichever thread does it, and in whatever order.

import type { TrafficTime } from '../../core/drill/power-curve.ts'

export interface TriedIncident {
  /** Of the requests. */
  readonly share: number
  /** Null where they fail. */
  readonly slowdown: number | null
  readonly durationSeconds: number
  readonly traffic: TrafficTime
}

export type PowerJob = TrialsJob | QuietJob

export interface TrialsJob {
  readonly kind: 'trials'
  /** The place of the setup. */
  readonly variant: number
  readonly incident: TriedIncident
  /** Counts a page that comes within so many seconds of the beginning; null for any that comes of it. */
  readonly withinSeconds: number | null
  readonly firstTrial: number
  readonly trials: number
}

export interface QuietJob {
  readonly kind: 'quiet'
  readonly variant: number
  /** Stretches of quiet time, each of so many weeks. */
  readonly stretch: number
  readonly weeks: number
}

export interface TrialsOutcome {
  readonly kind: 'trials'
  /** One for each alert of the setup, then one for any of them. */
  readonly alerts: readonly {
    /** From the beginning of the incident to the page, of the trials that had one. Seconds. */
    readonly delaysSeconds: readonly number[]
    readonly alreadyFiring: number
  }[]
  /** Why evaluations of each alert failed. */
  readonly failures: readonly (readonly string[])[]
}

export interface QuietOutcome {
  readonly kind: 'quiet'
  /** One for each alert of the setup, then one for any of them. */
  readonly pages: readonly number[]
  readonly failures: readonly (readonly string[])[]
}

export type PowerOutcome = TrialsOutcome | QuietOutcome
