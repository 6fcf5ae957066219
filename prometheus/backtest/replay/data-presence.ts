// Whether the series that a rule needs have samples where it reads them. A rule that was evaluated on nothing stayed
// silent, in Prometheus too, and its silence proves nothing.

import type { TimeSpan } from '../../../core/backtest/backtest.ts'
import type { Rule } from '../../alerting/rule-file.ts'
import type { VectorSelector } from '../../promql/expression/expression.ts'
import type { RecordedData } from '../record/recorded-data.ts'
import type { SampleColumn } from '../record/sample-column.ts'
import { missingFor } from './missing-series.ts'
import type { RuleSet } from './rule-set.ts'

interface Watched {
  readonly reachMs: number
  readonly aheadMs: number
  generation: number
  columns: readonly SampleColumn[]
  /** The column that had a sample the last time: it most likely has one now. */
  found: number
}

export class DataPresence {
  /** Evaluations at which a selector that the rule needs found no sample, from the first to the last of each stretch. */
  readonly without: TimeSpan[] = []
  readonly #rule: Rule
  readonly #rules: RuleSet
  readonly #data: RecordedData
  readonly #watched: ReadonlyMap<VectorSelector, Watched>
  #isWithout = false

  constructor(rule: Rule, rules: RuleSet, data: RecordedData) {
    this.#rule = rule
    this.#rules = rules
    this.#data = data
    const watched = new Map<VectorSelector, Watched>()
    for (const { selector, reachMs, aheadMs } of rules.needsOf(rule).reads)
      watched.set(selector, { reachMs, aheadMs, generation: -1, columns: [], found: 0 })
    this.#watched = watched
  }

  note(timestampMs: number): void {
    const missing = missingFor(this.#rule, this.#rules, (selector) => this.#hasSample(selector, timestampMs))
    const isWithout = missing.length > 0
    const last = this.without.at(-1)
    if (isWithout && this.#isWithout && last)
      this.without[this.without.length - 1] = { fromMs: last.fromMs, toMs: timestampMs }
    else if (isWithout) this.without.push({ fromMs: timestampMs, toMs: timestampMs })
    this.#isWithout = isWithout
  }

  #hasSample(selector: VectorSelector, timestampMs: number): boolean {
    const watched = this.#watched.get(selector)
    // What another rule writes is looked for through that rule.
    if (!watched) return false
    const { store, dialect } = this.#data
    if (watched.generation !== store.generation) {
      watched.columns = store.select(selector.matchers, dialect.regexDotAll)
      watched.generation = store.generation
      watched.found = 0
    }
    const [fromMs, toMs] = [timestampMs - watched.reachMs, timestampMs + watched.aheadMs]
    const last = watched.columns[watched.found]
    if (last && hasSampleIn(last, fromMs, toMs)) return true
    const found = watched.columns.findIndex((column) => hasSampleIn(column, fromMs, toMs))
    if (found >= 0) watched.found = found
    return found >= 0
  }
}

/** Both ends belong to it. */
function hasSampleIn(column: SampleColumn, fromMs: number, toMs: number): boolean {
  const position = Math.max(column.firstPosition, column.positionAfter(fromMs - 1))
  return position < column.endPosition && column.timeAt(position) <= toMs
}
