// The evaluations of a run: the rule groups, each on its own interval, and the moving estimate.
//
// Evaluations lie a little after the ticks of the scrapes, for rule groups have an offset in Prometheus too; one that
// comes due during a scrape waits for it. So an evaluation sees every scrape with an earlier timestamp, and the same
// samples replayed give the same results.

import type { Clock } from '../../core/clock.ts'
import type { EstimateAt } from '../../core/run/prometheus-record.ts'
import { times } from '../../core/text/plural.ts'
import type { EvidenceLog } from '../alerting/evidence/evidence-log.ts'
import type { RuleFile, RuleGroup } from '../alerting/rule-file.ts'
import type { RuleManager } from '../alerting/rule-manager.ts'
import { type RunTime, secondOfRun, timestampOf } from '../observation/run-time.ts'
import type { WatchedEstimate } from '../observation/watched-estimate.ts'
import { EvaluationError } from '../promql/evaluate/evaluation-error.ts'
import { type Query, resultElements } from '../promql/query.ts'
import { runOnGrid } from './run-on-grid.ts'

export interface EvaluationScheduleOptions {
  readonly ruleFile: RuleFile | null
  readonly intervalSeconds: number
  readonly watched: WatchedEstimate
  readonly query: Query
  readonly ruleManager: RuleManager
  readonly evidence: EvidenceLog
  readonly clock: Clock
}

const LARGEST_OFFSET_SECONDS = 0.1

export class EvaluationSchedule {
  readonly #options: EvaluationScheduleOptions
  readonly #estimates: EstimateAt[] = []
  /** Why the estimate could not be evaluated, and how often. */
  readonly #failures = new Map<string, number>()

  constructor(options: EvaluationScheduleOptions) {
    this.#options = options
  }

  get estimates(): readonly EstimateAt[] {
    return this.#estimates
  }

  /**
   * Evaluates on the grids of all intervals until the signal is aborted.
   * @param scrapesInProgress settles once they have ended
   * @returns how many ticks were skipped
   */
  async run(time: RunTime, signal: AbortSignal, scrapesInProgress: () => Promise<void>): Promise<number> {
    const { intervalSeconds, clock } = this.#options
    const firstSeconds = time.startSeconds + Math.min(LARGEST_OFFSET_SECONDS, intervalSeconds / 10)
    const skipped = await Promise.all(
      this.#intervals().map((interval) =>
        runOnGrid({ firstSeconds, intervalSeconds: interval }, clock, signal, async (tickSeconds) => {
          await scrapesInProgress()
          if (!signal.aborted) this.#evaluate(time, timestampOf(time, tickSeconds), interval)
        }),
      ),
    )
    return skipped.reduce((sum, ticks) => sum + ticks, 0)
  }

  problems(): string[] {
    return [...this.#failures].map(
      ([reason, count]) => `the estimate could not be evaluated: ${reason} (${times(count)})`,
    )
  }

  /** Every interval on which some group or the estimate is evaluated. Seconds. */
  #intervals(): readonly number[] {
    const { ruleFile, intervalSeconds } = this.#options
    const own = (ruleFile?.groups ?? []).flatMap((group) => group.intervalSeconds ?? [])
    return [...new Set([intervalSeconds, ...own])]
  }

  /** One evaluation of whatever has that interval. */
  #evaluate(time: RunTime, timestampMs: number, interval: number): void {
    const { ruleFile, intervalSeconds, ruleManager, evidence } = this.#options
    const atSeconds = secondOfRun(time, timestampMs)
    const isDue = (group: RuleGroup) => (group.intervalSeconds ?? intervalSeconds) === interval
    for (const group of ruleFile?.groups ?? []) {
      if (!isDue(group)) continue
      const failures = ruleManager.evaluate(group, timestampMs, atSeconds)
      evidence.evaluate(group, timestampMs, atSeconds, failures)
    }
    if (interval === intervalSeconds) this.#estimates.push({ atSeconds, value: this.#estimate(timestampMs) })
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
