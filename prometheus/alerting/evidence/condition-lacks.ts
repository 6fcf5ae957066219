// Why the condition of an alert cannot become true at an instant, whatever its samples are. What it needs:
//   a selector, a function over a range        to return something; a recorded series that is not there is looked for in
//                                              the rule that records it
//   a comparison, arithmetic, `and`            both sides, and partners among them; a side of NaN alone is no data
//   `or`                                       one side; where that is a constant, what it stands for is told beside it
//   `a unless b`                               a
//   absent(a), vector(1), hour()               nothing
//   a function over a subquery                 to return something; where it does not, what is in the subquery
//   a / b                                      b; where the series of a are not there the ratio counts as 0, for a counter
//                                              of errors does not exist before the first error. That is enough only where
//                                              the condition is false for 0. A range that never holds two of its samples is
//                                              no such reason.

import type { Lack } from '../../../core/run/alert-evidence.ts'
import type { InstantSample } from '../../promql/evaluate/instant-sample.ts'
import {
  type Aggregation,
  type Binary,
  type Call,
  type Expression,
  isArithmetic,
  isComparison,
  type VectorSelector,
  withoutModifiers,
  withoutParentheses,
} from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { partsOf } from '../../promql/expression/parts.ts'
import { expressionType } from '../../promql/expression/value-type.ts'
import { parseGoFloat } from '../../series/go-float.ts'
import { acceptsLabels } from '../../series/label-matcher.ts'
import { METRIC_NAME } from '../../series/series.ts'
import type { Recording } from './recording.ts'
import { isAbsence, isNumber, withoutFilters } from './without-filters.ts'

export interface Evaluated {
  /** What an expression returns at the instant; null where it cannot be evaluated. */
  readonly elements: (expression: Expression) => readonly InstantSample[] | null
  readonly recordings: readonly Recording[]
}

export interface ConditionLacks {
  /** Empty where the condition could have become true. */
  readonly lacks: readonly Lack[]
  /** The selectors of numerators that found nothing, where the ratio was taken as 0. */
  readonly absentNumerators: readonly string[]
}

/** A rule that records what it reads, directly or by others, is not looked into for ever. */
const DEEPEST = 8

export function conditionLacks(condition: Expression, evaluated: Evaluated): ConditionLacks {
  const walk = new Walk(evaluated)
  const lacks = walk.lacksOf(condition)
  if (lacks.length > 0) return without(lacks)
  const numerators = walk.absent
  if (numerators.length > 0 && (evaluated.elements(walk.withZeros(condition)) ?? []).length > 0)
    return without(numerators)
  return { lacks: [], absentNumerators: selectorsOf(numerators) }
}

function without(lacks: readonly Lack[]): ConditionLacks {
  return { lacks: distinct(lacks), absentNumerators: [] }
}

/** The selectors in an expression that find nothing, those of numerators included, where it returns nothing for that. */
export function absentIn(expression: Expression, evaluated: Evaluated): readonly string[] {
  const walk = new Walk(evaluated)
  return selectorsOf([...walk.lacksOf(expression), ...walk.absent])
}

function selectorsOf(lacks: readonly Lack[]): readonly string[] {
  return [...new Set(lacks.flatMap((lack) => selectorOf(lack) ?? []))]
}

class Walk {
  readonly #evaluated: Evaluated
  readonly #recordedAs: readonly string[]
  /** Divisions without a numerator, and what their numerators lacked. */
  readonly numerators: Map<Expression, readonly Lack[]>
  /** Recorded series that are not there, and the expression that records them. */
  readonly inlined: Map<Expression, Expression>

  constructor(evaluated: Evaluated, outer?: Walk, recordedAs: readonly string[] = []) {
    this.#evaluated = evaluated
    this.#recordedAs = recordedAs
    this.numerators = outer?.numerators ?? new Map()
    this.inlined = outer?.inlined ?? new Map()
  }

  /** What all numerators lacked. */
  get absent(): readonly Lack[] {
    return [...this.numerators.values()].flat()
  }

  lacksOf(expression: Expression): readonly Lack[] {
    switch (expression.kind) {
      case 'number':
      case 'string':
        return []
      case 'parentheses':
        return this.lacksOf(expression.inner)
      case 'unary':
        return this.lacksOf(expression.operand)
      case 'vectorSelector':
        return this.#selectorLacks(expression, expression, 'noSeries')
      case 'matrixSelector':
        return this.#selectorLacks(expression.selector, expression.selector, 'noSeries')
      case 'subquery':
        return this.lacksOf(expression.operand)
      case 'aggregation':
        return this.#aggregationLacks(expression)
      case 'call':
        return this.#callLacks(expression)
      case 'binary':
        return this.#binaryLacks(expression)
    }
  }

