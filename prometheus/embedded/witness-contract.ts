// What the embedded witness is given, and what it can be asked.

import type { AlertState } from '../../core/run/alert.ts'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'
import type { OnTransition } from '../alerting/rule-manager.ts'
import type { WitnessOptions } from '../monitor.ts'
import type { Dialect } from '../promql/dialect.ts'
import type { PageFetcher, PageFetcherOptions } from '../scrape/fetch-page.ts'

export interface EmbeddedWitnessOptions extends WitnessOptions {
  /** URLs of metrics pages; told apart by `instance`. */
  readonly endpoints: readonly string[]
  readonly onTransition?: OnTransition
  /** The `job` label of what is scraped. Default: `model-server`. */
  readonly job?: string
  readonly http?: PageFetcherOptions
  /** Default: Prometheus 3.5. */
  readonly dialect?: Dialect
  /** Instead of HTTP. */
  readonly pageFetcher?: PageFetcher
}

export interface EmbeddedWitness {
  /** One look at each endpoint. @throws UserError where there is no page, or no such histogram and none to be expected */
  probe(): Promise<void>
  /** Begins to scrape and to evaluate. @param zeroSeconds second 0 of the run, on the clock's axis */
  start(zeroSeconds: number, startedAtUnixMs?: number): void
  /** A scrape out of turn: the first that succeeds is the baseline, the last one the final. Never rejects. */
  scrapeNow(): Promise<void>
  /** The estimate and the alerts' states as of the last evaluation. */
  current(): { readonly estimate: number | null; readonly alerts: Record<string, AlertState> }
  /** Stops, evaluates what was scraped since the last evaluation, and tells everything. */
  finish(): Promise<PrometheusRecord>
  /** Stops at once, whatever is under way. */
  stop(): void
}
