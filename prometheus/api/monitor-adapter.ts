// What the API monitor needs to know that differs between a local and a remote Prometheus.

import type { AlertHistory } from '../../core/run/alert.ts'
import type { ScrapeRecord } from '../../core/run/prometheus-record.ts'
import type { RunTime } from '../observation/run-time.ts'
import type { Dialect } from '../promql/dialect.ts'
import type { Series } from '../series/series.ts'
import type { ScrapeWatch } from './await-scrapes.ts'
import type { LiveAlerts } from './live-alerts.ts'
import type { QueryApi } from './query-api.ts'

/** The run on the clock of the Prometheus. */
export interface ObservedRun {
  readonly time: RunTime
  /** The baseline, or the start of the run where that came first. */
  readonly fromMs: number
  /** When everything is collected. */
  readonly endMs: number
}

export interface CollectedAlerts {
  readonly histories: readonly AlertHistory[]
  /** An instant at which the watched rule was evaluated; null if unknown. */
  readonly evaluatedAtMs: number | null
  readonly problems: readonly string[]
}

export interface MonitorAdapter {
  readonly api: QueryApi
  /** For the report. */
  readonly source: string
  /** In which its rules are evaluated. */
  readonly dialect: Dialect
  /** How far its clock is ahead of this machine's. */
  readonly aheadMs: number
  /** By its clock, in milliseconds since the Unix epoch, wherever this machine's is set to meanwhile. */
  readonly nowMs: () => number
  readonly scrapes: ScrapeWatch
  /** As known before the run. */
  readonly scrapeIntervalSeconds: number
  readonly liveAlerts: LiveAlerts
  /** Settles once the rules were evaluated after an instant, or that takes too long. Never rejects. */
  evaluatedAfter(atMs: number): Promise<void>
  collectAlerts(run: ObservedRun): Promise<CollectedAlerts>
  /** @param histogram the raw samples of the histogram */
  collectScrapes(run: ObservedRun, histogram: readonly Series[]): Promise<readonly ScrapeRecord[]>
  openMetrics(run: ObservedRun, histogram: readonly Series[]): Promise<string>
  /** As measured over the run. @param histogram the raw samples of the histogram */
  scrapeIntervalOf(histogram: readonly Series[]): number
  /** Whether it scrapes everything at one interval, and not each job at its own. */
  readonly hasOneInterval: boolean
  /** Further notes for the reader. */
  readonly problems: readonly string[]
}
