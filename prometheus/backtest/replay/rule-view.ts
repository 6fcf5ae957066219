// One instant of the record and of what the rules of one file have recorded: what their expressions are evaluated on.

import { type SampleToRecord, withLabels } from '../../alerting/evaluate-rules.ts'
import type { RecordingRule } from '../../alerting/rule-file.ts'
import { evaluate, type QueryResult } from '../../promql/evaluate/evaluate.ts'
import type { InstantSample } from '../../promql/evaluate/instant-sample.ts'
import { type Instant, LOOKBACK_MS, selectRanges } from '../../promql/evaluate/select-samples.ts'
import { StepBudget } from '../../promql/evaluate/subquery/step-budget.ts'
import { subquerySteps } from '../../promql/evaluate/subquery/subquery.ts'
import type { Expression, MatrixSelector, Subquery, VectorSelector } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { selectionsOf } from '../../promql/expression/parts.ts'
import { resultElements } from '../../promql/query.ts'
import { SeriesStore } from '../../scrape/series-store.ts'
import { compileMatcher } from '../../series/label-matcher.ts'
import type { LabelMatcher, Labels, Series, SeriesSource } from '../../series/series.ts'
import type { BoundedRange, BoundedSteps } from '../bounds/bounded-range.ts'
import { type BoundedSample, exactly } from '../bounds/bounded-sample.ts'
import type { BoundsContext } from '../bounds/bounds-context.ts'
import { evaluateBounds } from '../bounds/evaluate-bounds.ts'
import { partialBounds } from '../bounds/partial-bounds.ts'
import type { PartialBounds } from '../bounds/partial-histogram.ts'
import type { RecordedData } from '../record/recorded-data.ts'
import type { SampleColumn } from '../record/sample-column.ts'
import { BoundedStore } from './bounded-store.ts'
import { BucketLayouts } from './bucket-layouts.ts'
import type { RuleSet } from './rule-set.ts'
import { type StepMemory, SubquerySteps, seriesOfSteps } from './subquery-steps.ts'

interface Selection {
  readonly generation: number
  readonly columns: readonly SampleColumn[]
}

export class RuleView implements BoundsContext, SeriesSource {
  timestampMs = 0
  /** What rules recorded, as drawn. */
  readonly recordedAsDrawn: SeriesStore
  readonly recordedBounds: BoundedStore
  readonly #data: RecordedData
  readonly #rules: RuleSet
  readonly #replaced = new Map<Expression, Expression>()
  readonly #isBounded = new Map<Expression, boolean>()
  readonly #selections = new Map<string, Selection>()
  readonly #layouts: BucketLayouts
  readonly #subqueries: SubquerySteps
  readonly #boundedSteps: StepMemory<BoundedSample> = new Map()
  readonly #drawnStepsOf: StepMemory<InstantSample> = new Map()
  readonly #sharedTexts = new Map<Expression, string | null>()
  /** Of the evaluation. */
  #budget = new StepBudget()

  constructor(data: RecordedData, rules: RuleSet, retentionMs: number) {
    this.#data = data
    this.#rules = rules
    this.#layouts = new BucketLayouts(data, rules)
    this.#subqueries = new SubquerySteps((selector) => rules.isRecorded(selector))
    const { regexDotAll: dotAll, leftOpen } = data.dialect
    const retention = retentionMs + LOOKBACK_MS
    this.recordedAsDrawn = new SeriesStore({ retentionSeconds: retention / 1e3, dotAll })
    this.recordedBounds = new BoundedStore({ retentionMs: retention, dotAll, leftOpen })
  }

  get dialect() {
    return this.#data.dialect
  }

  /** @throws EvaluationError where Prometheus would fail */
  elementsAt(expression: Expression, timestampMs: number): readonly BoundedSample[] {
    this.timestampMs = timestampMs
    this.#budget = new StepBudget()
    const text = this.#sharedText(expression)
    if (text === null) return evaluateBounds(expression, this)
    return this.#data.resultAt(text, timestampMs, () => evaluateBounds(expression, this))
  }

  /** What Prometheus would return. @throws EvaluationError where it would fail */
  drawnAt(expression: Expression, timestampMs: number): readonly InstantSample[] {
    this.timestampMs = timestampMs
    this.#budget = new StepBudget()
    return resultElements(this.drawn(expression))
  }

