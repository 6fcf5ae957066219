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
    series.some(labelTest(selector.matchers)) ? [] : [diagnostic(selector, series, linted)],
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

function diagnostic(selector: VectorSelector, series: readonly Labels[], { rule, recorded }: LintedRule): Diagnostic {
  const shown = formatExpression({ ...selector, offsetMs: 0 })
  const named = selector.matchers.filter(({ label }) => label === METRIC_NAME)
  const namesakes = series.filter(labelTest(named))
  if (namesakes.length === 0) {
    const names = [...new Set(series.map((labels) => labels[METRIC_NAME] ?? '')), ...recorded]
    const hint = selector.metric === null ? '' : didYouMean(selector.metric, names)
    return { severity: 'error', sentence: `the target has no series ${shown}${hint}: ${neverHappens(rule)}` }
  }
  const others = selector.matchers.filter(({ label }) => label !== METRIC_NAME)
  const labels = [...new Set(namesakes.flatMap((one) => Object.keys(one)))].filter((label) => label !== METRIC_NAME)
  const unknown = others.find((matcher) => !labels.includes(matcher.label) && !labelTest([matcher])({}))
  if (!unknown)
    return {
      severity: 'warning',
      sentence: `the target has no series ${shown} yet: its labels have other values; unless they come with traffic, ${neverHappens(rule)}`,
    }
  const hint = didYouMean(unknown.label, labels)
  return {
    severity: 'error',
    sentence: `no series of the target that ${shown} could mean has a label ${unknown.label}${hint}; they have ${labels.sort().join(', ')}: ${neverHappens(rule)}`,
  }
}
