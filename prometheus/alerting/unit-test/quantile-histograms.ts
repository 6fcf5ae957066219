// Which histograms quantiles and shares are drawn from: their bounds decide what is drawn. A rule that counts, as
// x_bucket{le="0.3"} / x_count does, draws nothing.

import type { Expression, VectorSelector } from '../../promql/expression/expression.ts'
import { partsOf, selectionsOf } from '../../promql/expression/parts.ts'
import { labelTest } from '../../series/label-matcher.ts'
import { METRIC_NAME } from '../../series/series.ts'
import { parsedExpression } from '../parsed-expression.ts'
import type { Rule } from '../rule-file.ts'

const DRAWS: ReadonlySet<string> = new Set(['histogram_quantile', 'histogram_fraction'])

/**
 * A test of a histogram's name, without `_bucket`: whether one of the rules, or of the queries, draws from it, through
 * recording rules too. True of every name where one cannot be read that may.
 */
export function isDrawnFrom(rules: readonly Rule[], queries: readonly string[]): (histogram: string) => boolean {
  const texts = [...rules.map(({ expression }) => expression), ...queries]
  const records = rules.filter(({ kind }) => kind === 'recording')
  const read: VectorSelector[] = []
  for (const text of texts) {
    const parsed = parsedExpression(text)
    if (parsed === null && [...DRAWS].some((name) => text.includes(name))) return () => true
    if (parsed !== null) read.push(...drawnSelectors(parsed))
  }
  const followed = new Set<Rule>()
  // The list grows while it is walked.
  for (const selector of read)
    for (const record of records) {
      if (followed.has(record) || !mayName(selector, record.name)) continue
      followed.add(record)
      const parsed = parsedExpression(record.expression)
      if (parsed === null) return () => true
      read.push(...selectionsOf(parsed).map((selection) => selection.selector))
    }
  return (histogram) => read.some((selector) => mayName(selector, `${histogram}_bucket`))
}

function drawnSelectors(expression: Expression): readonly VectorSelector[] {
  if (expression.kind === 'call' && DRAWS.has(expression.name))
    return selectionsOf(expression).map(({ selector }) => selector)
  return partsOf(expression).flatMap(drawnSelectors)
}

function mayName({ matchers }: VectorSelector, name: string): boolean {
  return labelTest(matchers.filter(({ label }) => label === METRIC_NAME))({ [METRIC_NAME]: name })
}
