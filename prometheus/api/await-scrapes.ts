// Waits for Prometheus to scrape: it cannot be told to. Instants are milliseconds since the Unix epoch, by the clock of
// the Prometheus that is asked.

import type { Clock } from '../../core/clock.ts'
import { formatDuration } from '../../core/text/duration.ts'
import type { Series } from '../series/series.ts'
import { QueryApiError } from './query-api-error.ts'

export interface ScrapeWatch {
  /** The samples since an instant that tell of scrapes, a series an instance. */
  samplesSince(fromMs: number): Promise<readonly Series[]>
  /** How many instances there are to be scraped. None: nothing has to be waited for. */
  instances(): Promise<number>
  /** Whether a sample tells of a scrape that succeeded. */
  isSuccess(value: number): boolean
  readonly longestWaitSeconds: number
  readonly pollSeconds: number
}

export type ScrapeOutcome =
  /** Of the last instance that was. */
  { readonly kind: 'scraped'; readonly atMs: number } | { readonly kind: 'late'; readonly reason: string }

/** A scrape that starts so near its tick carries the tick's time, which may lie ahead. Source: prometheus scrape.go. */
const ALIGNMENT_TOLERANCE_MS = 2

/** For whoever has interrupted the run. */
const LONGEST_WAIT_IN_A_HURRY_SECONDS = 5

export interface WaitSignals {
  /** Aborted: the wait is over. */
  readonly over: AbortSignal
  /** Aborted: the wait is cut short. */
  readonly hurry?: AbortSignal
}

/** Until every instance was scraped after the instant. Never rejects. */
export async function awaitScrapes(
  watch: ScrapeWatch,
  afterMs: number,
  clock: Clock,
  signals: WaitSignals,
): Promise<ScrapeOutcome> {
  const signal = signals.over
  let deadline = clock.nowSeconds() + watch.longestWaitSeconds
  for (;;) {
    const outcome = await look(watch, afterMs)
    if (signals.hurry?.aborted) deadline = Math.min(deadline, clock.nowSeconds() + LONGEST_WAIT_IN_A_HURRY_SECONDS)
    if (outcome.kind === 'scraped' || clock.nowSeconds() >= deadline || signal.aborted) return outcome
    await clock.sleep(watch.pollSeconds, signal)
  }
}

async function look(watch: ScrapeWatch, afterMs: number): Promise<ScrapeOutcome> {
  try {
    const [instances, series] = await Promise.all([watch.instances(), watch.samplesSince(afterMs)])
    const firsts = series.flatMap(({ samples }) => {
      const scraped = samples.find(
        ({ timestampMs, value }) => timestampMs > afterMs + ALIGNMENT_TOLERANCE_MS && watch.isSuccess(value),
      )
      return scraped ? [scraped.timestampMs] : []
    })
    if (firsts.length >= instances) return { kind: 'scraped', atMs: Math.max(afterMs, ...firsts) }
    const waited = formatDuration(watch.longestWaitSeconds)
    return { kind: 'late', reason: `${firsts.length} of ${instances} instances were scraped within ${waited}` }
  } catch (error) {
    if (!(error instanceof QueryApiError)) throw error
    return { kind: 'late', reason: `the Prometheus could not be asked: ${error.message}` }
  }
}
