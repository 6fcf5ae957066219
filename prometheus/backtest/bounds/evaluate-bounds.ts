// Evaluates an expression at one instant, with every quantile of a classic histogram as the interval that the buckets
// leave it. Each element of the result carries what Prometheus draws, the bounds of its value, and whether it is there for
// sure: three evaluations in one, of which the strict one implies the drawn one, and that the loose one.

import { withoutName } from '../../promql/evaluate/instant-sample.ts'
import type { Aggregation, Binary, Expression } from '../../promql/expression/expression.ts'
import { expressionType } from '../../promql/expression/value-type.ts'
import { resultElements } from '../../promql/query.ts'
import { boundedAggregation, isFollowed } from './bounded-aggregation.ts'
import { boundedVectorAndScalar, boundedVectorAndVector } from './bounded-binary.ts'
import { boundedCall, boundedScalar, notFollowed, notFollowedThrough } from './bounded-call.ts'
import { type BoundedSample, exactly } from './bounded-sample.ts'
import type { BoundsContext } from './bounds-context.ts'

/** @throws EvaluationError where Prometheus would fail */
export function evaluateBounds(expression: Expression, context: BoundsContext): readonly BoundedSample[] {
  if (!context.isBounded(expression)) return resultElements(context.drawn(expression)).map(exactly)
  if (expressionType(expression) === 'scalar')
    return [{ ...boundedScalar(expression, context, evaluateBounds), labels: {}, surely: true }]
  switch (expression.kind) {
    case 'parentheses':
      return evaluateBounds(expression.inner, context)
    case 'unary': {
      const samples = evaluateBounds(expression.operand, context)
      return expression.operator === '-' ? samples.map(negated) : samples
    }
    case 'vectorSelector':
      return context.recorded(expression)
    case 'call':
      return boundedCall(expression, context, evaluateBounds)
    case 'aggregation':
      return aggregated(expression, context)
    case 'binary':
      return combined(expression, context)
    default:
      return notFollowed(expression, context)
  }
}

function negated({ labels, drawn, low, high, surely }: BoundedSample): BoundedSample {
  return { labels: withoutName(labels), drawn: drawn === null ? null : -drawn, low: -high, high: -low, surely }
}

function aggregated(aggregation: Aggregation, context: BoundsContext): readonly BoundedSample[] {
  const { parameter, operand } = aggregation
  const isUnknown = aggregation.operator === 'count_values' || (parameter !== null && context.isBounded(parameter))
  if (isUnknown) return notFollowed(aggregation, context)
  if (!isFollowed(aggregation)) context.notFollowed(aggregation, notFollowedThrough(aggregation.operator))
  const isNumber = parameter && expressionType(parameter) === 'scalar'
  const number = isNumber ? (resultElements(context.drawn(parameter))[0]?.value ?? null) : null
  const samples = evaluateBounds(operand, context)
  return boundedAggregation(aggregation, number, samples, context.dialect)
}

function combined(binary: Binary, context: BoundsContext): readonly BoundedSample[] {
  const { left, right, matching } = binary
  const onOpen = () =>
    context.notFollowed(binary, `the bounds of a quantile are not followed through this ${binary.operator}`)
  if (matching) {
    const [l, r] = [evaluateBounds(left, context), evaluateBounds(right, context)]
    return boundedVectorAndVector(binary, matching, l, r, onOpen)
  }
  return expressionType(left) === 'scalar'
    ? boundedVectorAndScalar(
        binary,
        evaluateBounds(right, context),
        boundedScalar(left, context, evaluateBounds),
        'left',
        onOpen,
      )
    : boundedVectorAndScalar(
        binary,
        evaluateBounds(left, context),
        boundedScalar(right, context, evaluateBounds),
        'right',
        onOpen,
      )
}
