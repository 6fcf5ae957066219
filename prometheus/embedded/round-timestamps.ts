// Which time the samples of a round of scrapes carry.

import { type RunTime, timestampOf } from '../observation/run-time.ts'
import type { ScrapeRound } from './scrape-log.ts'

/** A scrape that starts so near its tick carries the tick's time. Source: prometheus scrape.go, ScrapeTimestampTolerance. */
const ALIGNMENT_TOLERANCE_SECONDS = 0.002

/** Seconds on the clock's axis. @param startSeconds when the scrape for that tick starts */
export function alignedSeconds(tickSeconds: number, startSeconds: number, intervalSeconds: number): number {
  const tolerance = Math.min(intervalSeconds / 100, ALIGNMENT_TOLERANCE_SECONDS)
  return Math.abs(startSeconds - tickSeconds) <= tolerance ? tickSeconds : startSeconds
}

/**
 * Two rounds of a kind never share a timestamp: Prometheus would drop the second one's samples. A scheduled round keeps
 * that of its tick, and one on demand is a millisecond behind it.
 */
export class RoundTimestamps {
  readonly #time: RunTime
  readonly #lastMs = { scheduled: Number.NEGATIVE_INFINITY, onDemand: Number.NEGATIVE_INFINITY }

  constructor(time: RunTime) {
    this.#time = time
  }

  /** Milliseconds since the Unix epoch. */
  take(kind: ScrapeRound['kind'], startSeconds: number): number {
    const earliestMs = timestampOf(this.#time, startSeconds) + (kind === 'onDemand' ? 1 : 0)
    const timestampMs = Math.max(earliestMs, this.#lastMs[kind] + 1)
    this.#lastMs[kind] = timestampMs
    return timestampMs
  }
}
