// Compares two evaluators of the same rules in the same run, transition by transition.

import type { AlertState } from './alert.ts'

export interface ComparedTransition {
  readonly alert: string
  readonly state: AlertState
  /** Seconds of the run; null where this evaluator saw no such transition. */
  readonly at: number | null
  readonly controlAt: number | null
  /** `controlAt` − `at`; null where one of them is. */
  readonly differenceSeconds: number | null
  readonly agrees: boolean
}

export interface EvaluatorAgreement {
  /** The second evaluator: `embedded`. */
  readonly control: string
  /** How far apart two transitions may be: one evaluation interval, because the two do not evaluate at the same instants. */
  readonly toleranceSeconds: number
  readonly agrees: boolean
  /** Alert by alert, in the order of time. */
  readonly transitions: readonly ComparedTransition[]
}
