// What the monitor of a run is told, whichever it is.

import type { Scenario } from '../../core/scenario/scenario.ts'
import type { MetricsTarget } from '../../core/scenario/target.ts'
import type { MonitorOptions } from '../../prometheus/monitor.ts'
import type { RunSetup } from './run-setup.ts'

const DEFAULT_QUANTILE = 0.95

export function monitorOptions(
  metrics: MetricsTarget,
  { scenario, rules, clock, environment, signal }: RunSetup,
): MonitorOptions {
  const { scrapeIntervalSeconds, evaluationIntervalSeconds } = scenario.prometheus
  const routes = [...new Set(scenario.requests.flatMap(({ match }) => match ?? []))]
  return {
    endpoints: metrics.urls,
    verifyTls: metrics.scrape?.verifyTls ?? (scenario.service.kind === 'bundled' || scenario.service.target.verifyTls),
    ...(metrics.scrape && { scrape: metrics.scrape }),
    ...metrics.reached,
    histogram: metrics.histogram,
    ...(metrics.unit && { unit: metrics.unit }),
    match: metrics.match,
    ...(routes.length > 0 && { routes }),
    ruleFile: rules,
    scrapeIntervalSeconds,
    evaluationIntervalSeconds,
    fallbackQuantile: firstQuantile(scenario),
    watchedAlerts: scenario.alerts.map(({ alert }) => alert),
    environment,
    clock,
    signal,
  }
}

function firstQuantile(scenario: Scenario): number {
  for (const { objective } of scenario.sla) if (objective.kind === 'quantile') return objective.quantile
  return DEFAULT_QUANTILE
}
