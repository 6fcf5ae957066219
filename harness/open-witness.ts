// Opens the server's witness of a run: the embedded scraper and rule evaluator, or a real Prometheus.

import { assertNever } from '../core/assert-never.ts'
import type { AlertState } from '../core/run/alert.ts'
import type { PrometheusRecord } from '../core/run/prometheus-record.ts'
import type { Scenario } from '../core/scenario/scenario.ts'
import type { MetricsTarget } from '../core/scenario/target.ts'
import { createEmbeddedWitness, type EmbeddedWitnessOptions } from '../prometheus/embedded/embedded-monitor.ts'
import { openLocalWitness } from '../prometheus/local/local-monitor.ts'
import { openRemoteWitness } from '../prometheus/remote/remote-monitor.ts'
import type { RunSetup } from './run-setup.ts'

/** What every witness can do, whoever evaluates the rules. */
export interface Witness {
  start(zeroSeconds: number, startedAtUnixMs: number): void
  /** The baseline when called before the first arrival, the final count when called after the last completion. */
  scrapeNow(): Promise<void>
  current(): { readonly estimate: number | null; readonly alerts: Readonly<Record<string, AlertState>> }
  finish(): Promise<PrometheusRecord>
  /** When it resolves nothing is left behind. */
  stop(): void | Promise<void>
}

const DEFAULT_QUANTILE = 0.95

/**
 * Null where the service has no metrics to ask for.
 * @throws UserError where the metrics cannot be read, a program is missing, or the rules do not fit the scenario
 */
export async function openWitness(
  metrics: MetricsTarget | null,
  { scenario, rules, clock, environment, prometheus, signal }: RunSetup,
): Promise<Witness | null> {
  if (metrics === null) return null
  const { scrapeIntervalSeconds, evaluationIntervalSeconds } = scenario.prometheus
  const watch = {
    histogram: metrics.histogram,
    match: metrics.match,
    ruleFile: rules,
    scrapeIntervalSeconds,
    evaluationIntervalSeconds,
    fallbackQuantile: firstQuantile(scenario),
    watchedAlerts: scenario.alerts.map(({ alert }) => alert),
    clock,
  }
  const verifyTls = scenario.service.kind === 'bundled' || scenario.service.target.verifyTls
  switch (prometheus.kind) {
    case 'embedded':
      return openEmbedded({ ...watch, endpoints: metrics.urls, http: { verifyTls } })
    case 'local':
      return openLocalWitness({ ...watch, endpoints: metrics.urls, verifyTls, environment, signal })
    case 'remote':
      return openRemoteWitness({ ...watch, url: prometheus.url, environment, signal })
    default:
      return assertNever(prometheus)
  }
}

async function openEmbedded(options: EmbeddedWitnessOptions): Promise<Witness> {
  const witness = createEmbeddedWitness(options)
  await witness.probe()
  return witness
}

function firstQuantile(scenario: Scenario): number {
  for (const { objective } of scenario.sla) if (objective.kind === 'quantile') return objective.quantile
  return DEFAULT_QUANTILE
}
