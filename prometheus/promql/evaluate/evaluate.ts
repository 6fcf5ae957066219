// Evaluates an expression at one instant, with the results that Prometheus gives on the same samples.
// Source: prometheus/prometheus promql/engine.go, eval.

import { assertNever } from '../../../core/assert-never.ts'
import type { SeriesSource } from '../../series/series.ts'
import type { Dialect } from '../dialect.ts'
import {
  type Aggregation,
  type Binary,
  type Call,
  type Expression,
  isArithmetic,
  isComparison,
  type ValueType,
  withoutParentheses,
} from '../expression/expression.ts'
import { expressionType } from '../expression/value-type.ts'
import { type CallContext, functionNamed, type PromqlFunction } from '../functions.ts'
import { aggregate } from './aggregate.ts'
import { assertDistinct, type InstantSample, withoutName } from './instant-sample.ts'
import { calculate, compares } from './operate.ts'
import { type Instant, type SampleRange, selectInstant, selectRanges, selectTimestamps } from './select-samples.ts'
import { StepBudget } from './subquery/step-budget.ts'
import { DEFAULT_SUBQUERY_STEP_MS, subqueryRanges } from './subquery/subquery.ts'
import { vectorAndScalar, vectorAndVector } from './vector-binary.ts'

export type QueryResult =
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'vector'; readonly samples: readonly InstantSample[] }

type Samples = readonly InstantSample[]

/**
 * @param timestampMs milliseconds since the Unix epoch
 * @param subqueryStepMs the step of subqueries that name none: the global evaluation interval
 * @throws EvaluationError where Prometheus, too, would fail on these samples
 */
export function evaluate(
  expression: Expression,
  source: SeriesSource,
  timestampMs: number,
  dialect: Dialect,
  subqueryStepMs = DEFAULT_SUBQUERY_STEP_MS,
): QueryResult {
  const budget = new StepBudget()
  const instant: Instant = { source, timestampMs, dialect, queriedAtMs: timestampMs, subqueryStepMs, budget }
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
      return scalarCall(expression, instant)
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
      return assertDistinct(vectorCall(expression, instant), expression)
    case 'aggregation':
      return aggregation(expression, instant)
    case 'number':
    case 'string':
    case 'matrixSelector':
    case 'subquery':
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
  if (matching)
    return vectorAndVector(binary, matching, vectorOf(left, instant), vectorOf(right, instant), instant.dialect)
  return expressionType(left) === 'scalar'
    ? vectorAndScalar(
        binary,
        vectorOf(right, instant),
        { value: scalarOf(left, instant), side: 'left' },
        instant.dialect,
      )
    : vectorAndScalar(
        binary,
        vectorOf(left, instant),
        { value: scalarOf(right, instant), side: 'right' },
        instant.dialect,
      )
}

function negated(operator: '+' | '-', expression: Expression, samples: Samples): Samples {
  if (operator === '+') return samples
  const results = samples.map(({ labels, value }) => ({ labels: withoutName(labels), value: -value }))
  return assertDistinct(results, expression)
}

function aggregation(expression: Aggregation, instant: Instant): Samples {
  const { parameter: written } = expression
  const parameter = written && (expressionType(written) === 'string' ? stringOf(written) : scalarOf(written, instant))
  return aggregate(expression, parameter, vectorOf(expression.operand, instant), instant.dialect)
}

function scalarCall(call: Call, instant: Instant): number {
  const called = functionNamed(call.name)
  if (called?.returns !== 'scalar') throw new TypeError(`expected a function that returns a scalar, got ${call.name}`)
  return called.evaluate(argumentValues(call, called, instant), contextOf(call, instant))
}

function vectorCall(call: Call, instant: Instant): Samples {
  const called = functionNamed(call.name)
  if (called?.returns !== 'vector')
    throw new TypeError(`expected a function that returns an instant vector, got ${call.name}`)
  return called.evaluate(argumentValues(call, called, instant), contextOf(call, instant))
}

function contextOf(call: Call, { timestampMs, dialect }: Instant): CallContext {
  return { timestampMs, dialect, call }
}

function argumentValues(call: Call, { parameters }: PromqlFunction, instant: Instant) {
  if (call.name === 'timestamp') return call.arguments.map((argument) => timestampsOf(argument, instant))
  return call.arguments.map((argument, i) =>
    argumentValue(argument, parameters[Math.min(i, parameters.length - 1)] as ValueType, instant),
  )
}

/** The instants of a selector's samples; whatever else there is belongs to the instant of the evaluation. */
function timestampsOf(argument: Expression, instant: Instant): Samples {
  const plain = withoutParentheses(argument)
  if (plain.kind === 'vectorSelector') return selectTimestamps(plain, instant)
  return vectorOf(plain, instant).map(({ labels }) => ({ labels, value: instant.timestampMs / 1e3 }))
}

function argumentValue(argument: Expression, type: ValueType, instant: Instant) {
  switch (type) {
    case 'scalar':
      return scalarOf(argument, instant)
    case 'vector':
      return vectorOf(argument, instant)
    case 'matrix':
      return rangesOf(argument, instant)
    case 'string':
      return stringOf(argument)
    default:
      return assertNever(type)
  }
}

function rangesOf(argument: Expression, instant: Instant): readonly SampleRange[] {
  const range = withoutParentheses(argument)
  switch (range.kind) {
    case 'matrixSelector':
      return selectRanges(range, instant)
    case 'subquery':
      return subqueryRanges(range, instant, (step) => vectorOf(range.operand, step))
    default:
      throw new TypeError(`expected a range, got a ${range.kind}`)
  }
}

function stringOf(argument: Expression): string {
  const plain = withoutParentheses(argument)
  if (plain.kind !== 'string') throw new TypeError(`expected a string, got a ${plain.kind}`)
  return plain.value
}
