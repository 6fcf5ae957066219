// Selectors that match no series of the target and none that the file's rules record.

import { didYouMean } from '../../../core/text/nearest-word.ts'
import { mistypedName } from '../../observation/mistyped-name.ts'
import { type Expression, type VectorSelector, withoutModifiers } from '../../promql/expression/expression.ts'
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
  return queried(expression, true)
    .filter((one) => !isSetApart(one, linted))
    .filter(({ selector: { metric } }) => metric === null || !isRecorded(metric, linted.recorded))
    .map((one) => ({ ...one, selector: withoutBounds(one.selector) }))
    .flatMap((one) =>
      series.some(labelTest(one.selector.matchers)) || linted.isExplained?.(one.selector)
        ? []
        : diagnostics(one, series, linted),
    )
}

/** What no native sample is scraped of is said elsewhere. */
function isSetApart({ selector }: Queried, { notEvaluated, ...known }: LintedRule): boolean {
  const { allOfPromql = false, scrapedByServer = allOfPromql } = known
  return !scrapedByServer && notEvaluated?.kind === 'native' && notEvaluated.metric === selector.metric
}

/** Prometheus scrapes them only where its configuration says so. */
function withoutNative(metric: string, consequence: string | undefined): Diagnostic {
  return {
    severity: 'warning',
    sentence: `the target has no native histogram ${metric}, only the classic buckets ${metric}_bucket${consequence === undefined ? '' : `: without it ${consequence}`}; scrape native histograms, or read ${metric}_bucket by (le)`,
  }
}

interface Queried {
  readonly selector: VectorSelector
  /** Whether the expression returns nothing unless this selector finds something. */
  readonly isNeeded: boolean
}

// The spelling of bounds is checked in bound-matchers.ts.
function withoutBounds(selector: VectorSelector): VectorSelector {
  return { ...selector, matchers: selector.matchers.filter(({ label }) => label !== 'le' && label !== 'quantile') }
}

function queried(expression: Expression, isNeeded: boolean): readonly Queried[] {
  if (expression.kind === 'call' && ABSENCE_FUNCTIONS.has(expression.name)) return []
  if (expression.kind === 'binary' && (expression.operator === 'or' || expression.operator === 'unless')) {
    const { operator, left, right } = expression
    return [...queried(left, isNeeded && operator === 'unless'), ...queried(right, false)]
  }
  const parts = partsOf(expression)
  return parts.length === 0
    ? selectionsOf(expression).map(({ selector }) => ({ selector, isNeeded }))
    : parts.flatMap((part) => queried(part, isNeeded))
}

function isRecorded(metric: string, recorded: readonly string[]): boolean {
  return isOwnSeries(metric) || recorded.includes(metric)
}

/** Before the first request, only what must be a mistake: other series may come with it. */
function diagnostics({ selector, isNeeded }: Queried, series: readonly Labels[], linted: LintedRule): Diagnostic[] {
  const { recorded, beforeTraffic = false } = linted
  const shown = formatExpression(withoutModifiers(selector))
  const named = selector.matchers.filter(({ label }) => label === METRIC_NAME)
  const namesakes = series.filter(labelTest(named))
  if (namesakes.length === 0) {
    const names = [...new Set(series.map((labels) => labels[METRIC_NAME] ?? '')), ...recorded]
    if (beforeTraffic && (selector.metric === null || mistypedName(selector.metric, names) === undefined)) return []
    const buckets = `${selector.metric}_bucket`
    const isHistogram = names.includes(buckets)
    if (isHistogram && linted.notEvaluated?.kind === 'native')
      return [withoutNative(selector.metric ?? '', isNeeded ? neverHappens(linted) : undefined)]
    const slip = selector.metric === null ? '' : didYouMean(selector.metric, names)
    const hint = isHistogram ? ` (did you mean ${buckets}?)` : slip
    // A counter of errors may not be there before the first error.
    const severity = hint === '' || !isNeeded ? 'warning' : 'error'
    const without = hint === '' ? `: without it ${neverHappens(linted)}` : `: ${neverHappens(linted)}`
    return [{ severity, sentence: `the target has no series ${shown}${hint}${isNeeded ? without : ''}` }]
  }
  const others = selector.matchers.filter(({ label }) => label !== METRIC_NAME)
  const labels = [...new Set(namesakes.flatMap((one) => Object.keys(one)))].filter((label) => label !== METRIC_NAME)
  const unknown = others.find((matcher) => !labels.includes(matcher.label) && !labelTest([matcher])({}))
  if (!unknown && beforeTraffic) return []
  if (!unknown)
    return [
      {
        severity: 'warning',
        sentence: `the target has no series ${shown} yet: its labels have other values${isNeeded ? `; unless they come with traffic, ${neverHappens(linted)}` : ''}`,
      },
    ]
  const hint = didYouMean(unknown.label, labels)
  return [
    {
      severity: isNeeded ? 'error' : 'warning',
      sentence: `no series of the target that ${shown} could mean has a label ${unknown.label}${hint}; they have ${labels.sort().join(', ')}${isNeeded ? `: ${neverHappens(linted)}` : ''}`,
    },
  ]
}
