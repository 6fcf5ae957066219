// Evaluates expressions over a stretch of instants at once (promql/evaluate/evaluate.ts does so at one).

import { assertNever } from '../../../core/assert-never.ts'
import { withoutName } from '../../promql/evaluate/instant-sample.ts'
import { MOST_HELD } from '../../promql/evaluate/subquery/step-budget.ts'
import {
  type Aggregation,
  type Binary,
  type Call,
  type Expression,
  type Subquery,
  type TimeModifiers,
  type ValueType,
  withoutParentheses,
} from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { selectionsOf } from '../../promql/expression/parts.ts'
import { expressionType } from '../../promql/expression/value-type.ts'
import { functionNamed, type PromqlFunction } from '../../promql/functions.ts'
import { NotInColumnsError } from '../not-in-columns.ts'
import type { ScrapedAlone } from '../scraped-alone.ts'
import type { TimeAxis } from '../time-axis.ts'
import { aggregateColumns } from './aggregation-columns.ts'
import { scalarBinaryColumns, vectorAndScalarColumns, vectorAndVectorColumns } from './binary-columns.ts'
import { type ColumnArgument, callColumns } from './call-columns.ts'
import { asColumn, type ColumnScalar, type ColumnVector, distinct } from './column-vector.ts'
import { Instants } from './instants.ts'
import type { ColumnRanges } from './range-windows.ts'
import { type KnownPlaces, noKnownPlaces, SelectedColumns, type SelectionContext } from './selected-columns.ts'
import { StepColumns } from './step-columns.ts'

export interface ColumnContext extends SelectionContext {
  /** Of subqueries that name no step. */
  readonly stepMs: number
  readonly scrapedAlone: ScrapedAlone
  /** What subqueries were at their steps so far, by rule and subquery. */
  readonly steps: Map<Subquery, StepColumns>
}

/** What was evaluated over some instants already: rules share parts. */
export interface Evaluated {
  readonly vectors: Map<string, ColumnVector>
  readonly places: KnownPlaces
}

export function nothingEvaluated(): Evaluated {
  return { vectors: new Map(), places: noKnownPlaces() }
}

const sharedTexts = new WeakMap<Expression, string>()

export class ColumnEvaluator {
  readonly #instants: Instants
  readonly #context: ColumnContext
  readonly #evaluated: Evaluated
  readonly #selected: SelectedColumns
  readonly #isInSubquery: boolean

  constructor(instants: Instants, context: ColumnContext, evaluated: Evaluated, isInSubquery = false) {
    this.#instants = instants
    this.#context = context
    this.#evaluated = evaluated
    this.#selected = new SelectedColumns(instants, context, evaluated.places)
    this.#isInSubquery = isInSubquery
  }

  /** The elements of a rule's expression: a scalar is one element without labels. @throws NotInColumnsError */
  elements(expression: Expression): ColumnVector {
    if (expressionType(expression) !== 'scalar') return this.#vector(expression)
    const values = asColumn(this.#scalar(expression), this.#instants)
    return { elements: [{ labels: {}, values, present: null }], isOrdered: true }
  }

  #vector(expression: Expression): ColumnVector {
    const text = this.#sharedText(expression)
    const known = text === undefined ? undefined : this.#evaluated.vectors.get(text)
    if (known) return known
    const vector = this.#evaluatedVector(expression)
    if (text !== undefined) this.#evaluated.vectors.set(text, vector)
    return vector
  }

  #evaluatedVector(expression: Expression): ColumnVector {
    switch (expression.kind) {
      case 'vectorSelector':
        this.#checkModifiers(expression)
        return this.#selected.vector(expression)
      case 'unary':
        return this.#negated(expression.operator, this.#vector(expression.operand))
      case 'parentheses':
        return this.#vector(expression.inner)
      case 'binary':
        return distinct(this.#vectorBinary(expression), this.#instants)
      case 'call':
        return distinct(this.#call(expression), this.#instants)
      case 'aggregation':
        return this.#aggregation(expression)
      case 'number':
      case 'string':
      case 'matrixSelector':
      case 'subquery':
        throw new TypeError(`expected an instant vector, got a ${expression.kind}`)
      default:
        return assertNever(expression)
    }
  }

  #scalar(expression: Expression): ColumnScalar {
    switch (expression.kind) {
      case 'number':
        return expression.value
      case 'unary': {
        const operand = this.#scalar(expression.operand)
        if (expression.operator === '+') return operand
        return typeof operand === 'number' ? -operand : this.#map(operand, (value) => -value)
      }
      case 'parentheses':
        return this.#scalar(expression.inner)
      case 'binary':
        return scalarBinaryColumns(
          expression,
          this.#scalar(expression.left),
          this.#scalar(expression.right),
          this.#instants,
        )
      case 'call':
        return this.#scalarCall(expression)
      case 'string':
      case 'vectorSelector':
      case 'matrixSelector':
      case 'subquery':
      case 'aggregation':
        throw new TypeError(`expected a scalar, got a ${expression.kind}`)
      default:
        return assertNever(expression)
    }
  }

