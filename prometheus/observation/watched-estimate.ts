// The moving estimate that a dashboard shows: the histogram_quantile of the rule that is watched.

import { lookbackSeconds } from '../alerting/lookback.ts'
import { alertingRules, type RuleFile } from '../alerting/rule-file.ts'
import { watchedByRule } from '../alerting/watched-by-rule.ts'
import { parseExpression } from '../promql/parse/parse-expression.ts'
import type { HistogramSelection } from './histogram-selection.ts'

export interface WatchedEstimate {
  readonly expression: string
  readonly quantile: number
  readonly rangeSeconds: number
}

/** With the metric whose buckets it reads; null where that is not one. */
export interface WatchedMetric extends WatchedEstimate {
  readonly metric: string | null
}

/**
 * The histogram_quantile of the first watched alert that has one; else of the first rule that has one; else the fallback
 * quantile over one minute of the histogram. Recorded buckets look back as far as the rule that records them.
 */
export function watchedEstimate(
  ruleFile: RuleFile | null,
  watchedAlerts: readonly string[],
  fallback: { readonly histogram: HistogramSelection; readonly quantile: number },
): WatchedMetric {
  const alerts = ruleFile ? alertingRules(ruleFile) : []
  const watched = alerts.filter(({ name }) => watchedAlerts.includes(name))
  const recording = ruleFile?.groups.flatMap(({ rules }) => rules.filter(({ kind }) => kind === 'recording')) ?? []
  for (const { expression } of [...watched, ...alerts, ...recording]) {
    const found = watchedByRule(expression, ruleFile)
    if (!found) continue
    const { quantile, metric } = found
    const recorded = recording.find(({ name }) => found.rangeSeconds === 0 && name === metric)
    const rangeSeconds = recorded ? lookbackSeconds(parseExpression(recorded.expression)) : found.rangeSeconds
    return { expression: found.expression, quantile, rangeSeconds, metric }
  }
  const rate = `rate(${fallback.histogram.bucketSelector}[1m])`
  const expression = `histogram_quantile(${fallback.quantile}, sum by (le) (${rate}))`
  return { expression, quantile: fallback.quantile, rangeSeconds: 60, metric: `${fallback.histogram.name}_bucket` }
}
