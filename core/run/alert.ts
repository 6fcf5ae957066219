// Alert states over a run, and what a scenario expects of them.

export type AlertState = 'inactive' | 'pending' | 'firing'

/** The state of an alert from an instant on. `resolved` is a transition from firing to inactive. */
export interface AlertTransition {
  /** Seconds of the run. */
  readonly at: number
  readonly state: AlertState
  /** The rule expression's value at that evaluation; null where it returned nothing. */
  readonly value: number | null
}

/** One alert rule, watched: over all label sets, the furthest state (firing before pending before inactive). */
export interface AlertHistory {
  readonly name: string
  readonly expression: string
  readonly forSeconds: number
  readonly keepFiringForSeconds: number
  /** Starts with the state at the first evaluation. */
  readonly transitions: readonly AlertTransition[]
}

/** What an Alertmanager told about an alert, and when it arrived. */
export interface AlertNotification {
  readonly alert: string
  readonly status: 'firing' | 'resolved'
  /** Seconds of the run. */
  readonly at: number
  /** Since the evaluation that fired or resolved it. */
  readonly delaySeconds: number
}

/** A reference to the start of a phase, and how long after it at the latest. Seconds. */
export interface AlertDeadline {
  readonly after: string
  readonly withinSeconds: number
}

export type AlertExpectation =
  | { readonly alert: string; readonly kind: 'never' }
  | {
      readonly alert: string
      readonly kind: 'fires'
      readonly fires: AlertDeadline
      readonly resolves: AlertDeadline | null
    }
