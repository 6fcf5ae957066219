// The server's side of a run: a Prometheus that scrapes the service and evaluates the alerting rules. There are three
// kinds: embedded in the harness, a local one started for the run, and a remote one that exists already.

import type { Clock } from '../core/clock.ts'
import type { Environment } from '../core/environment.ts'
import type { LatencyUnit } from '../core/histogram/latency-unit.ts'
import type { Via } from '../core/route/route.ts'
import type { TlsMaterial } from '../core/route/tls-material.ts'
import type { AlertState } from '../core/run/alert.ts'
import type { PrometheusRecord } from '../core/run/prometheus-record.ts'
import type { RuleFinding } from '../core/run/rule-finding.ts'
import type { MetricsScrape } from '../core/scenario/target.ts'
import type { RuleFile } from './alerting/rule-file.ts'

export interface MonitorOptions {
  /** URLs of metrics pages; distinguished by `instance`. A remote Prometheus scrapes those that it is configured for. */
  readonly endpoints: readonly string[]
  /** False: certificates of endpoints are not verified. */
  readonly verifyTls: boolean
  /** The labels that are added, and the headers that are sent. Absent: the default job, and no headers. */
  readonly scrape?: MetricsScrape
  /** Of the endpoints. Absent: as Node has it. */
  readonly tls?: TlsMaterial
  /** How the endpoints are reached, in their order. Absent: as their URLs say. */
  readonly vias?: readonly Via[]
  /** Without `_bucket`. */
  readonly histogram: string
  /** Of its observations, where the scenario names it. */
  readonly unit?: LatencyUnit
  /** As a page printed it before the run. */
  readonly printedUnit?: string
  /** A PromQL selector's matchers with their braces, or nothing. */
  readonly match: string
  /** Those of single requests, each once: what they accept of that is counted by itself. Absent for none. */
  readonly routes?: readonly string[]
  readonly ruleFile: RuleFile | null
  readonly scrapeIntervalSeconds: number
  readonly evaluationIntervalSeconds: number
  /** The quantile of the estimate where no rule takes one. */
  readonly fallbackQuantile: number
  /** The alerts that the run is about: the estimate is that of the first of them. */
  readonly watchedAlerts: readonly string[]
  /** Where the paths of programs and the credentials of a remote Prometheus are configured. */
  readonly environment: Environment
  readonly clock: Clock
  /** Aborted when the user wants the run to stop: long waits are cut short. */
  readonly signal?: AbortSignal
}

export interface PrometheusMonitor {
  /** What the first look at the metrics showed that the user should know, though the run can begin. */
  readonly warnings: readonly string[]
  /** What the check of the rules found with the series that are known before the first request. */
  readonly ruleFindings: readonly RuleFinding[]
  /**
   * What a look at the metrics shows once requests were answered: what was missing before may have come by then.
   * Nothing where that is unknown.
   */
  lookAgain(): readonly string[]
  /** Begins to scrape and to evaluate. @param startSeconds second 0 of the run, on the clock's axis */
  start(startSeconds: number, startedAtUnixMs: number): void
  /**
   * An on-demand scrape of all endpoints; a real Prometheus scrapes on its own schedule, so its next one is waited for. The
   * first that succeeds is the baseline, the last one the final count. Rules read only what is scraped on the grid.
   * Never rejects.
   */
  scrapeNow(): Promise<void>
  /** The estimate and the alerts' states as of the last evaluation that is known. */
  current(): CurrentView
  /** Stops, and returns everything that was seen. */
  finish(): Promise<PrometheusRecord>
  /** Stops at once, whatever is in progress. When it resolves, nothing is left behind. Idempotent. */
  stop(): Promise<void>
}

export interface CurrentView {
  readonly estimate: number | null
  /** By alert name; the most severe state where rules share a name. */
  readonly alerts: Readonly<Record<string, AlertState>>
}

/** @throws UserError where the metrics cannot be read, a program is missing, or a name is mistaken */
export type OpenMonitor<Options extends MonitorOptions = MonitorOptions> = (
  options: Options,
) => Promise<PrometheusMonitor>

/** The `job` label where none is configured: embedded and local are the same, so that rules give the same results. */
export const JOB = 'model-server'
