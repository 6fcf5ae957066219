// Waits for Prometheus to scrape, because it scrapes on its own schedule. Instants are milliseconds since the Unix epoch, by the
// clock of the Prometheus.

import type { Clock } from '../../core/clock.ts'
import { formatDuration } from '../../core/text/duration.ts'
import type { Series } from '../series/series.ts'
import { QueryApiError } from './query-api-error.ts'

export interface ScrapeWatch {
  /** The samples since an instant that record scrapes, one series for each instance. */
  samplesSince(fromMs: number): Promise<readonly Series[]>
  /** How many instances there are to be scraped. With none, the wait is over at once. */
  instances(): Promise<number>
  /** Whether a sample records a scrape that succeeded. */
  isSuccess(value: number): boolean
  readonly longestWaitSeconds: number
  readonly pollSeconds: number
}

export type ScrapeOutcome =
  /** The scrape of the instance that came last. */
  { readonly kind: 'scraped'; readonly atMs: number } | { readonly kind: 'late'; readonly reason: string }

/** A scrape that starts so near its tick carries the tick's time, which may lie ahead. Source: prometheus scrape.go. */
const ALIGNMENT_TOLERANCE_MS = 2

/** Once the user has interrupted the run. */
const LONGEST_WAIT_WHEN_INTERRUPTED_SECONDS = 5

export interface WaitSignals {
  /** When aborted, the wait ends. */
  readonly over: AbortSignal
  /** When aborted, the wait is cut short. */
  readonly interrupted?: AbortSignal
}

/** Waits until every instance was scraped after the instant. Never rejects. */
export async function awaitScrapes(
  watch: ScrapeWatch,
  afterMs: number,
  clock: Clock,
  signals: WaitSignals,
): Promise<ScrapeOutcome> {
  const signal = signals.over
  let deadline = clock.nowSeconds() + watch.longestWaitSeconds
  for (;;) {
    const outcome = await pollOnce(watch, afterMs)
    if (signals.interrupted?.aborted)
      deadline = Math.min(deadline, clock.nowSeconds() + LONGEST_WAIT_WHEN_INTERRUPTED_SECONDS)
    if (outcome.kind === 'scraped' || clock.nowSeconds() >= deadline || signal.aborted) return outcome
    await clock.sleep(watch.pollSeconds, signal)
  }
}

async function pollOnce(watch: ScrapeWatch, afterMs: number): Promise<ScrapeOutcome> {
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
    return { kind: 'late', reason: `Prometheus could not be queried: ${error.message}` }
  }
}
