// A rule file evaluated over all instants at once: stretch by stretch of some thousand instants, rule by rule, each over the
// whole stretch. The result is that of the ordinary evaluator bit for bit; what is not calculated in columns is left to it.
//
// What was scraped may come piece by piece, so that months take no more memory than what the rules look back on.

import type { Rule, RuleGroup } from '../alerting/rule-file.ts'
import { ColumnStore } from './column-store.ts'
import { evaluateInOrder } from './evaluate-in-order.ts'
import { type Evaluated, nothingEvaluated } from './expression/column-evaluator.ts'
import { ArrayPool, Instants } from './expression/instants.ts'
import { neededGroups, readBackSecondsOf } from './needed-rules.ts'
import { NotInColumnsError } from './not-in-columns.ts'
import { watchedConditions } from './note-condition.ts'
import { intervalMsOf, type RuleFileOutcome, type RuleFileRun } from './rule-file-run.ts'
import { RuleInColumns } from './rule-in-columns.ts'
import { ruleOrder } from './rule-order.ts'
import type { SeriesColumn } from './series-column.ts'

/** A column of so many numbers stays near the processor. */
export const STRETCH = 4096

/**
 * @param stretch how many instants are evaluated together
 * @param pool of one evaluation after another; its own where it is left out
 */
export function evaluateInColumns(run: RuleFileRun, stretch = STRETCH, pool?: ArrayPool): RuleFileOutcome {
  try {
    return new FileInColumns(
      run,
      { pieceMs: Number.POSITIVE_INFINITY, between: () => run.series },
      stretch,
      pool,
    ).evaluate()
  } catch (error) {
    if (error instanceof NotInColumnsError) return evaluateInOrder(run, error.because)
    throw error
  }
}

export interface ScrapedPieces {
  /** How much later each piece ends than the one before it. */
  readonly pieceMs: number
  /**
   * All samples between two instants, and what else is there. Valid until it is called again.
   * @param fromMs and untilMs: neither is ever before that of the call before
   */
  readonly between: (fromMs: number, untilMs: number) => readonly SeriesColumn[]
}

/**
 * @param pool as above
 * @throws NotInColumnsError where the file has to be evaluated instant by instant
 */
export function evaluateInPieces(
  run: Omit<RuleFileRun, 'series'>,
  scraped: ScrapedPieces,
  pool?: ArrayPool,
): RuleFileOutcome {
  return new FileInColumns(run, scraped, STRETCH, pool).evaluate()
}

interface Stretch {
  readonly instants: Instants
  readonly evaluated: Evaluated
}

interface GroupedRule {
  readonly group: RuleGroup
  readonly columns: RuleInColumns
}

class FileInColumns {
  readonly #run: Omit<RuleFileRun, 'series'>
  readonly #scraped: ScrapedPieces
  readonly #readBackMs: number
  /** The first instant at which some rule is evaluated, or before it. */
  readonly #fromMs: number
  readonly #stretchMs: number
  readonly #pool: ArrayPool
  /** Each after those whose series it reads. */
  readonly #rules: readonly GroupedRule[]
  readonly #ofFile: readonly Rule[]
  readonly #store: ColumnStore

