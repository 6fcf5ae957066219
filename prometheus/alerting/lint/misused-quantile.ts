// Two mistakes with histogram_quantile that Prometheus accepts silently: a percentage instead of a quantile, and buckets
// that were aggregated without `le`.

import { type Call, type Expression, withoutParentheses } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { watchedQuantile } from '../../promql/watched-quantile.ts'
import { allParts, type Diagnostic, type LintedRule, neverHappens } from './linted-rule.ts'

export function misusedQuantile({ rule, expression }: LintedRule): Diagnostic[] {
  return allParts(expression).flatMap((part) =>
    part.kind === 'call' && part.name === 'histogram_quantile'
      ? [...percentage(part), ...withoutBounds(part, neverHappens(rule))]
      : [],
  )
}

function percentage(call: Call): Diagnostic[] {
  const quantile = watchedQuantile(call)?.quantile
  if (quantile === undefined || (quantile >= 0 && quantile <= 1)) return []
  const meant = quantile > 1 && quantile <= 100 ? ` (did you mean ${Number((quantile / 100).toPrecision(12))}?)` : ''
  return [
    {
      severity: 'error',
      sentence: `histogram_quantile takes a quantile from 0 to 1, got ${quantile}${meant}; its result is ${Number.isNaN(quantile) ? 'NaN' : quantile > 1 ? '+Inf' : '-Inf'}, whatever the latencies`,
      proof: 'meaningless',
    },
  ]
}

function withoutBounds({ arguments: [, buckets] }: Call, consequence: string): Diagnostic[] {
  const aggregation = buckets && firstAggregation(buckets)
  if (aggregation?.kind !== 'aggregation') return []
  const { mode, labels } = aggregation.grouping
  const keepsBounds = mode === 'by' ? labels.includes('le') : !labels.includes('le')
  if (keepsBounds || !['sum', 'avg', 'min', 'max', 'count', 'quantile'].includes(aggregation.operator)) return []
  return [
    {
      severity: 'error',
      sentence: `${formatExpression(aggregation)} leaves out le, without which histogram_quantile has no buckets: ${consequence}; aggregate by (le)`,
      proof: 'meaningless',
    },
  ]
}

/** The aggregation whose result is the argument of the quantile, perhaps inside functions that keep labels. */
function firstAggregation(buckets: Expression): Expression | undefined {
  const inner = withoutParentheses(buckets)
  if (inner.kind === 'aggregation') return inner
  const [first] = inner.kind === 'call' ? inner.arguments : []
  return first && firstAggregation(first)
}
