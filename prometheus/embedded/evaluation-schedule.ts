// The evaluations of a run: the rule groups, each on its own interval, and the moving estimate.

import type { EstimateAt } from '../../core/run/prometheus-record.ts'
import type { RuleFile, RuleGroup } from '../alerting/rule-file.ts'
import type { RuleJournal } from '../alerting/rule-manager.ts'
import { type RunTime, secondOfRun } from '../observation/run-time.ts'
import type { WatchedEstimate } from '../observation/watched-estimate.ts'
import { EvaluationError } from '../promql/evaluate/evaluation-error.ts'
import { type Query, resultElements } from '../promql/query.ts'
import { times } from './times.ts'

export interface EvaluationsOptions {
  readonly ruleFile: RuleFile | null
  readonly intervalSeconds: number
  readonly watched: WatchedEstimate
  readonly query: Query
  readonly rules: RuleJournal
}

export class Evaluations {
  readonly #options: EvaluationsOptions
  readonly #estimates: EstimateAt[] = []
  /** Why the estimate could not be evaluated, and how often. */
  readonly #failures = new Map<string, number>()

  constructor(options: EvaluationsOptions) {
    this.#options = options
  }

  get estimates(): readonly EstimateAt[] {
    return this.#estimates
  }

  /** Every interval that some group or the estimate is evaluated at. Seconds. */
  get intervals(): readonly number[] {
    const { ruleFile, intervalSeconds } = this.#options
    const own = (ruleFile?.groups ?? []).flatMap((group) => group.intervalSeconds ?? [])
    return [...new Set([intervalSeconds, ...own])]
  }

  /** One evaluation of whatever has that interval; of everything where none is named. */
  evaluate(time: RunTime, timestampMs: number, interval?: number): void {
    const { ruleFile, intervalSeconds, rules } = this.#options
    const atSeconds = secondOfRun(time, timestampMs)
    const isDue = (group: RuleGroup) =>
      interval === undefined || (group.intervalSeconds ?? intervalSeconds) === interval
    for (const group of ruleFile?.groups ?? []) if (isDue(group)) rules.evaluate(group, timestampMs, atSeconds)
    if (interval === undefined || interval === intervalSeconds)
      this.#estimates.push({ atSeconds, value: this.#estimate(timestampMs) })
  }

  problems(): string[] {
    return [...this.#failures].map(
      ([reason, count]) => `the estimate could not be evaluated: ${reason} (${times(count)})`,
    )
  }

  /** Of several label sets the largest: the one that an alert would see first. */
  #estimate(timestampMs: number): number | null {
    const { query, watched } = this.#options
    try {
      const values = resultElements(query(watched.expression, timestampMs)).map(({ value }) => value)
      const numbers = values.filter((value) => !Number.isNaN(value))
      return numbers.length === 0 ? null : Math.max(...numbers)
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error
      this.#failures.set(error.message, (this.#failures.get(error.message) ?? 0) + 1)
      return null
    }
  }
}
