// What a witness that asks a real Prometheus is given, and what it can be asked.

import type { Environment } from '../core/environment.ts'
import type { AlertState } from '../core/run/alert.ts'
import type { PrometheusRecord } from '../core/run/prometheus-record.ts'
import type { WitnessOptions } from './monitor.ts'

export interface RealWitnessOptions extends WitnessOptions {
  /** Where binaries and credentials are named. */
  readonly environment: Environment
  /** Aborted when the user wants the run to stop: waits are cut short. */
  readonly signal?: AbortSignal
}

export interface RealWitness {
  /** @param zeroSeconds second 0 of the run, on the clock's axis */
  start(zeroSeconds: number, startedAtUnixMs: number): void
  /**
   * A real Prometheus cannot be told to scrape: waits until it has scraped every instance once more. The first wait
   * that succeeds makes the baseline, the last one the final count. May come before `start`. Never rejects.
   */
  scrapeNow(): Promise<void>
  /** The estimate and the alerts' states as they were last asked for. */
  current(): { readonly estimate: number | null; readonly alerts: Readonly<Record<string, AlertState>> }
  /** Waits for the evaluation after the last scrape, asks for everything, and stops. */
  finish(): Promise<PrometheusRecord>
  /** Stops at once. When it resolves nothing is left behind. Idempotent. */
  stop(): Promise<void>
}
