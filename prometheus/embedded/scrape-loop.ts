// Scrapes all endpoints together, round after round and never two rounds at once: on the grid of the scrape interval,
// and on demand.

import type { Clock } from '../../core/clock.ts'
import { type RunTime, secondOfRun } from '../observation/run-time.ts'
import { scrapeTimeoutSeconds } from '../observation/scrape-timeout.ts'
import type { Scraper } from '../scrape/scraper.ts'
import { alignedSeconds, RoundTimestamps } from './round-timestamps.ts'
import { runOnGrid } from './run-on-grid.ts'
import type { ScrapeRound } from './scrape-log.ts'

export interface ScrapeLoopOptions {
  /** One for each endpoint. */
  readonly scrapers: Readonly<Record<ScrapeRound['kind'], readonly Scraper[]>>
  readonly clock: Clock
  readonly time: RunTime
  readonly intervalSeconds: number
  /** Aborts the requests in flight. */
  readonly signal: AbortSignal
  /** Takes each round as it ends; none once the signal was aborted. */
  readonly onRound: (round: ScrapeRound) => void
}

/** All attempts of an on-demand scrape together. */
const ON_DEMAND_TIMEOUT_SECONDS = 10
const ON_DEMAND_ATTEMPTS = 3
const PAUSE_BETWEEN_ATTEMPTS_SECONDS = 0.1

export class ScrapeLoop {
  readonly #options: ScrapeLoopOptions
  #queue: Promise<unknown> = Promise.resolve()
  readonly #timestamps: RoundTimestamps

  constructor(options: ScrapeLoopOptions) {
    this.#options = options
    this.#timestamps = new RoundTimestamps(options.time)
  }

  /** Scrapes on the grid until the signal is aborted. @returns how many ticks were skipped */
  run(signal: AbortSignal): Promise<number> {
    const { clock, time, intervalSeconds } = this.#options
    const grid = { firstSeconds: time.startSeconds, intervalSeconds }
    const timeoutSeconds = scrapeTimeoutSeconds(intervalSeconds)
    return runOnGrid(grid, clock, signal, async (tickSeconds) => {
      await this.#enqueue(() =>
        this.#round('scheduled', alignedSeconds(tickSeconds, clock.nowSeconds(), intervalSeconds), timeoutSeconds),
      )
    })
  }

  /** An on-demand round, repeated where an endpoint fails. Never rejects for that. */
  async scrapeNow(): Promise<void> {
    const { clock, signal } = this.#options
    const deadline = clock.nowSeconds() + ON_DEMAND_TIMEOUT_SECONDS
    for (let attempt = 1; attempt <= ON_DEMAND_ATTEMPTS && !signal.aborted; attempt++) {
      const secondsLeft = deadline - clock.nowSeconds()
      if (secondsLeft <= 0 || (await this.#scrapeOnDemand(secondsLeft))) return
      if (attempt < ON_DEMAND_ATTEMPTS) await clock.sleep(PAUSE_BETWEEN_ATTEMPTS_SECONDS, signal)
    }
  }

  /** Settles once the rounds that are in progress now have ended. */
  async roundsInProgress(): Promise<void> {
    await this.#queue
  }

  /** @returns whether every endpoint answered with its page */
  async #scrapeOnDemand(timeoutSeconds: number): Promise<boolean> {
    const { clock } = this.#options
    const round = await this.#enqueue(() => this.#round('onDemand', clock.nowSeconds(), timeoutSeconds))
    return round.scrapes.every(({ error }) => error === null)
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => undefined)
    return result
  }

  async #round(kind: ScrapeRound['kind'], startSeconds: number, timeoutSeconds: number): Promise<ScrapeRound> {
    const { scrapers, time, signal, onRound } = this.#options
    const timestampMs = this.#timestamps.take(kind, startSeconds)
    const scrapes = await Promise.all(
      scrapers[kind].map((scraper) => scraper.scrape(timestampMs, timeoutSeconds, signal)),
    )
    const round = { kind, atSeconds: secondOfRun(time, timestampMs), scrapes }
    if (!signal.aborted) onRound(round)
    return round
  }
}
