// What there was in place of the series that a selector did not find.

import type { Instead } from '../../../core/run/alert-evidence.ts'
import { editDistance, nearestWord } from '../../../core/text/nearest-word.ts'
import { mistypedName } from '../../observation/mistyped-name.ts'
import type { VectorSelector } from '../../promql/expression/expression.ts'
import { acceptsLabels, acceptsValue, type CompiledMatcher } from '../../series/label-matcher.ts'
import { formatLabels, labelValue } from '../../series/labels.ts'
import { isOwnSeries } from '../../series/own-series.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'

/** A list for a reader ends here. */
const MOST_LISTED = 5
const MOST_NAMES = 2

/** @param series every series of the run, with its labels as stored */
export function foundInstead({ metric, matchers }: VectorSelector, series: readonly Labels[]): Instead {
  const accepts = (some: readonly CompiledMatcher[]) => (labels: Labels) => acceptsLabels(some, labels, true)
  if (series.some(accepts(matchers))) return { kind: 'sometimes' }
  if (series.every((labels) => isOwnSeries(labelValue(labels, METRIC_NAME)))) return { kind: 'nothingScraped' }
  const named = matchers.filter(({ label }) => label === METRIC_NAME)
  const others = matchers.filter(({ label }) => label !== METRIC_NAME)
  const namesakes = series.filter(accepts(named))
  if (namesakes.length === 0) {
    const names = [...new Set(series.map((labels) => labelValue(labels, METRIC_NAME)))]
    return { kind: 'noMetric', looksRecorded: metric?.includes(':') ?? false, ...nearestNames(metric, names) }
  }
  const labels = [...new Set(namesakes.flatMap((one) => Object.keys(one)))].filter((label) => label !== METRIC_NAME)
  const unknown = others.find((matcher) => !labels.includes(matcher.label) && !acceptsValue(matcher, '', true))
  if (unknown) return { kind: 'noLabel', label: unknown.label, labels: sorted(labels, unknown.label) }
  const refusing = others.find((matcher) => !namesakes.some(accepts([matcher])))
  if (refusing) {
    const values = [...new Set(namesakes.map((one) => labelValue(one, refusing.label)))].filter((value) => value !== '')
    const elsewhere = labels.find((label) =>
      namesakes.some((one) => acceptsValue(refusing, labelValue(one, label), true)),
    )
    const nearest = sorted(values, refusing.value)
    return {
      kind: 'otherValues',
      label: refusing.label,
      values: nearest,
      elsewhere: positive(refusing) ? (elsewhere ?? null) : null,
    }
  }
  return { kind: 'otherSeries', example: formatLabels(namesakes[0] as Labels) }
}

function positive({ operator }: CompiledMatcher): boolean {
  return operator === '=' || operator === '=~'
}

/** The nearest first. */
function sorted(words: readonly string[], wanted: string): readonly string[] {
  return [...words].sort((a, b) => editDistance(a, wanted) - editDistance(b, wanted)).slice(0, MOST_LISTED)
}

/** Those that Prometheus writes itself are near to nothing. */
function nearestNames(
  metric: string | null,
  names: readonly string[],
): { readonly nearest: readonly string[]; readonly isSlip: boolean } {
  if (metric === null) return { nearest: [], isSlip: false }
  const candidates = names.filter((name) => !isOwnSeries(name))
  const mistyped = mistypedName(metric, candidates)
  const meant = mistyped ?? nearestWord(metric, candidates)
  const nearest = meant === undefined ? sorted(candidates, metric).slice(0, MOST_NAMES) : [meant]
  return { nearest, isSlip: mistyped !== undefined }
}
