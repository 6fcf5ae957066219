// Mistakes with histogram_quantile that Prometheus accepts silently: a percentage instead of a quantile, buckets that were
// aggregated without `le`, buckets of which the one at +Inf is left out, and counters whose growth is not taken.

import { type Call, type Expression, withoutParentheses } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { partsOf, selectionsOf } from '../../promql/expression/parts.ts'
import { watchedQuantile } from '../../promql/watched-quantile.ts'
import { acceptsValue } from '../../series/label-matcher.ts'
import { allParts, type Diagnostic, type LintedRule, neverHappens } from './linted-rule.ts'

export function misusedQuantile({ rule, expression }: LintedRule): Diagnostic[] {
  return allParts(expression).flatMap((part) =>
    part.kind === 'call' && part.name === 'histogram_quantile'
      ? [
          ...percentage(part),
          ...withoutBounds(part, neverHappens(rule)),
          ...withoutHighestBucket(part, neverHappens(rule)),
          ...sinceTheStart(part),
        ]
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

/** Without the bucket at +Inf, every quantile is NaN. */
function withoutHighestBucket({ arguments: [, buckets] }: Call, consequence: string): Diagnostic[] {
  const selectors = buckets ? selectionsOf(buckets).map(({ selector }) => selector) : []
  return selectors.flatMap(({ matchers }) =>
    matchers
      .filter((matcher) => matcher.label === 'le' && !acceptsValue(matcher, '+Inf', true))
      .map(({ operator, value }) => ({
        severity: 'error',
        sentence: `le${operator}${JSON.stringify(value)} leaves out the bucket at +Inf, without which histogram_quantile is NaN: ${consequence}`,
        proof: 'meaningless',
      })),
  )
}

/** The name of buckets, as a page prints them: recorded rates have a colon in theirs. */
const PRINTED_BUCKETS = /^[^:]+_bucket$/

function sinceTheStart({ arguments: [, buckets] }: Call): Diagnostic[] {
  const printed = buckets ? selectedAtAnInstant(buckets).filter((metric) => PRINTED_BUCKETS.test(metric)) : []
  return printed.map((metric) => ({
    severity: 'warning',
    sentence: `no rate stands around ${metric}, so that the quantile is that of all requests since the service started, and a slow minute hardly moves it`,
  }))
}

/** The metrics that an expression reads as they stand, and not over a range. */
function selectedAtAnInstant(expression: Expression): readonly string[] {
  if (expression.kind === 'subquery') return []
  if (expression.kind === 'vectorSelector') return expression.metric === null ? [] : [expression.metric]
  return partsOf(expression).flatMap(selectedAtAnInstant)
}

/** The aggregation whose result is the argument of the quantile, perhaps inside functions that keep labels. */
function firstAggregation(buckets: Expression): Expression | undefined {
  const inner = withoutParentheses(buckets)
  if (inner.kind === 'aggregation') return inner
  const [first] = inner.kind === 'call' ? inner.arguments : []
  return first && firstAggregation(first)
}
