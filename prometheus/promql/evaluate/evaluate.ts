// Evaluates an expression at one instant, with the results that Prometheus gives on the same samples.
// Source: prometheus/prometheus promql/engine.go, eval.

import { assertNever } from '../../../core/assert-never.ts'
import { NO_LABELS } from '../../series/labels.ts'
import type { SeriesSource } from '../../series/series.ts'
import type { Dialect } from '../dialect.ts'
import {
  type Aggregation,
  type Binary,
  type Call,
  type Expression,
  isArithmetic,
  isComparison,
  withoutParentheses,
} from '../expression/expression.ts'
import { expressionType } from '../expression/value-type.ts'
import { absence } from './absence.ts'
import { aggregate } from './aggregate.ts'
import { fractionOfHistograms, quantileOfHistograms } from './classic-histograms.ts'
import { assertDistinct, type InstantSample, withoutName } from './instant-sample.ts'
import { calculate, compares } from './operate.ts'
import { RANGE_FUNCTIONS, type RangeFunction } from './range-functions.ts'
import { type Instant, selectInstant, selectRanges } from './select-samples.ts'
import { VALUE_FUNCTIONS, type ValueFunction } from './value-functions.ts'
import { vectorAndScalar, vectorAndVector } from './vector-binary.ts'

export type QueryResult =
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'vector'; readonly samples: readonly InstantSample[] }

type Samples = readonly InstantSample[]

/**
 * @param timestampMs milliseconds since the Unix epoch
 * @throws EvaluationError where Prometheus, too, would fail on these samples
 */
export function evaluate(
  expression: Expression,
  source: SeriesSource,
  timestampMs: number,
  dialect: Dialect,
): QueryResult {
  const instant: Instant = { source, timestampMs, dialect }
  if (expressionType(expression) === 'scalar') return { type: 'scalar', value: scalarOf(expression, instant) }
  return { type: 'vector', samples: vectorOf(expression, instant) }
}

function scalarOf(expression: Expression, instant: Instant): number {
  switch (expression.kind) {
    case 'number':
      return expression.value
    case 'unary':
      return expression.operator === '-'
        ? -scalarOf(expression.operand, instant)
        : scalarOf(expression.operand, instant)
    case 'parentheses':
      return scalarOf(expression.inner, instant)
    case 'binary':
      return scalarBinary(expression, scalarOf(expression.left, instant), scalarOf(expression.right, instant))
    case 'call':
      return expression.name === 'time'
        ? instant.timestampMs / 1e3
        : onlyValue(vectorOf(argument(expression, 0), instant))
    case 'vectorSelector':
    case 'matrixSelector':
    case 'aggregation':
      throw new TypeError(`expected a scalar, got a ${expression.kind}`)
    default:
      return assertNever(expression)
  }
}

function vectorOf(expression: Expression, instant: Instant): Samples {
  switch (expression.kind) {
    case 'vectorSelector':
      return selectInstant(expression, instant)
    case 'unary':
      return negated(expression.operator, expression, vectorOf(expression.operand, instant))
    case 'parentheses':
      return vectorOf(expression.inner, instant)
    case 'binary':
      return assertDistinct(vectorBinary(expression, instant), expression)
    case 'call':
      return assertDistinct(call(expression, instant), expression)
    case 'aggregation':
      return aggregation(expression, instant)
    case 'number':
    case 'matrixSelector':
      throw new TypeError(`expected an instant vector, got a ${expression.kind}`)
    default:
      return assertNever(expression)
  }
}

function scalarBinary({ operator }: Binary, left: number, right: number): number {
  if (isArithmetic(operator)) return calculate(operator, left, right)
  if (isComparison(operator)) return Number(compares(operator, left, right))
  throw new TypeError(`expected arithmetic or a comparison, got ${operator}`)
}

function vectorBinary(binary: Binary, instant: Instant): Samples {
  const { left, right, matching } = binary
  if (matching) return vectorAndVector(binary, matching, vectorOf(left, instant), vectorOf(right, instant))
  return expressionType(left) === 'scalar'
    ? vectorAndScalar(binary, vectorOf(right, instant), scalarOf(left, instant), 'left')
    : vectorAndScalar(binary, vectorOf(left, instant), scalarOf(right, instant), 'right')
}

function negated(operator: '+' | '-', expression: Expression, samples: Samples): Samples {
  if (operator === '+') return samples
  const results = samples.map(({ labels, value }) => ({ labels: withoutName(labels), value: -value }))
  return assertDistinct(results, expression)
}

function aggregation(expression: Aggregation, instant: Instant): Samples {
  const parameter = expression.parameter && scalarOf(expression.parameter, instant)
  return aggregate(expression, parameter, vectorOf(expression.operand, instant), instant.dialect)
}

function call(expression: Call, instant: Instant): Samples {
  const { name } = expression
  const scalar = (index: number) => scalarOf(argument(expression, index), instant)
  const vector = (index: number) => vectorOf(argument(expression, index), instant)
  const ofRange = RANGE_FUNCTIONS[name]
  if (ofRange) return callOfRange(ofRange, expression, instant)
  const ofValue = VALUE_FUNCTIONS[name]
  if (ofValue)
    return callOfValue(
      ofValue,
      vector(0),
      expression.arguments.slice(1).map((_, i) => scalar(i + 1)),
      name,
    )
  switch (name) {
    case 'histogram_quantile':
      return quantileOfHistograms(scalar(0), vector(1), instant.dialect)
    case 'histogram_fraction':
      return fractionOfHistograms(scalar(0), scalar(1), vector(2), instant.dialect)
    case 'vector':
      return [{ labels: NO_LABELS, value: scalar(0) }]
    case 'absent':
      return vector(0).length > 0 ? [] : [absence(argument(expression, 0))]
    case 'absent_over_time':
      return ranges(expression, instant).length > 0 ? [] : [absence(argument(expression, 0))]
    default:
      throw new TypeError(`no function is called ${name}`)
  }
}

function ranges(expression: Call, instant: Instant) {
  const selector = withoutParentheses(argument(expression, 0))
  if (selector.kind !== 'matrixSelector') throw new TypeError(`expected a range, got a ${selector.kind}`)
  return selectRanges(selector, instant)
}

function callOfRange(ofRange: RangeFunction, expression: Call, instant: Instant): Samples {
  const keepsName = expression.name === 'last_over_time'
  return ranges(expression, instant).flatMap((range) => {
    const value = ofRange(range, instant.dialect)
    return value === undefined ? [] : [{ labels: keepsName ? range.labels : withoutName(range.labels), value }]
  })
}

function callOfValue(ofValue: ValueFunction, samples: Samples, others: readonly number[], name: string): Samples {
  const [first, second] = others
  const neverHolds = name === 'clamp' && first !== undefined && second !== undefined && second < first
  if (neverHolds) return []
  return samples.map(({ labels, value }) => ({ labels: withoutName(labels), value: ofValue(value, first, second) }))
}

/** NaN unless there is exactly one. */
function onlyValue(samples: Samples): number {
  return samples.length === 1 ? (samples[0] as InstantSample).value : Number.NaN
}

function argument(expression: Call, index: number): Expression {
  return expression.arguments[index] as Expression
}
