// Buckets that are added up over their bounds: each request counts in every bucket at or above its latency, so that the
// sum is no count of anything. Where one bound is picked by a matcher, it counts what is at most that bound.

import { constantValue } from '../../promql/evaluate/constant-value.ts'
import { type Expression, isComparison, withoutParentheses } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { partsOf, selectionsOf } from '../../promql/expression/parts.ts'
import type { Diagnostic, LintedRule } from './linted-rule.ts'

export function bucketsWithoutBounds({ expression }: LintedRule): Diagnostic[] {
  return sumsOver(expression).map(({ sum, metric }) => ({
    severity: 'warning',
    sentence: `${formatExpression(sum)} adds up all buckets of ${metric}, so that a request counts once for each bound at or above its latency; keep le, pick one bound (le="…"), or read ${metric.replace(/_bucket$/, '_count')}`,
  }))
}

interface BucketSum {
  readonly sum: Expression
  readonly metric: string
}

/** Those in a quantile are explained elsewhere. */
function sumsOver(expression: Expression): readonly BucketSum[] {
  if (expression.kind === 'call' && expression.name.startsWith('histogram_')) return []
  if (expression.kind === 'aggregation' && ['sum', 'avg'].includes(expression.operator)) {
    const { mode, labels } = expression.grouping
    const keepsBounds = mode === 'by' ? labels.includes('le') : !labels.includes('le')
    const metric = keepsBounds ? undefined : wholeBuckets(expression.operand)
    if (metric !== undefined) return [{ sum: expression, metric }]
  }
  // Whether there is anything at all is told as well by too large a sum.
  if (expression.kind === 'binary' && isComparison(expression.operator)) {
    const [left, right] = [expression.left, expression.right].map(withoutParentheses)
    if (left?.kind === 'aggregation' && constantValue(expression.right) === 0) return sumsOver(left.operand)
    if (right?.kind === 'aggregation' && constantValue(expression.left) === 0) return sumsOver(right.operand)
  }
  return partsOf(expression).flatMap(sumsOver)
}

/** The metric, where the operand is its buckets, all of them, and nothing was aggregated or compared before. */
function wholeBuckets(operand: Expression): string | undefined {
  if (operand.kind === 'parentheses') return wholeBuckets(operand.inner)
  if (operand.kind === 'call' && operand.arguments.length === 1) {
    const [argument] = operand.arguments
    return argument && ['rate', 'increase', 'irate', 'delta', 'idelta'].includes(operand.name)
      ? wholeBuckets(argument)
      : undefined
  }
  if (operand.kind !== 'vectorSelector' && operand.kind !== 'matrixSelector') return undefined
  const [selection] = selectionsOf(operand)
  const metric = selection?.selector.metric ?? ''
  const isWhole = !selection?.selector.matchers.some(({ label }) => label === 'le')
  return metric.endsWith('_bucket') && isWhole ? metric : undefined
}