  #scalarCall(call: Call): ColumnScalar {
    const { count, pool, queriedMs } = this.#instants
    const [argument] = call.arguments
    if (call.name === 'time') return this.#map(queriedMs, (timeMs) => timeMs / 1e3)
    if (call.name === 'pi') return Math.PI
    if (call.name !== 'scalar' || !argument)
      throw new TypeError(`expected a function that returns a scalar, got ${call.name}`)
    const { elements } = this.#vector(argument)
    const values = pool.floats(count).fill(Number.NaN)
    const there = pool.bytes(count).fill(0)
    for (const element of elements)
      for (let i = 0; i < count; i++) {
        if (element.present !== null && element.present[i] === 0) continue
        values[i] = there[i] === 0 ? (element.values[i] as number) : Number.NaN
        there[i] = 1
      }
    return values
  }

  #vectorBinary(binary: Binary): ColumnVector {
    const { left, right, matching } = binary
    const { dialect } = this.#context
    if (matching)
      return vectorAndVectorColumns(
        binary,
        matching,
        [this.#vector(left), this.#vector(right)],
        this.#instants,
        dialect,
      )
    const isScalarLeft = expressionType(left) === 'scalar'
    const scalar = isScalarLeft
      ? ({ value: this.#scalar(left), side: 'left' } as const)
      : ({ value: this.#scalar(right), side: 'right' } as const)
    return vectorAndScalarColumns(binary, this.#vector(isScalarLeft ? right : left), scalar, this.#instants, dialect)
  }

  #negated(operator: '+' | '-', vector: ColumnVector): ColumnVector {
    if (operator === '+') return vector
    const elements = vector.elements.map(({ labels, values, present }) => ({
      labels: withoutName(labels),
      values: this.#map(values, (value) => -value),
      present,
    }))
    return distinct({ elements, isOrdered: vector.isOrdered }, this.#instants)
  }

  #aggregation(expression: Aggregation): ColumnVector {
    const { parameter: written, operand } = expression
    const parameter = written && (expressionType(written) === 'string' ? textOf(written) : this.#scalar(written))
    return aggregateColumns(expression, parameter, this.#vector(operand), this.#instants, this.#context.dialect)
  }

  #call(call: Call): ColumnVector {
    const called = functionNamed(call.name)
    if (!called) throw new TypeError(`expected a function, got ${call.name}`)
    if (call.name === 'timestamp') return this.#timestamps(call.arguments[0] as Expression)
    const surroundings = { instants: this.#instants, dialect: this.#context.dialect }
    return callColumns(call, called, this.#argumentsOf(call, called), surroundings)
  }

  #argumentsOf(call: Call, { parameters }: PromqlFunction): readonly ColumnArgument[] {
    return call.arguments.map((argument, i): ColumnArgument => {
      const type = parameters[Math.min(i, parameters.length - 1)] as ValueType
      switch (type) {
        case 'scalar':
          return { type, scalar: this.#scalar(argument) }
        case 'vector':
          return { type, vector: this.#vector(argument) }
        case 'matrix':
          return { type, ranges: this.#ranges(argument) }
        case 'string':
          return { type, text: textOf(argument) }
        default:
          return assertNever(type)
      }
    })
  }

  /** The instants of a selector's samples; whatever else there is belongs to the instant of the evaluation. */
  #timestamps(argument: Expression): ColumnVector {
    const plain = withoutParentheses(argument)
    if (plain.kind === 'vectorSelector') {
      if (plain.at !== null) throw new NotInColumnsError({ kind: 'at' })
      const vector = this.#selected.vector(plain, ({ timesMs }, place) => (timesMs[place] as number) / 1e3)
      return {
        ...vector,
        elements: vector.elements.map((element) => ({ ...element, labels: withoutName(element.labels) })),
      }
    }
    const seconds = this.#map(this.#instants.queriedMs, (timeMs) => timeMs / 1e3)
    const { elements, isOrdered } = this.#vector(plain)
    return {
      elements: elements.map(({ labels, present }) => ({ labels: withoutName(labels), values: seconds, present })),
      isOrdered,
    }
  }

  #ranges(argument: Expression): ColumnRanges {
    const range = withoutParentheses(argument)
    if (range.kind === 'matrixSelector') {
      this.#checkModifiers(range.selector)
      return this.#selected.ranges(range)
    }
    if (range.kind === 'subquery') return this.#steps(range)
    throw new TypeError(`expected a range, got a ${range.kind}`)
  }

  /** The samples of a subquery: its operand at each whole multiple of its step, evaluated once for all instants. */
  #steps(subquery: Subquery): ColumnRanges {
    this.#checkModifiers(subquery)
    const { steps: known, stepMs: usualStepMs, store } = this.#context
    const { operand, rangeMs, offsetMs } = subquery
    const { count, queriedMs, pool } = this.#instants
    const stepMs = subquery.stepMs ?? usualStepMs
    // What an instant sees of a step it sees at all later ones, too, if it is written by the first of them.
    const leastMs = this.#leastAfterStep(stepMs, offsetMs)
    for (const { selector } of selectionsOf(operand)) {
      const isInTime = ({ axis }: { readonly axis: TimeAxis }) =>
        (axis.lateFor(this.#context.rank) ?? Number.POSITIVE_INFINITY) <= leastMs
      if (selector.offsetMs < 0 || !store.select(selector.matchers).every(isInTime))
        throw new NotInColumnsError({ kind: 'subquery' })
    }
    if (offsetMs < 0) throw new NotInColumnsError({ kind: 'subquery' })
    const steps = known.get(subquery) ?? new StepColumns((queriedMs[0] as number) - offsetMs - rangeMs, stepMs)
    known.set(subquery, steps)
    const fresh = steps.stepsUntil((queriedMs[count - 1] as number) - offsetMs)
    if (fresh.length > 0) {
      const inside = new Instants(fresh, leastMs, pool)
      const evaluator = new ColumnEvaluator(inside, this.#context, nothingEvaluated(), true)
      steps.add(fresh, evaluator.elements(operand))
    }
    if (steps.columns.length * (rangeMs / stepMs) > MOST_HELD) throw new NotInColumnsError({ kind: 'failure' })
    const columns = steps.columns.map((column) => ({
      column,
      windows: this.#selected.windows(column.axis, rangeMs, offsetMs),
    }))
    return { columns, isOrdered: columns.length < 2 || steps.isWhole }
  }

  /** How long after a step at least those instants are evaluated that read it: on a grid of steps they are so at once. */
  #leastAfterStep(stepMs: number, offsetMs: number): number {
    const { count, queriedMs, queryOffsetMs } = this.#instants
    let leastMs = Number.POSITIVE_INFINITY
    for (let i = 0; i < count; i++) leastMs = Math.min(leastMs, ((queriedMs[i] as number) - offsetMs) % stepMs)
    return leastMs + offsetMs + queryOffsetMs
  }

  /** Outside of a subquery, start() and end() are the instant itself. */
  #checkModifiers({ at }: TimeModifiers): void {
    if (typeof at === 'number' || (at !== null && this.#isInSubquery)) throw new NotInColumnsError({ kind: 'at' })
  }

  /** Undefined where rules write meanwhile what it reads, or where evaluating it takes next to nothing. */
  #sharedText(expression: Expression): string | undefined {
    if (expression.kind !== 'call' && expression.kind !== 'aggregation' && expression.kind !== 'binary')
      return undefined
    if (!this.#context.scrapedAlone.isAllOf(expression)) return undefined
    const text = sharedTexts.get(expression) ?? formatExpression(expression)
    sharedTexts.set(expression, text)
    return text
  }

  #map(values: Float64Array, calculate: (value: number) => number): Float64Array {
    const { count, pool } = this.#instants
    const results = pool.floats(count)
    for (let i = 0; i < count; i++) results[i] = calculate(values[i] as number)
    return results
  }
}

function textOf(argument: Expression): string {
  const plain = withoutParentheses(argument)
  if (plain.kind !== 'string') throw new TypeError(`expected a string, got a ${plain.kind}`)
  return plain.value
}
