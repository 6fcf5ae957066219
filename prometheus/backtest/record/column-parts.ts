// The parts of expressions that are calculated straight from columns of samples, with the results that the evaluator of
// PromQL gives: instant selectors, `rate`, `increase` and `delta` of a selector, and aggregations of these. A rule reads
// hundreds of series at each of a hundred thousand instants, a few milliseconds after one another: here each series
// keeps its place, and what labels become is worked out once.
//
// Such a part is replaced by a selector of its own, which the source of the series answers with the part's result.

import type { Dialect } from '../../promql/dialect.ts'
import { aggregate } from '../../promql/evaluate/aggregate.ts'
import {
  COUNTER_GROWTH,
  COUNTER_RATE,
  extrapolated,
  GAUGE_CHANGE,
  type RateKind,
} from '../../promql/evaluate/extrapolated-rate.ts'
import type { InstantSample } from '../../promql/evaluate/instant-sample.ts'
import { LOOKBACK_MS } from '../../promql/evaluate/select-samples.ts'
import { ABSENCE_FUNCTIONS } from '../../promql/expression/absence-functions.ts'
import {
  type Aggregation,
  type Expression,
  type Grouping,
  type VectorSelector,
  withoutParentheses,
} from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { selectionsOf, withOperands } from '../../promql/expression/parts.ts'
import { parseExpression } from '../../promql/parse/parse-expression.ts'
import { dropLabels, keepLabels, labelSignature, NO_LABELS } from '../../series/labels.ts'
import { type LabelMatcher, type Labels, METRIC_NAME, type Series } from '../../series/series.ts'
import type { SampleStore } from './sample-store.ts'
import { Window } from './window.ts'

const PART = '__part__'
const RATES: ReadonlyMap<string, RateKind> = new Map([
  ['rate', COUNTER_RATE],
  ['increase', COUNTER_GROWTH],
  ['delta', GAUGE_CHANGE],
])
const AGGREGATIONS: ReadonlySet<string> = new Set(['sum', 'avg', 'min', 'max', 'count'])
/** What they return depends on how their argument is written. */
const READ_AS_WRITTEN: ReadonlySet<string> = new Set([...ABSENCE_FUNCTIONS, 'timestamp', 'info'])
const SINGLE_GROUP: Grouping = { mode: 'by', labels: [] }

/** One value for each series that has one, at an instant. */
type Part = (timestampMs: number) => readonly InstantSample[]

export class ColumnParts {
  readonly #store: SampleStore
  readonly #dialect: Dialect
  readonly #parts: Part[] = []
  readonly #numbers = new Map<string, number>()

  constructor(store: SampleStore, dialect: Dialect) {
    this.#store = store
    this.#dialect = dialect
  }

  /** The expression with selectors in place of its parts. @param isRecorded whether a selector reads nothing but the store */
  replaced(expression: Expression, isRecorded: (selector: VectorSelector) => boolean): Expression {
    const inside = (part: Expression) => this.replaced(part, isRecorded)
    const part = this.#partOf(expression, isRecorded)
    if (part !== undefined) return parseExpression(`{${PART}="${part}"}`)
    const isReadAsWritten = expression.kind === 'call' && READ_AS_WRITTEN.has(expression.name)
    return isReadAsWritten || expression.kind === 'subquery' ? expression : withOperands(expression, inside)
  }

  /** The result of an expression that is a part as a whole; undefined for others. */
  resultOf(replaced: Expression, timestampMs: number): readonly InstantSample[] | undefined {
    const [matcher] = replaced.kind === 'vectorSelector' ? replaced.matchers : []
    return matcher?.label === PART ? (this.#parts[Number(matcher.value)] as Part)(timestampMs) : undefined
  }

  /** The result of a part as series with one sample; undefined where the matchers do not ask for a part. */
  select([matcher]: readonly LabelMatcher[], timestampMs: number): readonly Series[] | undefined {
    if (matcher?.label !== PART) return undefined
    const part = this.#parts[Number(matcher.value)] as Part
    return part(timestampMs).map(({ labels, value }) => ({ labels, samples: [{ timestampMs, value }] }))
  }

  #partOf(expression: Expression, isRecorded: (selector: VectorSelector) => boolean): number | undefined {
    const text = formatExpression(withoutParentheses(expression))
    const known = this.#numbers.get(text)
    if (known !== undefined && selectionsOf(expression).every(({ selector }) => isRecorded(selector))) return known
    const part = this.#made(withoutParentheses(expression), isRecorded)
    if (!part) return undefined
    this.#numbers.set(text, this.#parts.length)
    this.#parts.push(rememberingLast(part))
    return this.#parts.length - 1
  }

