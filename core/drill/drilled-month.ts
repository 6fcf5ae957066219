// What was seen of one simulated month, before it is judged. Seconds of the month.

import type { ConditionSeen } from '../condition-seen.ts'
import type { DrillIncident } from './drill-incident.ts'

export interface DrilledMonth {
  readonly name: string
  readonly kind: 'quiet' | 'incidents'
  readonly seed: number
  /** None in a quiet month. */
  readonly incidents: readonly DrillIncident[]
  readonly minutes: MonthMinutes
  /** One for each alert that can be simulated, in their order. */
  readonly alerts: readonly MonthAlert[]
}

/** What became of the requests, minute by minute. */
export interface MonthMinutes {
  readonly requests: Float64Array
  /** Answered with an error, reset, or never answered. */
  readonly failed: Float64Array
  /** By bound in seconds: those that took longer or were never answered. */
  readonly slower: ReadonlyMap<number, Float64Array>
}

export interface MonthAlert {
  /** Of the requests that it is about. Absent: those of the month. */
  readonly minutes?: MonthMinutes
  /** In the order in which they began. */
  readonly firings: readonly MonthFiring[]
  readonly failures: readonly { readonly message: string; readonly evaluations: number }[]
  readonly condition: ConditionSeen
}

/** One firing of one label set. */
export interface MonthFiring {
  readonly labels: Readonly<Record<string, string>>
  readonly pendingSeconds: number
  readonly fromSeconds: number
  /** Null where it fired to the end. */
  readonly toSeconds: number | null
  /** When somebody was told; null where nobody was. */
  readonly notifiedSeconds: number | null
}
