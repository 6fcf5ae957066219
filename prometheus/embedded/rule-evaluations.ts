// What one evaluation does, at whatever instant: the rule groups that are due, and the moving estimate. It knows no clock:
// a run's monitor calls it on the grids of its intervals (run-evaluations.ts), the simulation in virtual time.

import type { EstimateAt } from '../../core/run/prometheus-record.ts'
import { times } from '../../core/text/plural.ts'
import type { EvidenceLog } from '../alerting/evidence/evidence-log.ts'
import type { RuleFile, RuleGroup } from '../alerting/rule-file.ts'
import type { RuleManager } from '../alerting/rule-manager.ts'
import type { WatchedEstimate } from '../observation/watched-estimate.ts'
import { EvaluationError } from '../promql/evaluate/evaluation-error.ts'
import { type Query, resultElements } from '../promql/query.ts'

export interface RuleEvaluationsOptions {
  readonly ruleFile: RuleFile | null
  /** Of the estimate, and of groups that name none. */
  readonly intervalSeconds: number
  readonly watched: WatchedEstimate
  readonly query: Query
  readonly ruleManager: RuleManager
  readonly evidence: EvidenceLog
}

const LARGEST_OFFSET_SECONDS = 0.1

export class RuleEvaluations {
  readonly #options: RuleEvaluationsOptions
  readonly #estimates: EstimateAt[] = []
  /** Why the estimate could not be evaluated, and how often. */
  readonly #failures = new Map<string, number>()

  constructor(options: RuleEvaluationsOptions) {
    this.#options = options
  }

  get estimates(): readonly EstimateAt[] {
    return this.#estimates
  }

  /** Every interval on which some group or the estimate is evaluated. Seconds. */
  get intervals(): readonly number[] {
    const { ruleFile, intervalSeconds } = this.#options
    const own = (ruleFile?.groups ?? []).flatMap((group) => group.intervalSeconds ?? [])
    return [...new Set([intervalSeconds, ...own])]
  }

  /** How long after the ticks of the scrapes evaluations lie. Seconds. */
  get offsetSeconds(): number {
    return Math.min(LARGEST_OFFSET_SECONDS, this.#options.intervalSeconds / 10)
  }

  /** One evaluation of whatever has that interval. @param atSeconds of the run */
  evaluate(timestampMs: number, atSeconds: number, interval: number): void {
    const { ruleFile, intervalSeconds, ruleManager, evidence } = this.#options
    const isDue = (group: RuleGroup) => (group.intervalSeconds ?? intervalSeconds) === interval
    for (const group of ruleFile?.groups ?? []) {
      if (!isDue(group)) continue
      const failures = ruleManager.evaluate(group, timestampMs, atSeconds)
      evidence.evaluate(group, timestampMs, atSeconds, failures)
    }
    if (interval === intervalSeconds) this.#estimates.push({ atSeconds, value: this.#estimate(timestampMs) })
  }

  problems(): string[] {
    return [...this.#failures].map(
      ([reason, count]) => `the estimate could not be evaluated: ${reason} (${times(count)})`,
    )
  }

  /** The largest value over all label sets: an alert sees that one first. */
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
