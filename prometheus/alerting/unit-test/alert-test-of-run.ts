// The unit test file of a run, from what its Prometheus recorded.

import type { PrometheusRecord } from '../../../core/run/prometheus-record.ts'
import { selectionsOf } from '../../promql/expression/parts.ts'
import { parseExpression } from '../../promql/parse/parse-expression.ts'
import { recordedSeries } from '../../scrape/recorded-series.ts'
import type { RuleFile } from '../rule-file.ts'
import { alertTestFile } from './alert-test-file.ts'

/**
 * Null where no rule reads anything that was scraped.
 * @param ruleFileName the name of the rule file beside the test file
 */
export function alertTestOfRun(
  prometheus: PrometheusRecord,
  ruleFile: RuleFile,
  ruleFileName: string,
  startedAtUnixMs: number,
): string | null {
  return alertTestFile({
    ruleFile,
    ruleFileName,
    series: recordedSeries(prometheus.openMetrics, metricsRead(ruleFile)),
    alerts: prometheus.alerts,
    startedAtUnixMs,
    evaluationIntervalSeconds: prometheus.evaluationIntervalSeconds,
    evaluatedAtSeconds: prometheus.alerts[0]?.transitions[0]?.at ?? prometheus.estimates[0]?.atSeconds ?? 0,
  })
}

/** Null if a selector does not name its metric. */
function metricsRead(ruleFile: RuleFile): ReadonlySet<string> | null {
  const rules = ruleFile.groups.flatMap((group) => group.rules)
  const metrics = rules
    .flatMap((rule) => selectionsOf(parseExpression(rule.expression)))
    .map(({ selector }) => selector.metric)
  const named = metrics.filter((metric) => metric !== null)
  return named.length === metrics.length ? new Set(named) : null
}
