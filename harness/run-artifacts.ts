// The files of a run beside its report.

import { hideSecrets } from '../core/secrets/secrets.ts'
import type { RuleFile } from '../prometheus/alerting/rule-file.ts'
import { alertTestOfRun } from '../prometheus/alerting/unit-test/alert-test-of-run.ts'
import { ALERT_RULES_FILE, type RunArtifacts } from '../reports/run-folder/write-run.ts'
import type { JudgedRun } from './judged-run.ts'

/** @param rules the rules that were evaluated */
export function runArtifacts(
  { report, load, details, exact, prometheus }: JudgedRun,
  rules: RuleFile | null,
): RunArtifacts {
  const startedAtUnixMs = Date.parse(report.run.startedAt)
  const alertTest =
    rules === null || !prometheus?.openMetrics
      ? null
      : alertTestOfRun(prometheus, rules, ALERT_RULES_FILE, startedAtUnixMs)
  return {
    load,
    details,
    exact,
    openMetrics: prometheus?.openMetrics ? hideSecrets(prometheus.openMetrics) : null,
    countedOpenMetrics: prometheus?.countedOpenMetrics ? hideSecrets(prometheus.countedOpenMetrics) : null,
    rules: rules?.text ?? null,
    alertTest: alertTest && hideSecrets(alertTest),
  }
}
