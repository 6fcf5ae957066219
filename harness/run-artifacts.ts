// What a run leaves behind beside its report.

import { readFile } from 'node:fs/promises'
import type { Scenario } from '../core/scenario/scenario.ts'
import type { ScenarioRun } from '../harness.ts'
import { parseRuleFile } from '../prometheus/alerting/rule-file.ts'
import { alertTestOfWitness } from '../prometheus/alerting/unit-test/alert-test-of-run.ts'
import { ALERT_RULES_FILE, type RunArtifacts } from '../reports/write-reports.ts'

export async function runArtifacts(run: ScenarioRun, { prometheus }: Scenario): Promise<RunArtifacts> {
  const { report, load, details, exact, prometheus: witness } = run
  const rules = prometheus.rulesFile === null ? null : await readFile(prometheus.rulesFile, 'utf8')
  const startedAtUnixMs = Date.parse(report.run.startedAt)
  return {
    load,
    details,
    exact,
    openMetrics: witness?.openMetrics || null,
    rules,
    alertTest:
      rules === null || !witness?.openMetrics
        ? null
        : alertTestOfWitness(witness, parseRuleFile(rules, ALERT_RULES_FILE), ALERT_RULES_FILE, startedAtUnixMs),
  }
}
