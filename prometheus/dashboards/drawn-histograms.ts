// The classic histograms that the quantiles of a dashboard are drawn from.

import { allParts } from '../alerting/lint/linted-rule.ts'
import { parsedExpression } from '../alerting/parsed-expression.ts'
import type { Call, Expression } from '../promql/expression/expression.ts'
import { selectionsOf } from '../promql/expression/parts.ts'
import type { Dashboard } from './dashboard.ts'
import { fillVariables, PLACEHOLDER } from './fill-variables.ts'

/** Each once, without `_bucket`, in the order of the panels: those whose bounds tell how high its lines can go. */
export function drawnHistograms({ panels, variables }: Dashboard): readonly string[] {
  const named = panels.flatMap(({ queries }) =>
    queries.flatMap((query) => {
      const expression = parsedExpression(fillVariables(query.expression, variables).text)
      return expression === null ? [] : quantilesIn(expression).flatMap(histogramsIn)
    }),
  )
  return [...new Set(named)].filter((name) => !isNamedByVariable(name))
}

/** Whether a variable without a value stands in the name, so that nothing can be asked about it. */
export function isNamedByVariable(histogram: string): boolean {
  return histogram.includes(PLACEHOLDER)
}

/** In the order of the text. */
export function quantilesIn(expression: Expression): readonly Call[] {
  return allParts(expression).flatMap((part) =>
    part.kind === 'call' && part.name === 'histogram_quantile' ? [part] : [],
  )
}

/** The classic histograms of a call, without `_bucket`. */
export function histogramsIn({ arguments: [, buckets] }: Call): readonly string[] {
  const metrics = buckets ? selectionsOf(buckets).flatMap(({ selector }) => selector.metric ?? []) : []
  return [...new Set(metrics.filter((metric) => metric.endsWith('_bucket')))].map((metric) =>
    metric.slice(0, -'_bucket'.length),
  )
}
