// The parts that a study of detection power is divided into. What a job comes to depends on the seed, on its variant and on
// its numbers alone, so that it is the same whichever thread does it, and in whatever order.

import type { TrafficTime } from '../../core/drill/power-curve.ts'

export interface TriedIncident {
  /** Of the requests. */
  readonly share: number
  /** Null where they fail. */
  readonly slowdown: number | null
  readonly durationSeconds: number
}

export type PowerJob = TrialsJob | QuietJob

/** Each trial is one of each of the incidents, all at the same instant of the same traffic. */
export interface TrialsJob {
  readonly kind: 'trials'
  /** The place of the setup. */
  readonly variant: number
  readonly traffic: TrafficTime
  readonly incidents: readonly TriedIncident[]
  /** None that is ever tried beside these is longer. */
  readonly longestSeconds: number
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
  /** For each incident, in their order: one for each alert of the setup, then one for any of them. */
  readonly incidents: readonly (readonly TrialsTally[])[]
  /** Why evaluations of each alert failed. */
  readonly failures: readonly (readonly string[])[]
}

export interface TrialsTally {
  /** From the beginning of the incident to the page, of the trials that had one. Seconds. */
  readonly delaysSeconds: readonly number[]
  /** Trials without one in which the alert fired already as the incident began. */
  readonly alreadyFiring: number
}

export interface QuietOutcome {
  readonly kind: 'quiet'
  /** One for each alert of the setup, then one for any of them. */
  readonly pages: readonly number[]
  readonly failures: readonly (readonly string[])[]
}

export type PowerOutcome = TrialsOutcome | QuietOutcome
