// Selectors that match no series of the target and none that the file's rules record.

import { didYouMean } from '../../../core/text/nearest-word.ts'
import type { Expression, VectorSelector } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { partsOf, selectionsOf } from '../../promql/expression/parts.ts'
import { labelTest } from '../../series/label-matcher.ts'
import { isOwnSeries } from '../../series/own-series.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import { type Diagnostic, type LintedRule, neverHappens } from './linted-rule.ts'

/** A query whether something is missing is no mistake. */
const ABSENCE_FUNCTIONS: ReadonlySet<string> = new Set(['absent', 'absent_over_time'])

export function missingSeries(linted: LintedRule): Diagnostic[] {
  const { series, expression } = linted
  if (!series) return []
  const selectors = queriedSelectors(expression).filter(
    ({ metric }) => metric === null || !isRecorded(metric, linted.recorded),
  )
  // The spelling of bounds is checked in bound-matchers.ts.
  const withoutBounds = selectors.map((selector) => ({
    ...selector,
    matchers: selector.matchers.filter(({ label }) => label !== 'le' && label !== 'quantile'),
  }))
  return withoutBounds.flatMap((selector) =>
    series.some(labelTest(selector.matchers)) || linted.isExplained?.(selector)
      ? []
      : diagnostics(selector, series, linted),
  )
}

function queriedSelectors(expression: Expression): readonly VectorSelector[] {
  if (expression.kind === 'call' && ABSENCE_FUNCTIONS.has(expression.name)) return []
  const parts = partsOf(expression)
  return parts.length === 0 ? selectionsOf(expression).map(({ selector }) => selector) : parts.flatMap(queriedSelectors)
}

function isRecorded(metric: string, recorded: readonly string[]): boolean {
  return isOwnSeries(metric) || recorded.includes(metric)
}

/** Before the first request, only what must be a mistake: other series may come with it. */
function diagnostics(
  selector: VectorSelector,
  series: readonly Labels[],
  { rule, recorded, beforeTraffic = false }: LintedRule,
): Diagnostic[] {
  const shown = formatExpression({ ...selector, offsetMs: 0 })
  const named = selector.matchers.filter(({ label }) => label === METRIC_NAME)
  const namesakes = series.filter(labelTest(named))
  if (namesakes.length === 0) {
    const names = [...new Set(series.map((labels) => labels[METRIC_NAME] ?? '')), ...recorded]
    const hint = selector.metric === null ? '' : didYouMean(selector.metric, names)
    if (hint === '' && beforeTraffic) return []
    // A counter of errors may not be there before the first error.
    const severity = hint === '' ? 'warning' : 'error'
    const consequence = hint === '' ? `without it ${neverHappens(rule)}` : neverHappens(rule)
    return [{ severity, sentence: `the target has no series ${shown}${hint}: ${consequence}` }]
  }
  const others = selector.matchers.filter(({ label }) => label !== METRIC_NAME)
  const labels = [...new Set(namesakes.flatMap((one) => Object.keys(one)))].filter((label) => label !== METRIC_NAME)
  const unknown = others.find((matcher) => !labels.includes(matcher.label) && !labelTest([matcher])({}))
  if (!unknown && beforeTraffic) return []
  if (!unknown)
    return [
      {
        severity: 'warning',
        sentence: `the target has no series ${shown} yet: its labels have other values; unless they come with traffic, ${neverHappens(rule)}`,
      },
    ]
  const hint = didYouMean(unknown.label, labels)
  return [
    {
      severity: 'error',
      sentence: `no series of the target that ${shown} could mean has a label ${unknown.label}${hint}; they have ${labels.sort().join(', ')}: ${neverHappens(rule)}`,
    },
  ]
}