  /** @throws NotInColumnsError where rules read one another in a circle */
  constructor(run: Omit<RuleFileRun, 'series'>, scraped: ScrapedPieces, stretch: number, pool?: ArrayPool) {
    this.#run = run
    this.#scraped = scraped
    const { firstMs, lastMs, alertsFromMs, recordsFromMs = firstMs } = run
    this.#fromMs = Math.max(firstMs, Math.min(alertsFromMs, recordsFromMs))
    const groups = neededGroups(run.ruleFile)
    const shortestMs = Math.min(...groups.map((group) => intervalMsOf(group, run)))
    const count = Math.max(1, Math.min(stretch, Math.ceil((lastMs - this.#fromMs) / shortestMs)))
    this.#stretchMs = count * shortestMs
    this.#readBackMs = 1e3 * readBackSecondsOf(groups)
    this.#pool = pool?.withLength(count) ?? new ArrayPool(count)
    const { ofFile, rules, read, scrapedAlone } = ruleOrder(groups)
    this.#ofFile = ofFile
    this.#store = new ColumnStore(run.dialect.regexDotAll)
    const shared = { store: this.#store, dialect: run.dialect, stepMs: run.intervalMs, scrapedAlone }
    const conditionOf = watchedConditions(run, this.#ofFile)
    const keptMs = Math.min(lastMs - this.#fromMs, this.#readBackMs + scraped.pieceMs + this.#stretchMs)
    this.#rules = rules.map((rule) => {
      const group = groups.find((each) => each.rules.includes(rule)) as RuleGroup
      const context = { ...shared, steps: new Map(), rank: this.#ofFile.indexOf(rule) }
      const mostInstants = Math.floor(keptMs / intervalMsOf(group, run)) + 1
      const condition = conditionOf(rule)
      const options = { rule, group, isRead: read.has(rule), mostInstants, context, condition, ofFile: this.#ofFile }
      return { group, columns: new RuleInColumns(options) }
    })
  }

  evaluate(): RuleFileOutcome {
    const { lastMs, alertsFromMs } = this.#run
    let pieceEndMs = Number.NEGATIVE_INFINITY
    for (let fromMs = this.#fromMs; fromMs <= lastMs; ) {
      if (fromMs >= pieceEndMs) pieceEndMs = this.#takePiece(fromMs)
      const usualEndMs = Math.min(fromMs + this.#stretchMs, pieceEndMs)
      const endMs = alertsFromMs > fromMs && alertsFromMs < usualEndMs ? alertsFromMs : usualEndMs
      this.#evaluateBetween(fromMs, endMs)
      fromMs = endMs
    }
    const inOrderOfFile = this.#rules.toSorted(
      (a, b) => this.#ofFile.indexOf(a.columns.rule) - this.#ofFile.indexOf(b.columns.rule),
    )
    return {
      alerts: inOrderOfFile.flatMap(({ columns }) => columns.outcome()),
      ordinary: inOrderOfFile.flatMap(({ columns }) => columns.ordinary),
      evaluations: this.#rules.reduce((sum, { columns }) => sum + columns.evaluations, 0),
    }
  }

  /** @returns where the next one begins */
  #takePiece(fromMs: number): number {
    const endMs = fromMs + this.#scraped.pieceMs
    const readFromMs = fromMs - this.#readBackMs
    this.#store.scrape(this.#scraped.between(readFromMs, Math.min(endMs, this.#run.lastMs)))
    this.#store.forgetBefore(readFromMs)
    return endMs
  }

  /** @param endMs the first instant of the next stretch */
  #evaluateBetween(fromMs: number, endMs: number): void {
    this.#pool.takeBack()
    this.#store.evaluatesBefore(endMs)
    const stretches = new Map<string, Stretch>()
    for (const { group, columns } of this.#rules) {
      if (columns.rule.kind === 'alerting' && fromMs < this.#run.alertsFromMs) continue
      const key = `${intervalMsOf(group, this.#run)} ${group.queryOffsetSeconds}`
      const stretch = stretches.get(key) ?? this.#stretch(group, fromMs, endMs)
      stretches.set(key, stretch)
      if (stretch.instants.count > 0) columns.evaluate(stretch.instants, stretch.evaluated)
    }
  }

  #stretch(group: RuleGroup, fromMs: number, endMs: number): Stretch {
    const { firstMs, lastMs } = this.#run
    const stepMs = intervalMsOf(group, this.#run)
    const queryOffsetMs = group.queryOffsetSeconds * 1e3
    const first = Math.ceil((fromMs - firstMs) / stepMs)
    const count = Math.max(
      0,
      Math.min(Math.ceil((endMs - firstMs) / stepMs), Math.floor((lastMs - firstMs) / stepMs) + 1) - first,
    )
    const queriedMs = this.#pool.floats(count).subarray(0, count)
    for (let i = 0; i < count; i++) queriedMs[i] = firstMs + (first + i) * stepMs - queryOffsetMs
    return { instants: new Instants(queriedMs, queryOffsetMs, this.#pool), evaluated: nothingEvaluated() }
  }
}
