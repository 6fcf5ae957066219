// Selectors that match nothing of what the target prints and the file's rules make.

import { nearestWord } from '../../../core/text/nearest-word.ts'
import type { Expression, VectorSelector } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { partsOf, selectionsOf } from '../../promql/expression/parts.ts'
import { labelTest } from '../../series/label-matcher.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import { type Diagnostic, type LintedRule, neverHappens } from './linted-rule.ts'

/** Made by Prometheus itself. */
const ALWAYS_THERE = /^(?:up|scrape_.*|ALERTS|ALERTS_FOR_STATE)$/
/** To ask whether something is missing is no mistake. */
const ASKS_FOR_ABSENCE: ReadonlySet<string> = new Set(['absent', 'absent_over_time'])

export function missingSeries(linted: LintedRule): Diagnostic[] {
  const { series, expression } = linted
  if (!series) return []
  const selectors = askedFor(expression).filter(({ metric }) => metric === null || !isMade(metric, linted.made))
  // Bounds are a matter of their spelling: see bound-matchers.ts.
  const withoutBounds = selectors.map((selector) => ({
    ...selector,
    matchers: selector.matchers.filter(({ label }) => label !== 'le' && label !== 'quantile'),
  }))
  return withoutBounds.flatMap((selector) =>
    series.some(labelTest(selector.matchers)) ? [] : [diagnostic(selector, series, linted)],
  )
}

function askedFor(expression: Expression): readonly VectorSelector[] {
  if (expression.kind === 'call' && ASKS_FOR_ABSENCE.has(expression.name)) return []
  const parts = partsOf(expression)
  return parts.length === 0 ? selectionsOf(expression).map(({ selector }) => selector) : parts.flatMap(askedFor)
}

function isMade(metric: string, made: readonly string[]): boolean {
  return ALWAYS_THERE.test(metric) || made.includes(metric)
}

function diagnostic(selector: VectorSelector, series: readonly Labels[], { rule, made }: LintedRule): Diagnostic {
  const shown = formatExpression({ ...selector, offsetMs: 0 })
  const named = selector.matchers.filter(({ label }) => label === METRIC_NAME)
  const namesakes = series.filter(labelTest(named))
  if (namesakes.length === 0) {
    const names = [...new Set(series.map((labels) => labels[METRIC_NAME] ?? '')), ...made]
    const nearest = selector.metric === null ? undefined : nearestWord(selector.metric, names)
    const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`
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
  const nearest = nearestWord(unknown.label, labels)
  const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`
  return {
    severity: 'error',
    sentence: `no series of the target that ${shown} could mean has a label ${unknown.label}${hint}; they have ${labels.sort().join(', ')}: ${neverHappens(rule)}`,
  }
}
