// What a check of the rules found, with the series of the target at hand.

export interface RuleFinding {
  /** The name of the alert, or of the recorded series. */
  readonly rule: string
  /** In the rule file, from 1. */
  readonly line: number
  /** `error`: the rule can never work as intended. `warning`: it may do something other than it seems to. */
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** Whether the value of the rule says nothing about the service: a misused histogram_quantile. */
  readonly meaningless: boolean
  /** Whether the alert can never fire, however slow the service is. */
  readonly impossible?: boolean
  /** The alerts whose condition the rule is, or reads. */
  readonly alerts: readonly string[]
}
