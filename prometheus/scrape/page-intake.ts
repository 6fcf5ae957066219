// Takes what a scrape brought into the store as Prometheus does: target labels, stale markers for series that went missing
// (all of them after a failed scrape), `up` and its companions. Source: prometheus scrape/scrape.go, scrapeAndReport.

import type { ScrapeFailure } from '../../core/run/prometheus-record.ts'
import { formatCount } from '../../core/text/count.ts'
import { counted } from '../../core/text/plural.ts'
import { LONGEST_SCRAPE_SECONDS } from '../observation/scrape-timeout.ts'
import type { Labels } from '../series/series.ts'
import type { Exposition, ParsedSample } from './exposition/exposition.ts'
import { ExpositionError } from './exposition/exposition-error.ts'
import { ScrapeError, ScrapeTimeout } from './scrape-error.ts'
import { SeriesRoom } from './series-room.ts'
import type { SeriesStore } from './series-store.ts'
import type { AppendOutcome, StoredSeries } from './stored-series.ts'
import { labelsWithinLimits, type ScrapeTarget } from './target-labels.ts'

export interface ScrapedSample {
  /** The target's among them. */
  readonly labels: Labels
  readonly value: number
}

export interface Scrape {
  readonly target: ScrapeTarget
  /** Of its samples. */
  readonly timestampMs: number
  readonly durationSeconds: number
  /** How long it might have taken. */
  readonly timeoutSeconds: number
  /** Null where it succeeded. */
  readonly error: string | null
  /** Null where it succeeded. */
  readonly failure: ScrapeFailure | null
  /** Each series once. Empty where the scrape failed. */
  readonly samples: readonly ScrapedSample[]
  /** Null where the scrape failed. */
  readonly page: Exposition | null
  /** What Prometheus would have refused or dropped, in words. */
  readonly problems: readonly string[]
}

/** Why there is no page, or not the whole of it. */
export type ScrapeFault = ScrapeError | ExpositionError

/** When a scrape began, and what it took. */
export interface ScrapeTimes {
  /** Of its samples, unless the page names other times. */
  readonly timestampMs: number
  readonly durationSeconds: number
  /** How long it might have taken. */
  readonly timeoutSeconds: number
}

/** Samples with times of their own further off than this are dropped, as Prometheus' head drops them. */
const OLDEST_MS = 3600e3
const NEWEST_MS = 600e3

interface Stored {
  readonly page: Exposition | null
  readonly failure: ScrapeFault | null
  readonly appended: Appended
}

interface Appended {
  readonly samples: readonly ScrapedSample[]
  readonly seen: ReadonlySet<StoredSeries>
  readonly dropped: { duplicate: number; outOfOrder: number; outOfBounds: number }
}

const NOTHING_APPENDED: Appended = {
  samples: [],
  seen: new Set(),
  dropped: { duplicate: 0, outOfOrder: 0, outOfBounds: 0 },
}

export class PageIntake {
  readonly #target: ScrapeTarget
  readonly #store: SeriesStore
  readonly #stored = new WeakMap<Labels, StoredSeries>()
  /** The series of the last scrape: those missing from the next one end. */
  #seen: ReadonlySet<StoredSeries> = new Set()
  /** How many more series the pages may bring. */
  readonly room: SeriesRoom

  constructor(target: ScrapeTarget, store: SeriesStore) {
    this.#target = target
    this.#store = store
    this.room = new SeriesRoom(target, store)
  }

