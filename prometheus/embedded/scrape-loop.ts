// Scrapes all endpoints together, one round after another, never two at once.

import type { Clock } from '../../core/clock.ts'
import { type RunTime, secondOfRun, timestampOf } from '../observation/run-time.ts'
import type { Scraper } from '../scrape/scraper.ts'
import type { ScrapeRound } from './scrape-log.ts'

export interface ScrapeRoundsOptions {
  readonly scrapers: readonly Scraper[]
  readonly clock: Clock
  readonly time: RunTime
  readonly intervalSeconds: number
  /** Aborts the requests under way. */
  readonly signal: AbortSignal
  /** Takes each round as it ends; none once the signal was aborted. */
  readonly onRound: (round: ScrapeRound) => void
}

/** A scrape that starts so near its tick carries the tick's time. Source: prometheus scrape.go, ScrapeTimestampTolerance. */
const ALIGNMENT_TOLERANCE_SECONDS = 0.002
const LONGEST_TIMEOUT_SECONDS = 10

export class ScrapeRounds {
  readonly #options: ScrapeRoundsOptions
  #queue: Promise<unknown> = Promise.resolve()
  #lastTimestampMs = Number.NEGATIVE_INFINITY

  constructor(options: ScrapeRoundsOptions) {
    this.#options = options
  }

  /** Settles once the rounds that are under way now have ended. */
  async underWay(): Promise<void> {
    await this.#queue
  }

  /** A round of the grid: it gets the interval, and at most ten seconds. */
  async atTick(tickSeconds: number): Promise<void> {
    const { intervalSeconds } = this.#options
    const timeoutSeconds = Math.min(intervalSeconds, LONGEST_TIMEOUT_SECONDS)
    await this.#enqueue(() => this.#round('grid', this.#alignedSeconds(tickSeconds), timeoutSeconds))
  }

  /** A round out of turn. @returns whether every endpoint answered with its page */
  async now(timeoutSeconds: number): Promise<boolean> {
    const { clock } = this.#options
    const round = await this.#enqueue(() => this.#round('asked', clock.nowSeconds(), timeoutSeconds))
    return round.scrapes.every(({ error }) => error === null)
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => undefined)
    return result
  }

  async #round(kind: ScrapeRound['kind'], startSeconds: number, timeoutSeconds: number): Promise<ScrapeRound> {
    const { scrapers, time, signal, onRound } = this.#options
    // Two rounds never share a timestamp: Prometheus would drop the second one's samples.
    const timestampMs = Math.max(timestampOf(time, startSeconds), this.#lastTimestampMs + 1)
    this.#lastTimestampMs = timestampMs
    const scrapes = await Promise.all(scrapers.map((scraper) => scraper.scrape(timestampMs, timeoutSeconds, signal)))
    const round = { kind, atSeconds: secondOfRun(time, timestampMs), scrapes }
    if (!signal.aborted) onRound(round)
    return round
  }

  #alignedSeconds(tickSeconds: number): number {
    const { clock, intervalSeconds } = this.#options
    const tolerance = Math.min(intervalSeconds / 100, ALIGNMENT_TOLERANCE_SECONDS)
    const now = clock.nowSeconds()
    return Math.abs(now - tickSeconds) <= tolerance ? tickSeconds : now
  }
}