  #made(expression: Expression, isRecorded: (selector: VectorSelector) => boolean): Part | undefined {
    if (expression.kind === 'vectorSelector')
      return isPlain(expression) && isRecorded(expression) ? this.#instant(expression) : undefined
    if (expression.kind === 'call') {
      const kind = RATES.get(expression.name)
      const range = expression.arguments[0] && withoutParentheses(expression.arguments[0])
      if (!kind || range?.kind !== 'matrixSelector' || !isPlain(range.selector) || !isRecorded(range.selector))
        return undefined
      return this.#rate(kind, range.selector, range.rangeMs)
    }
    if (expression.kind !== 'aggregation' || !AGGREGATIONS.has(expression.operator)) return undefined
    const operand = withoutParentheses(expression.operand)
    const part = operand.kind === 'aggregation' ? undefined : this.#made(operand, isRecorded)
    return part && this.#aggregation(expression, part)
  }

  #instant(selector: VectorSelector): Part {
    const windows = this.#windowsOf(selector)
    const { leftOpen } = this.#dialect
    return (timestampMs) => {
      const endMs = timestampMs - selector.offsetMs
      const startMs = leftOpen ? endMs - LOOKBACK_MS : endMs - LOOKBACK_MS - 1
      const found: InstantSample[] = []
      for (const window of windows()) {
        window.moveTo(startMs, endMs)
        if (window.from === window.to) continue
        const { column } = window
        const last = window.to - 1
        if (!column.hasEndIn(column.timeAt(last), endMs))
          found.push({ labels: column.labels, value: column.valueAt(last) })
      }
      return found
    }
  }

  #rate(kind: RateKind, selector: VectorSelector, rangeMs: number): Part {
    const windows = this.#windowsOf(selector)
    const dialect = this.#dialect
    return (timestampMs) => {
      const endMs = timestampMs - selector.offsetMs
      const startMs = endMs - rangeMs
      const found: InstantSample[] = []
      for (const window of windows()) {
        window.moveTo(dialect.leftOpen ? startMs : startMs - 1, endMs)
        const value = rateOf(window, { startMs, endMs }, kind, dialect)
        if (value !== undefined) found.push({ labels: window.unnamed, value })
      }
      return found
    }
  }

  #aggregation(aggregation: Aggregation, part: Part): Part {
    const { grouping } = aggregation
    const ofGroup = { ...aggregation, grouping: SINGLE_GROUP }
    const dialect = this.#dialect
    const groups = new Groups(grouping)
    return (timestampMs) => {
      const members = groups.divide(part(timestampMs))
      return members.map(([labels, samples]) => ({
        labels,
        value: aggregate(ofGroup, null, samples, dialect)[0]?.value ?? Number.NaN,
      }))
    }
  }

  /** A window over each series that is selected, those that appear later included. */
  #windowsOf({ matchers }: VectorSelector): () => readonly Window[] {
    const windows = new Map<Labels, Window>()
    let selected: readonly Window[] = []
    let generation = -1
    return () => {
      if (generation === this.#store.generation) return selected
      generation = this.#store.generation
      selected = this.#store.select(matchers, this.#dialect.regexDotAll).map((column) => {
        const known = windows.get(column.labels) ?? new Window(column)
        windows.set(column.labels, known)
        return known
      })
      return selected
    }
  }
}

function rateOf(
  { column, from, to }: Window,
  range: { readonly startMs: number; readonly endMs: number },
  kind: RateKind,
  dialect: Dialect,
): number | undefined {
  if (to - from < 2) return undefined
  const firstValue = column.valueAt(from)
  let growth = column.valueAt(to - 1) - firstValue
  if (kind.isCounter) for (const before of column.valuesBeforeFalls(from, to)) growth += before
  const ends = { firstMs: column.timeAt(from), lastMs: column.timeAt(to - 1), firstValue, growth, count: to - from }
  return extrapolated(ends, range, kind, dialect)
}

/** Which group the labels of a series belong to. */
class Groups {
  readonly #grouping: Grouping
  readonly #byLabels = new Map<Labels, number>()
  readonly #byKey = new Map<string, number>()
  readonly #labels: Labels[] = []

  constructor(grouping: Grouping) {
    this.#grouping = grouping
  }

  /** In the order in which the groups are first seen. */
  divide(samples: readonly InstantSample[]): readonly (readonly [Labels, InstantSample[]])[] {
    const members: InstantSample[][] = []
    const order: number[] = []
    for (const sample of samples) {
      const group = this.#byLabels.get(sample.labels) ?? this.#groupOf(sample.labels)
      const others = members[group]
      if (others) others.push(sample)
      else {
        members[group] = [sample]
        order.push(group)
      }
    }
    return order.map((group) => [this.#labels[group] as Labels, members[group] as InstantSample[]])
  }

  #groupOf(labels: Labels): number {
    const { mode, labels: names } = this.#grouping
    const kept = mode === 'without' ? dropLabels(labels, [...names, METRIC_NAME]) : keepLabels(labels, names)
    const key = labelSignature(kept)
    const group = this.#byKey.get(key) ?? this.#labels.push(names.length === 0 && mode === 'by' ? NO_LABELS : kept) - 1
    this.#byKey.set(key, group)
    this.#byLabels.set(labels, group)
    return group
  }
}

/** Several rules, and several variants of a rule, ask for the same part at the same instant. */
function rememberingLast(part: Part): Part {
  let at = Number.NaN
  let last: readonly InstantSample[] = []
  return (timestampMs) => {
    if (timestampMs === at) return last
    last = part(timestampMs)
    at = timestampMs
    return last
  }
}

function isPlain(selector: VectorSelector): boolean {
  return selector.at === null
}
