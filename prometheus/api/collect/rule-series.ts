// The series that the check of the rules looks at, as the Prometheus has them: all of each metric that a rule names, and
// the names of the others.

import { parsedExpression } from '../../alerting/parsed-expression.ts'
import { everyRule, type RuleFile } from '../../alerting/rule-file.ts'
import { type VectorSelector, withoutModifiers } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { selectionsOf } from '../../promql/expression/parts.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import type { QueryApi, TimeRange } from '../query-api.ts'

/** Of all metrics that the rules name. Where there are more, the check goes without them. */
const MOST_SERIES = 20_000

/**
 * Undefined where there are too many.
 * @throws QueryApiError where the server does not answer
 */
export async function ruleSeries(
  api: QueryApi,
  ruleFile: RuleFile | null,
  range: TimeRange,
): Promise<readonly Labels[] | undefined> {
  if (ruleFile === null) return []
  const recording = ruleFile.groups.flatMap(everyRule).filter(({ kind }) => kind === 'recording')
  const recorded = new Set(['ALERTS', 'ALERTS_FOR_STATE', ...recording.map(({ name }) => name)])
  const isScraped = (labels: Labels) => !recorded.has(labels[METRIC_NAME] ?? '')
  const found: Labels[] = []
  for (const selector of namesakes(ruleFile)) {
    const counted = await api.query(`count(${selector})`, range.toMs)
    const seriesCount = counted.type === 'vector' ? (counted.samples[0]?.value ?? 0) : 0
    if (found.length + seriesCount > MOST_SERIES) return undefined
    found.push(...(await api.series(selector, range)).filter(isScraped))
  }
  const known = new Set(found.map((labels) => labels[METRIC_NAME]))
  const others = (await api.metricNames('{__name__!=""}')).map((name) => ({ [METRIC_NAME]: name }))
  return [...found, ...others.filter((labels) => isScraped(labels) && !known.has(labels[METRIC_NAME]))]
}

/** A selector of all series with the name, for each selector of the rules; the selector itself where it names none. */
function namesakes(ruleFile: RuleFile): ReadonlySet<string> {
  const expressions = ruleFile.groups.flatMap(everyRule).flatMap(({ expression }) => parsedExpression(expression) ?? [])
  const selectors = expressions.flatMap((expression) => selectionsOf(expression).map(({ selector }) => selector))
  return new Set(selectors.map((selector) => formatExpression(byName(selector))))
}

function byName(selector: VectorSelector): VectorSelector {
  const named = selector.matchers.filter(({ label }) => label === METRIC_NAME)
  return { ...withoutModifiers(selector), matchers: named.length === 0 ? selector.matchers : named }
}
