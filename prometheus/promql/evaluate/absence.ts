// What absent and absent_over_time return where there is nothing.
// Source: prometheus/prometheus promql/functions.go, createLabelsForAbsentFunction.

import { dropLabels, NO_LABELS, setLabel } from '../../series/labels.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import { type Expression, withoutParentheses } from '../expression/expression.ts'
import type { InstantSample } from './instant-sample.ts'

/** The value 1 with every label that the selector names once, by `=`. An operand that is not a selector has no labels. */
export function absence(operand: Expression): InstantSample {
  const inner = withoutParentheses(operand)
  const selector = inner.kind === 'matrixSelector' ? inner.selector : inner
  const matchers = selector.kind === 'vectorSelector' ? selector.matchers : []
  const seen = new Set<string>([METRIC_NAME])
  let labels: Labels = NO_LABELS
  for (const { label, operator, value } of matchers) {
    const isFirst = operator === '=' && !seen.has(label)
    labels = isFirst ? setLabel(labels, label, value) : dropLabels(labels, [label])
    if (isFirst) seen.add(label)
  }
  return { labels, value: 1 }
}
