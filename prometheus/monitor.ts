// What every witness is given, whoever scrapes and evaluates.

import type { Clock } from '../core/clock.ts'
import type { RuleFile } from './alerting/rule-file.ts'

export interface WitnessOptions {
  /** Without `_bucket`. */
  readonly histogram: string
  /** A PromQL selector's matchers with their braces, or nothing. */
  readonly match: string
  readonly ruleFile: RuleFile | null
  readonly scrapeIntervalSeconds: number
  readonly evaluationIntervalSeconds: number
  /** The quantile of the estimate where no rule takes one. */
  readonly fallbackQuantile: number
  /** The alerts that the run is about: the estimate is that of the first of them. */
  readonly watchedAlerts?: readonly string[]
  readonly clock: Clock
}
