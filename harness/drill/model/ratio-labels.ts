// Labels by which an expression divides a metric by itself: `responses{rcode="SERVFAIL"} / responses`. Whatever such a label is
// called, it tells requests that failed from the others: were it the same on all series, the ratio would always be 1.

import type { Expression } from '../../../prometheus/promql/expression/expression.ts'
import { selectionsOf } from '../../../prometheus/promql/expression/parts.ts'
import type { CompiledMatcher } from '../../../prometheus/series/label-matcher.ts'
import { METRIC_NAME } from '../../../prometheus/series/series.ts'

/** By the name of the metric. */
export function ratioLabels(expressions: readonly Expression[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const expression of expressions) {
    const selectors = selectionsOf(expression).map(({ selector }) => selector)
    for (const { metric, matchers } of selectors)
      for (const matcher of matchers) {
        const isOfOne = (other: { readonly matchers: readonly CompiledMatcher[] }) =>
          other.matchers.every(({ label }) => label !== matcher.label)
        const isApart = selectors.some((other) => other.metric === metric && isOfOne(other))
        if (metric === null || !isTelling(matcher) || !isApart) continue
        found.set(metric, (found.get(metric) ?? new Set()).add(matcher.label))
      }
  }
  return found
}

function isTelling({ label, operator, value }: CompiledMatcher): boolean {
  return label !== METRIC_NAME && label !== 'le' && (operator === '=' || operator === '=~') && value !== ''
}
