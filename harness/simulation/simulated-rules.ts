// The rules of a scenario that a simulation of the bundled server evaluates.

import { checkEvaluated } from '../../prometheus/alerting/against-scenario/check-evaluated.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'
import { rulesInSimulation } from '../../prometheus/alerting/variants/rules-in-simulation.ts'
import { PROCESS_METRICS } from '../../server/metrics/published-metrics.ts'
import type { RunSetup } from '../setup/run-setup.ts'

/** What Prometheus says of the page of a scrape, which has the metrics of the process on it. */
const OF_THE_PAGE = ['scrape_samples_scraped', 'scrape_samples_post_metric_relabeling', 'scrape_series_added']

/** @throws UserError that names the alerts of the scenario that cannot be simulated, and why */
export function simulatedRules({ rules, scenario }: Pick<RunSetup, 'rules' | 'scenario'>): RuleFile | null {
  if (rules === null) return null
  const simulated = rulesInSimulation(rules, [...PROCESS_METRICS, ...OF_THE_PAGE])
  checkEvaluated(
    simulated,
    scenario.alerts.map(({ alert }) => alert),
  )
  return simulated
}
