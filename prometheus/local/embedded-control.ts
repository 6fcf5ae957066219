// The embedded monitor beside a real Prometheus, as a control: it scrapes for itself, in step with the real one, and
// evaluates the same rules with the semantics of the same version.

import type { AlertHistory } from '../../core/run/alert.ts'
import type { Uncounted } from '../../core/run/prometheus-record.ts'
import type { PrometheusMonitor } from '../monitor.ts'

export interface ControlRecord {
  /** In seconds of the run. */
  readonly alerts: readonly AlertHistory[]
  /** Counters that fall without a restart, as its own scrapes show them: those of a real one may show less. */
  readonly fallingCounters: Uncounted | undefined
}

export class EmbeddedControl {
  readonly #embedded: PrometheusMonitor
  readonly #lastScrapeMs: number
  readonly #intervalMs: number
  #shiftSeconds: number | undefined

  /** @param lastScrapeMs an instant at which the real one scraped, in milliseconds since the Unix epoch */
  constructor(embedded: PrometheusMonitor, lastScrapeMs: number, scrapeIntervalSeconds: number) {
    this.#embedded = embedded
    this.#lastScrapeMs = lastScrapeMs
    this.#intervalMs = scrapeIntervalSeconds * 1e3
  }

  /** The first scrape is at the first tick of the real one's grid after second 0. */
  start(startSeconds: number, startedAtUnixMs: number): void {
    const ticks = (startedAtUnixMs - this.#lastScrapeMs) / this.#intervalMs
    const shiftMs = (Math.ceil(ticks) - ticks) * this.#intervalMs
    this.#shiftSeconds = shiftMs / 1e3
    this.#embedded.start(startSeconds + shiftMs / 1e3, startedAtUnixMs + shiftMs)
  }

  lookAgain(): readonly string[] {
    return this.#embedded.lookAgain()
  }

  async finish(): Promise<ControlRecord> {
    const shift = this.#shiftSeconds
    if (shift === undefined) return { alerts: [], fallingCounters: undefined }
    const { alerts, uncounted } = await this.#embedded.finish()
    const isFalling = uncounted?.kind === 'severalProcesses' || uncounted?.kind === 'resetAtScrape'
    const shifted = alerts.map((history) => ({
      ...history,
      transitions: history.transitions.map((transition) => ({ ...transition, at: transition.at + shift })),
    }))
    return { alerts: shifted, fallingCounters: isFalling ? uncounted : undefined }
  }

  async stop(): Promise<void> {
    await this.#embedded.stop()
  }
}
