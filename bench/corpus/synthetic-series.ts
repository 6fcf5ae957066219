// Series that the selectors of an expression select: one for each selector, with a value for every label that it asks for
// and every label that the expression groups or matches by; buckets have bounds.

import type { Expression, VectorSelector } from '../../prometheus/promql/expression/expression.ts'
import { partsOf, selectionsOf } from '../../prometheus/promql/expression/parts.ts'
import { acceptsLabels, acceptsValue, type CompiledMatcher } from '../../prometheus/series/label-matcher.ts'
import { labelSignature } from '../../prometheus/series/labels.ts'
import type { Labels, Sample, Series, SeriesSource } from '../../prometheus/series/series.ts'
import { valuesFor } from './values-for.ts'

interface Span {
  readonly untilMs: number
  readonly spanSeconds: number
}

const SCRAPE_SECONDS = 15
const MOST_SAMPLES = 500
const BOUNDS = ['0.1', '0.5', '1.0', '2.5', '10.0', '+Inf']

export function syntheticSource(expression: Expression, span: Span): SeriesSource {
  const series = syntheticLabels(expression).map((labels, i): Series => ({ labels, samples: rising(i, span) }))
  return {
    select: (matchers) =>
      series.filter(({ labels }) =>
        acceptsLabels(
          matchers.map((matcher) => ({ ...matcher, pattern: null })),
          labels,
          true,
        ),
      ),
  }
}

function syntheticLabels(expression: Expression): readonly Labels[] {
  const used = new Map([...new Set(labelsUsed(expression))].map((label) => [label, 'v']))
  const selectors = selectionsOf(expression).map(({ selector }) => selector)
  // What one selector asks for, the partners that it finds by the label have too.
  for (const selector of selectors)
    for (const { label } of selector.matchers) if (used.has(label)) used.set(label, valueFor(label, selector))
  const made = selectors.flatMap((selector) => labelSets(selector, used))
  return [...new Map(made.map((labels) => [labelSignature(labels), labels])).values()]
}

/** A line that no two series share. */
function rising(index: number, { untilMs, spanSeconds }: Span): readonly Sample[] {
  const everyMs = Math.max(SCRAPE_SECONDS, Math.ceil(spanSeconds / MOST_SAMPLES)) * 1e3
  const count = Math.ceil((spanSeconds * 1e3) / everyMs)
  return Array.from({ length: count }, (_, i) => ({
    timestampMs: untilMs - (count - 1 - i) * everyMs,
    value: (i + 1) * (index + 1),
  }))
}

function labelSets(selector: VectorSelector, used: ReadonlyMap<string, string>): readonly Labels[] {
  const asked = [...new Set([...used.keys(), ...selector.matchers.map(({ label }) => label)])].filter(
    (label) => label !== 'le',
  )
  const labels: Record<string, string> = {}
  for (const label of asked) {
    const isAsked = selector.matchers.some((matcher) => matcher.label === label)
    const value = isAsked ? valueFor(label, selector) : (used.get(label) ?? '')
    if (value !== '') labels[label] = value
  }
  const bounds = matchersOf('le', selector)
  if (!(selector.metric ?? '').endsWith('_bucket') && bounds.length === 0) return [labels]
  const possible = [...bounds.map(({ value }) => value), ...BOUNDS]
  return [...new Set(possible)].filter((le) => accepts(bounds, le)).map((le) => ({ ...labels, le }))
}

function valueFor(label: string, selector: VectorSelector): string {
  const matchers = matchersOf(label, selector)
  return matchers.flatMap(valuesFor).find((value) => accepts(matchers, value)) ?? ''
}

function matchersOf(label: string, { matchers }: VectorSelector): readonly CompiledMatcher[] {
  return matchers.filter((matcher) => matcher.label === label)
}

function accepts(matchers: readonly CompiledMatcher[], value: string): boolean {
  return matchers.every((matcher) => acceptsValue(matcher, value, true))
}

function labelsUsed(expression: Expression): readonly string[] {
  const inner = partsOf(expression).flatMap(labelsUsed)
  if (expression.kind === 'aggregation' && expression.grouping.mode === 'by')
    return [...expression.grouping.labels, ...inner]
  if (expression.kind === 'binary' && expression.matching)
    return [...(expression.matching.on ? expression.matching.labels : []), ...inner]
  return inner
}
