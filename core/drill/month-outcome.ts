// What is kept of a simulated month once what every alert did in it is known: counts and instants, no series and no minutes,
// so that a thousand months fit beside one another.

import type { ConditionSeen } from '../condition-seen.ts'
import type { DrilledMonth, MonthFiring } from './drilled-month.ts'

export interface MonthOutcome {
  readonly name: string
  readonly kind: DrilledMonth['kind']
  readonly seed: number
  readonly requests: number
  readonly failed: number
  /** In the order of the month. */
  readonly incidents: readonly IncidentOutcome[]
  /** One for each alert that can be simulated, in their order. */
  readonly alerts: readonly MonthAlertOutcome[]
}

/** What became of the requests while an incident was on. */
export interface IncidentOutcome {
  readonly name: string
  readonly requests: number
  readonly failed: number
  /** Requests that each objective calls bad. */
  readonly bad: readonly number[]
}

export interface MonthAlertOutcome {
  /** One for each incident of the month. */
  readonly incidents: readonly SeenIncident[]
  /** Null in a month with incidents. */
  readonly quiet: QuietMonth | null
  readonly failures: readonly { readonly message: string; readonly evaluations: number }[]
  readonly condition: ConditionSeen
  /** Null where they were not asked for: an alert that flaps has tens of thousands. */
  readonly firings: readonly MonthFiring[] | null
}

/** What one alert did about one incident, whatever it does on other days. */
export interface SeenIncident {
  readonly incident: string
  readonly outcome: 'detected' | 'missed' | 'already-firing'
  /** From the beginning of the incident: a firing that begins in so long is taken for one of it. */
  readonly watchedSeconds: number
  readonly firingAfterSeconds: number | null
  readonly notifiedAfterSeconds: number | null
  /** Requests that each objective calls bad, until the page; all of the incident's where there is none. */
  readonly bad: readonly number[]
  readonly resolvedAfterSeconds: number | null
  readonly flaps: number
}

export interface QuietMonth {
  /** How often it fired, whether somebody was told or not. */
  readonly firings: number
  /** Instants at which somebody was told of it: many firings of one message are one page. */
  readonly pages: number
  readonly firingSeconds: number
  /** From the first evaluations to the end. */
  readonly alwaysFiring: boolean
  readonly flaps: number
}