  /** @param problems what was to be said of the page already. A failed scrape is a Scrape too. */
  take(brought: Exposition | ScrapeFault, times: ScrapeTimes, problems: readonly string[] = []): Scrape {
    const { timestampMs, durationSeconds, timeoutSeconds } = times
    const { page, failure, appended } = this.#stores(brought, timestampMs)
    const added = [...appended.seen].filter((series) => !this.#seen.has(series)).length
    for (const series of this.#seen) if (!appended.seen.has(series)) series.appendStale(timestampMs)
    this.#seen = appended.seen
    const scraped = failure instanceof ExpositionError ? failure.samplesRead : (page?.samples.length ?? 0)
    reportScrape(this.#store, this.#target, timestampMs, {
      up: failure === null ? 1 : 0,
      durationSeconds,
      scraped,
      added,
    })
    return {
      target: this.#target,
      ...times,
      error: failure === null ? null : failureText(failure, timeoutSeconds),
      failure: failureKind(failure),
      samples: appended.samples,
      page,
      problems: [...problems, ...droppedProblems(appended)],
    }
  }

  #stores(brought: Exposition | ScrapeFault, timestampMs: number): Stored {
    if (brought instanceof Error) return { page: null, failure: brought, appended: NOTHING_APPENDED }
    try {
      return { page: brought, failure: null, appended: this.#append(brought, timestampMs) }
    } catch (error) {
      if (!(error instanceof ScrapeError)) throw error
      return { page: brought, failure: error, appended: NOTHING_APPENDED }
    }
  }

  #append(page: Exposition, timestampMs: number): Appended {
    const samples: ScrapedSample[] = []
    const seen = new Set<StoredSeries>()
    const once = new Set<StoredSeries>()
    const dropped = { duplicate: 0, outOfOrder: 0, outOfBounds: 0 }
    const seriesOf = this.#seriesOf(page.samples)
    for (const [i, sample] of page.samples.entries()) {
      const series = seriesOf[i] as StoredSeries
      if (!once.has(series)) samples.push({ labels: series.labels, value: sample.value })
      const outcome = appendSample(series, sample, timestampMs, once.has(series))
      if (outcome !== 'stored' && outcome !== 'repeated') dropped[outcome]++
      once.add(series)
      // A series with times of its own does not end by going missing.
      if (sample.timestampMs === null) seen.add(series)
    }
    return { samples, seen, dropped }
  }

  /** @throws ScrapeError where one is beyond the limits: then nothing of the page is stored, and no place is taken */
  #seriesOf(samples: readonly ParsedSample[]): StoredSeries[] {
    const [target, store] = [this.#target, this.#store]
    const unknown = samples
      .filter(({ labels }) => !this.#stored.has(labels))
      .map((sample) => ({ onPage: sample.labels, labels: labelsWithinLimits(sample.labels, target) }))
    this.room.take(unknown.map(({ labels }) => labels))
    for (const { onPage, labels } of unknown) this.#stored.set(onPage, store.series(labels, true))
    return samples.map(({ labels }) => this.#stored.get(labels) as StoredSeries)
  }
}

function failureKind(failure: ScrapeFault | null): ScrapeFailure | null {
  if (failure === null) return null
  return failure instanceof ScrapeError ? failure.kind : 'page'
}

/** A timeout below the longest one is that of the interval, which the user can change. */
function failureText(failure: ScrapeFault, timeoutSeconds: number): string {
  const isOfInterval = failure instanceof ScrapeTimeout && timeoutSeconds < LONGEST_SCRAPE_SECONDS
  return isOfInterval ? `${failure.message}: raise prometheus.scrapeInterval` : failure.message
}

function appendSample(
  series: StoredSeries,
  { value, timestampMs: ownMs }: ParsedSample,
  timestampMs: number,
  isSecond: boolean,
): AppendOutcome | 'outOfBounds' {
  if (ownMs === null) return isSecond ? 'duplicate' : series.append(timestampMs, value)
  const isNear = ownMs >= timestampMs - OLDEST_MS && ownMs <= timestampMs + NEWEST_MS
  return isNear ? series.append(ownMs, value) : 'outOfBounds'
}

function droppedProblems({ dropped: { duplicate, outOfOrder, outOfBounds } }: Appended): string[] {
  const problems: string[] = []
  if (duplicate > 0)
    problems.push(
      `${formatCount(duplicate)} series ${duplicate === 1 ? 'was' : 'were'} printed twice, or again for the same instant: the first value counts`,
    )
  if (outOfOrder > 0)
    problems.push(`${counted(outOfOrder, 'sample')} with times before the ones scraped last were dropped`)
  if (outOfBounds > 0) problems.push(`${counted(outOfBounds, 'sample')} with times too far off were dropped`)
  return problems
}

interface ScrapeReport {
  readonly up: number
  readonly durationSeconds: number
  readonly scraped: number
  readonly added: number
}

function reportScrape(store: SeriesStore, target: ScrapeTarget, timestampMs: number, report: ScrapeReport): void {
  const values = {
    up: report.up,
    scrape_duration_seconds: report.durationSeconds,
    scrape_samples_scraped: report.scraped,
    scrape_samples_post_metric_relabeling: report.scraped,
    scrape_series_added: report.added,
  }
  for (const [name, value] of Object.entries(values))
    store.series({ __name__: name, ...target.labels }, true).append(timestampMs, value)
}