  /** The condition with every numerator that is not there as 0, and with the recorded series that are not there. */
  withZeros(expression: Expression): Expression {
    const inlined = this.inlined.get(expression)
    if (inlined) return { kind: 'parentheses', inner: this.withZeros(inlined) }
    switch (expression.kind) {
      case 'parentheses':
        return { ...expression, inner: this.withZeros(expression.inner) }
      case 'unary':
      case 'aggregation':
      case 'subquery':
        return { ...expression, operand: this.withZeros(expression.operand) }
      case 'call':
        return { ...expression, arguments: expression.arguments.map((argument) => this.withZeros(argument)) }
      case 'binary': {
        const right = this.withZeros(expression.right)
        if (!this.numerators.has(expression)) return { ...expression, left: this.withZeros(expression.left), right }
        return { kind: 'parentheses', inner: timesZero(right) }
      }
      default:
        return expression
    }
  }

  #binaryLacks(binary: Binary): readonly Lack[] {
    const { operator, left, right } = binary
    if (operator === 'unless') return this.lacksOf(left)
    if (this.#returnsNumbers(binary)) return []
    const before = this.numerators.size
    const [onLeft, onRight] = [this.lacksOf(left), this.lacksOf(right)]
    if (operator === 'or') return onLeft.length > 0 && onRight.length > 0 ? [...onLeft, ...onRight] : []
    if (
      operator === '/' &&
      onLeft.length > 0 &&
      onRight.length === 0 &&
      onLeft.every(({ kind }) => kind === 'noSeries')
    ) {
      this.numerators.set(binary, onLeft)
      return []
    }
    const lacks = [...onLeft, ...onRight]
    if (lacks.length > 0 || this.numerators.size > before || this.#isInlined(binary)) return lacks
    if (operator === 'and') return isAlways(left) || isAlways(right) ? [] : this.#partnerLacks(binary)
    return isComparison(operator) || isArithmetic(operator)
      ? [...this.#nanLacks(left), ...this.#nanLacks(right), ...this.#partnerLacks(binary)].slice(0, 1)
      : []
  }

  /** The quick answer, which nearly always suffices. Whoever divides has to ask what the numerator lacks. */
  #returnsNumbers(binary: Binary): boolean {
    return isComparison(binary.operator) && !hasSetOperation(binary) && this.#returns(withoutFilters(binary))
  }

  #nanLacks(side: Expression): readonly Lack[] {
    if (expressionType(side) === 'scalar' || isAlways(side)) return []
    const unfiltered = withoutFilters(side)
    if (!this.#returns(unfiltered) || this.#returns(isNumber(unfiltered))) return []
    const kind = this.#lacksHighestBucket(unfiltered) ? 'noHighestBucket' : 'noObservations'
    return [{ kind, expression: formatExpression(withoutParentheses(side)) }]
  }

  /** Whether every quantile in it is drawn from buckets of which none is at +Inf. */
  #lacksHighestBucket(expression: Expression): boolean {
    const quantiles = quantilesIn(expression)
    return quantiles.length > 0 && quantiles.every((buckets) => this.#hasNoInfiniteBound(buckets))
  }

  #hasNoInfiniteBound(buckets: Expression): boolean {
    const elements = this.#evaluated.elements(buckets) ?? []
    return (
      elements.length > 0 && elements.every(({ labels }) => parseGoFloat(labels.le ?? '') !== Number.POSITIVE_INFINITY)
    )
  }

  #partnerLacks(binary: Binary): readonly Lack[] {
    if (isAlways(binary) || expressionType(binary) === 'scalar' || this.#returns(withoutFilters(binary))) return []
    return [{ kind: 'noResult', expression: formatExpression(binary) }]
  }

