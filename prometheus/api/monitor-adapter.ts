// In what a Prometheus of one's own and somebody else's differ, as the witness that asks them sees it.

import type { AlertHistory } from '../../core/run/alert.ts'
import type { ScrapeRecord } from '../../core/run/prometheus-record.ts'
import type { RunTime } from '../observation/run-time.ts'
import type { Series } from '../series/series.ts'
import type { ScrapeWatch } from './await-scrapes.ts'
import type { LiveAlerts } from './live-alerts.ts'
import type { QueryApi } from './query-api.ts'

/** The run on the clock of the Prometheus that is asked. */
export interface ObservedRun {
  readonly time: RunTime
  /** The baseline, or the zero where that came first. */
  readonly fromMs: number
  /** When everything is asked for. */
  readonly endMs: number
}

export interface CollectedAlerts {
  readonly histories: readonly AlertHistory[]
  /** An instant at which the watched rule was evaluated; null where it is not known. */
  readonly evaluatedAtMs: number | null
  readonly problems: readonly string[]
}

export interface ApiWitnessPorts {
  readonly api: QueryApi
  /** For the report. */
  readonly source: string
  /** How far its clock is ahead of this machine's. */
  readonly aheadMs: number
  readonly scrapes: ScrapeWatch
  /** As far as it is known before the run. */
  readonly scrapeIntervalSeconds: number
  readonly liveAlerts: LiveAlerts
  /** Settles once the rules were evaluated after an instant, or that takes too long. Never rejects. */
  evaluatedAfter(atMs: number): Promise<void>
  collectAlerts(run: ObservedRun): Promise<CollectedAlerts>
  /** @param histogram the raw samples of the histogram */
  collectScrapes(run: ObservedRun, histogram: readonly Series[]): Promise<readonly ScrapeRecord[]>
  openMetrics(run: ObservedRun, histogram: readonly Series[]): Promise<string>
  /** As it turned out. @param histogram the raw samples of the histogram */
  scrapeIntervalOf(histogram: readonly Series[]): number
  /** What else the reader should know. */
  readonly problems: readonly string[]
}
