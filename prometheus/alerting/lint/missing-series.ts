// Selectors that match no series of the target and none that the file's rules record. What is not there may still come: a
// counter of errors with the first error, a label with the first request that carries it. Only a slip is a mistake.

import { didYouMean, suggestion } from '../../../core/text/nearest-word.ts'
import { mistypedName } from '../../observation/mistyped-name.ts'
import { ABSENCE_FUNCTIONS } from '../../promql/expression/absence-functions.ts'
import { type Expression, type VectorSelector, withoutModifiers } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { partsOf, selectionsOf } from '../../promql/expression/parts.ts'
import { labelTest } from '../../series/label-matcher.ts'
import { isOwnSeries } from '../../series/own-series.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import { isEvaluatedInRun } from '../rule-file.ts'
import { consequenceOf, type Diagnostic, type LintedRule } from './linted-rule.ts'

export function missingSeries(linted: LintedRule): Diagnostic[] {
  const { series, notEvaluated } = linted
  // Of what is not simulated that is said.
  if (!series || (notEvaluated !== null && isEvaluatedInRun(notEvaluated))) return []
  return queried(linted.expression).flatMap((selector) => {
    if (isSetApart(selector, linted) || isRecorded(selector, linted)) return []
    const asked = withoutBounds(selector)
    if (series.some(labelTest(asked.matchers)) || linted.isExplained?.(asked)) return []
    return diagnostics({ asked, series, linted, consequence: consequenceWithout(selector, linted) })
  })
}

/** A query whether something is missing is no mistake. */
function queried(expression: Expression): readonly VectorSelector[] {
  if (expression.kind === 'call' && ABSENCE_FUNCTIONS.has(expression.name)) return []
  const parts = partsOf(expression)
  return parts.length === 0 ? selectionsOf(expression).map(({ selector }) => selector) : parts.flatMap(queried)
}

/** What no native sample is scraped of is said elsewhere. */
function isSetApart({ metric }: VectorSelector, { notEvaluated, ...known }: LintedRule): boolean {
  const { allOfPromql = false, scrapedByServer = allOfPromql } = known
  return !scrapedByServer && notEvaluated?.kind === 'native' && notEvaluated.metric === metric
}

function isRecorded({ metric }: VectorSelector, { recorded }: LintedRule): boolean {
  return metric !== null && (isOwnSeries(metric) || recorded.includes(metric))
}

// The spelling of bounds is checked in bound-matchers.ts.
function withoutBounds(selector: VectorSelector): VectorSelector {
  return { ...selector, matchers: selector.matchers.filter(({ label }) => label !== 'le' && label !== 'quantile') }
}

/** Undefined where the rule can do without the series of the selector, wherever it reads them. */
function consequenceWithout(selector: VectorSelector, linted: LintedRule): string | undefined {
  const missing = formatExpression(withoutModifiers(selector))
  return consequenceOf(linted, (part) => {
    const read = part.kind === 'matrixSelector' ? part.selector : part
    return read.kind === 'vectorSelector' && formatExpression(withoutModifiers(read)) === missing
  })
}

interface Missing {
  readonly asked: VectorSelector
  readonly series: readonly Labels[]
  readonly linted: LintedRule
  /** What follows as long as nothing is found; undefined where the rule can do without. */
  readonly consequence: string | undefined
}

function diagnostics(missing: Missing): Diagnostic[] {
  const namesakes = missing.series.filter(labelTest(missing.asked.matchers.filter(isOfName)))
  return namesakes.length === 0 ? unknownName(missing) : unknownLabels(missing, namesakes)
}

function isOfName({ label }: { readonly label: string }): boolean {
  return label === METRIC_NAME
}

/** Before the first request, only what must be a mistake: other series may come with it. */
function unknownName({ asked, series, linted, consequence }: Missing): Diagnostic[] {
  const { recorded, beforeTraffic = false, notEvaluated } = linted
  const { metric } = asked
  const names = [...new Set(series.map((labels) => labels[METRIC_NAME] ?? '')), ...recorded]
  const slip = metric === null ? undefined : mistypedName(metric, names)
  if (beforeTraffic && slip === undefined) return []
  const buckets = names.find((name) => name === `${metric}_bucket`)
  if (metric !== null && buckets !== undefined && notEvaluated?.kind === 'native')
    return [withoutNative(metric, consequence)]
  const meant = buckets ?? slip
  const hint = meant === undefined ? didYouMean(metric ?? '', names) : suggestion(meant)
  const without = meant !== undefined ? ': ' : ': without it '
  return [
    {
      severity: meant !== undefined && consequence !== undefined ? 'error' : 'warning',
      sentence: `the target has no series ${formatExpression(withoutModifiers(asked))}${hint}${consequence === undefined ? '' : without + consequence}`,
    },
  ]
}

/** Prometheus scrapes them only where its configuration says so. */
function withoutNative(metric: string, consequence: string | undefined): Diagnostic {
  return {
    severity: 'warning',
    sentence: `the target has no native histogram ${metric}, only the classic buckets ${metric}_bucket${consequence === undefined ? '' : `: without it ${consequence}`}; scrape native histograms, or read ${metric}_bucket by (le)`,
  }
}

function unknownLabels({ asked, linted, consequence }: Missing, namesakes: readonly Labels[]): Diagnostic[] {
  const shown = formatExpression(withoutModifiers(asked))
  const labels = [...new Set(namesakes.flatMap((one) => Object.keys(one)))].filter((label) => label !== METRIC_NAME)
  const others = asked.matchers.filter((matcher) => !isOfName(matcher))
  const unknown = others.find((matcher) => !labels.includes(matcher.label) && !labelTest([matcher])({}))
  const slip = unknown && mistypedName(unknown.label, labels)
  if (linted.beforeTraffic && slip === undefined) return []
  if (!unknown)
    return [
      {
        severity: 'warning',
        sentence: `the target has no series ${shown} yet: its labels have other values${consequence === undefined ? '' : `; unless they come with traffic, ${consequence}`}`,
      },
    ]
  const [yet, hint] = slip === undefined ? [' yet', didYouMean(unknown.label, labels)] : ['', suggestion(slip)]
  const unless = slip === undefined ? ': unless one comes with traffic, ' : ': '
  return [
    {
      severity: slip !== undefined && consequence !== undefined ? 'error' : 'warning',
      sentence: `no series of the target that ${shown} could mean has a label ${unknown.label}${yet}${hint}; they have ${labels.sort().join(', ')}${consequence === undefined ? '' : unless + consequence}`,
    },
  ]
}