  #aggregationLacks(aggregation: Aggregation): readonly Lack[] {
    return [...(aggregation.parameter ? this.lacksOf(aggregation.parameter) : []), ...this.lacksOf(aggregation.operand)]
  }

  #callLacks(call: Call): readonly Lack[] {
    if (isAbsence(call)) return []
    const [first] = call.arguments.map(withoutParentheses).filter(({ kind }) => kind === 'matrixSelector')
    if (first?.kind === 'matrixSelector') {
      const { selector } = first
      const present: Expression = { kind: 'call', name: 'count_over_time', arguments: [first] }
      // A range that is shorter than the interval of scrapes holds one sample, or none at all, of a series that is there.
      const isThere = this.#returns(present) || this.#returns(selector)
      return this.#selectorLacks(selector, call, isThere ? 'tooFewSamples' : 'noSeries')
    }
    // What a subquery lacks now it may have had within its range.
    const isOverSubquery = call.arguments.some((argument) => withoutParentheses(argument).kind === 'subquery')
    if (isOverSubquery && this.#returns(withoutFilters(call))) return []
    const before = this.numerators.size
    const lacks = call.arguments.flatMap((argument) => this.lacksOf(argument))
    if (lacks.length > 0 || this.numerators.size > before) return lacks
    if (!(isOverSubquery || call.name.startsWith('histogram_'))) return lacks
    if (this.#isInlined(call) || this.#returns(withoutFilters(call))) return []
    return [{ kind: 'noResult', expression: formatExpression(call) }]
  }

  /** @param whole what has to return something: the selector, or the function over its range */
  #selectorLacks(selector: VectorSelector, whole: Expression, kind: 'noSeries' | 'tooFewSamples'): readonly Lack[] {
    if (this.#returns(whole) || isEverThere(selector)) return []
    const recordings = this.#evaluated.recordings.filter(({ name }) => name === selector.metric)
    const own = {
      kind,
      selector: formatExpression(withoutModifiers(selector)),
      recordedAs: this.#recordedAs[0] ?? null,
    }
    if (kind === 'tooFewSamples' || recordings.length === 0 || this.#recordedAs.length >= DEEPEST) return [own]
    const inner = new Walk(this.#evaluated, this, [...this.#recordedAs, selector.metric ?? ''])
    const looked = recordings.map((recording) => ({ recording, lacks: inner.lacksOf(recording.expression) }))
    const withData = looked.find(({ lacks }) => lacks.length === 0)
    if (!withData) return looked.flatMap(({ lacks }) => lacks)
    if (!this.#mayRecord(withData.recording, selector)) return [own]
    if (this.#evaluated.elements(withData.recording.expression) === null)
      return [{ kind: 'failed', problem: `the rule that records ${selector.metric}` }]
    this.inlined.set(whole, withData.recording.expression)
    return []
  }

  /** Whether the series that a rule records could be those that a selector means. */
  #mayRecord({ name, labels, expression }: Recording, { matchers }: VectorSelector): boolean {
    const elements = this.#evaluated.elements(withoutFilters(this.withZeros(expression))) ?? []
    return (
      elements.length === 0 ||
      elements.some((element) => acceptsLabels(matchers, { ...element.labels, ...labels, [METRIC_NAME]: name }, true))
    )
  }

  #isInlined(expression: Expression): boolean {
    return this.inlined.has(expression) || partsOf(expression).some((part) => this.#isInlined(part))
  }

  #returns(expression: Expression): boolean {
    // Without its filters, an expression may have duplicates that it does not have with them.
    return this.#evaluated.elements(expression)?.length !== 0
  }
}

/** Prometheus writes these itself; where there is none, no alert is active. */
function isEverThere({ metric }: VectorSelector): boolean {
  return metric === 'ALERTS' || metric === 'ALERTS_FOR_STATE'
}

/** Whether it says something by returning nothing. */
function isAlways(expression: Expression): boolean {
  if (expression.kind === 'vectorSelector') return isEverThere(expression)
  return isAbsence(expression) || partsOf(expression).some(isAlways)
}

/** Or a number that depends on samples. */
function hasSetOperation(expression: Expression): boolean {
  if (isAbsence(expression) || (expression.kind === 'call' && expression.name === 'scalar')) return true
  if (expression.kind === 'binary' && ['and', 'or', 'unless'].includes(expression.operator)) return true
  return partsOf(expression).some(hasSetOperation)
}

/** The buckets from which an expression draws quantiles. */
function quantilesIn(expression: Expression): readonly Expression[] {
  const inner = partsOf(expression).flatMap(quantilesIn)
  if (expression.kind !== 'call' || expression.name !== 'histogram_quantile') return inner
  return [...expression.arguments.slice(1), ...inner]
}

function timesZero(vector: Expression): Expression {
  const zero: Expression = { kind: 'number', value: 0 }
  return { kind: 'binary', operator: '*', left: vector, right: zero, returnsBool: false, matching: null }
}

export function selectorOf(lack: Lack): string | undefined {
  return lack.kind === 'noSeries' || lack.kind === 'tooFewSamples' ? lack.selector : undefined
}

function distinct(lacks: readonly Lack[]): readonly Lack[] {
  return [...new Map(lacks.map((lack) => [JSON.stringify(lack), lack])).values()]
}