  drawn(expression: Expression): QueryResult {
    const replaced =
      this.#replaced.get(expression) ??
      this.#subqueries.replacedIn(this.#data.parts.replaced(expression, (selector) => this.#rules.isRecorded(selector)))
    this.#replaced.set(expression, replaced)
    const samples = this.#data.parts.resultOf(replaced, this.timestampMs)
    if (samples) return { type: 'vector', samples }
    return evaluate(replaced, this, this.timestampMs, this.dialect, this.#rules.subqueryStepMs)
  }

  steps(subquery: Subquery): BoundedSteps | undefined {
    if (subquery.at !== null) return undefined
    const { startMs, endMs, instantsMs } = this.#stepsOf(subquery)
    const evaluate = (timestampMs: number) => this.#atStep(timestampMs, () => evaluateBounds(subquery.operand, this))
    return { startMs, endMs, steps: this.#subqueries.at(subquery, instantsMs, this.#boundedSteps, evaluate) }
  }

  isBounded(expression: Expression): boolean {
    const known = this.#isBounded.get(expression)
    if (known !== undefined) return known
    const found = this.#rules.isBounded(expression)
    this.#isBounded.set(expression, found)
    return found
  }

  select(matchers: readonly LabelMatcher[]): readonly Series[] {
    const part = this.#data.parts.select(matchers, this.timestampMs)
    if (part) return part
    const subquery = this.#subqueries.asked(matchers)
    if (subquery) return this.#drawnSteps(subquery)
    const recorded = this.recordedAsDrawn.select(matchers)
    const columns = this.#columns(matchers)
    return recorded.length === 0 ? columns : [...columns, ...recorded]
  }

  /** Series of which no rule records bounds are known exactly. */
  recorded(selector: VectorSelector): readonly BoundedSample[] {
    const others = resultElements(this.drawn(selector)).filter(({ labels }) => !this.recordedBounds.has(labels))
    return [...this.recordedBounds.instant(selector, this.timestampMs), ...others.map(exactly)]
  }

  recordedRanges(selector: MatrixSelector): readonly BoundedRange[] {
    const { timestampMs } = this
    const exact = selectRanges(selector, this.#instant)
    const others = exact.filter(({ labels }) => !this.recordedBounds.has(labels))
    return [
      ...this.recordedBounds.ranges(selector, timestampMs),
      ...others.map(({ labels, samples, startMs, endMs }) => ({
        labels,
        points: samples.map(({ timestampMs: at, value }) => ({
          timestampMs: at,
          drawn: value,
          low: value,
          high: value,
          surely: true,
        })),
        startMs,
        endMs,
      })),
    ]
  }

  hasOneLayout(expression: Expression): boolean {
    return this.#layouts.hasOneLayout(expression)
  }

  partialIn(expression: Expression): PartialBounds {
    return this.#layouts.partialIn(expression, this.timestampMs)
  }

  /** Is told what a rule recorded at this instant, so that readers know which of its buckets do not count everything. */
  noteBuckets(rule: RecordingRule, expression: Expression, samples: readonly SampleToRecord[]): void {
    if (this.isBounded(expression) || !samples.some(({ labels }) => Object.hasOwn(labels, 'le'))) return
    const recordedLabels = (labels: Labels) => withLabels(labels, Object.entries(rule.labels))
    this.#layouts.note(rule, partialBounds(expression, this), recordedLabels, this.timestampMs)
  }

  notFollowed(expression: Expression, reason: string): void {
    const text = formatExpression(expression)
    this.#data.notFollowed.set(`${text}\n${reason}`, { expression: text, reason })
  }

  /** Of an expression whose result is the same under all variants of the rules; null where it is not. */
  #sharedText(expression: Expression): string | null {
    const known = this.#sharedTexts.get(expression)
    if (known !== undefined) return known
    const isShared = selectionsOf(expression).every(({ selector }) => this.#rules.isRecorded(selector))
    const text = isShared ? formatExpression(expression) : null
    this.#sharedTexts.set(expression, text)
    return text
  }

  #drawnSteps(subquery: Subquery): readonly Series[] {
    const evaluate = (timestampMs: number) =>
      this.#atStep(timestampMs, () => resultElements(this.drawn(subquery.operand)))
    return seriesOfSteps(
      this.#subqueries.at(subquery, this.#stepsOf(subquery).instantsMs, this.#drawnStepsOf, evaluate),
    )
  }

  #stepsOf(subquery: Subquery) {
    const { startMs, endMs, firstMs, stepMs, count } = subquerySteps(subquery, this.#instant)
    return { startMs, endMs, instantsMs: Array.from({ length: count }, (_, i) => firstMs + i * stepMs) }
  }

  get #instant(): Instant {
    const { timestampMs, dialect } = this
    const { subqueryStepMs } = this.#rules
    return { source: this, timestampMs, queriedAtMs: timestampMs, dialect, subqueryStepMs, budget: this.#budget }
  }

  #atStep<Result>(timestampMs: number, evaluateThere: () => Result): Result {
    const before = this.timestampMs
    this.timestampMs = timestampMs
    try {
      return evaluateThere()
    } finally {
      this.timestampMs = before
    }
  }

  /** Those of the record, without those that a rule of the file writes. */
  #columns(matchers: readonly LabelMatcher[]): readonly SampleColumn[] {
    const { store } = this.#data
    const key = JSON.stringify(matchers)
    const known = this.#selections.get(key)
    if (known?.generation === store.generation) return known.columns
    const columns = store
      .select(matchers.map(compileMatcher), this.dialect.regexDotAll)
      .filter(({ labels }) => !this.#rules.isWritten(labels))
    this.#selections.set(key, { generation: store.generation, columns })
    return columns
  }
}
