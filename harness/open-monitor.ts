// Opens the monitor of a run: the embedded scraper and rule evaluator, or a real Prometheus.

import { assertNever } from '../core/assert-never.ts'
import type { Scenario } from '../core/scenario/scenario.ts'
import type { MetricsTarget } from '../core/scenario/target.ts'
import { openEmbeddedMonitor } from '../prometheus/embedded/embedded-monitor.ts'
import { openLocalMonitor } from '../prometheus/local/local-monitor.ts'
import type { MonitorOptions, PrometheusMonitor } from '../prometheus/monitor.ts'
import { openRemoteMonitor } from '../prometheus/remote/remote-monitor.ts'
import type { RunSetup } from './setup/run-setup.ts'

const DEFAULT_QUANTILE = 0.95

/**
 * @throws UserError where the metrics cannot be read, a program is missing, or a name is mistaken
 */
export async function openMonitor(metrics: MetricsTarget, setup: RunSetup): Promise<PrometheusMonitor> {
  const { prometheus } = setup
  const options = monitorOptions(metrics, setup)
  switch (prometheus.kind) {
    case 'embedded':
      return openEmbeddedMonitor(options)
    case 'local':
      return openLocalMonitor(options)
    case 'remote':
      return openRemoteMonitor({
        ...options,
        url: prometheus.url,
      })
    default:
      return assertNever(prometheus)
  }
}

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
