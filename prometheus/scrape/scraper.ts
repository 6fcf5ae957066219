// Scrapes one endpoint into the store as Prometheus does: target labels, stale markers for series that went missing
// (all of them after a failed scrape), `up` and its companions. Source: prometheus scrape/scrape.go, scrapeAndReport.

import type { Clock } from '../../core/clock.ts'
import type { ScrapeFailure } from '../../core/run/prometheus-record.ts'
import { formatCount } from '../../core/text/count.ts'
import { counted } from '../../core/text/plural.ts'
import { LONGEST_SCRAPE_SECONDS } from '../observation/scrape-timeout.ts'
import type { Labels } from '../series/series.ts'
import type { Exposition, ParsedSample } from './exposition/exposition.ts'
import { ExpositionError } from './exposition/exposition-error.ts'
import { expositionFormat, parseExposition } from './exposition/parse-exposition.ts'
import { SeriesCache } from './exposition/series-cache.ts'
import type { FetchPage } from './fetch-page.ts'
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

export interface ScraperOptions {
  readonly target: ScrapeTarget
  readonly fetchPage: FetchPage
  readonly store: SeriesStore
  readonly clock: Clock
  /** As Prometheus 3: `le="1"` is kept as `le="1.0"`. */
  readonly normaliseBounds: boolean
}

/** Samples with times of their own further off than this are dropped, as Prometheus' head drops them. */
const OLDEST_MS = 3600e3
const NEWEST_MS = 600e3

interface Appended {
  readonly samples: ScrapedSample[]
  readonly seen: Set<StoredSeries>
  readonly dropped: { duplicate: number; outOfOrder: number; outOfBounds: number }
}

export class Scraper {
  readonly #options: ScraperOptions
  readonly #seriesCache = new SeriesCache()
  readonly #stored = new WeakMap<Labels, StoredSeries>()
  /** The series of the last scrape: those missing from the next one end. */
  #seen: ReadonlySet<StoredSeries> = new Set()
  readonly #room: SeriesRoom

  constructor(options: ScraperOptions) {
    this.#options = options
    this.#room = new SeriesRoom(options.target, options.store)
  }

  /** @param timestampMs of the samples, unless the page names other times. A failed scrape is a Scrape too. */
  async scrape(timestampMs: number, timeoutSeconds: number, signal: AbortSignal): Promise<Scrape> {
    const { target, fetchPage, clock, store } = this.#options
    const startedAt = clock.nowSeconds()
    const problems: string[] = []
    let appended: Appended = { samples: [], seen: new Set(), dropped: { duplicate: 0, outOfOrder: 0, outOfBounds: 0 } }
    let page: Exposition | null = null
    let failure: unknown = null
    try {
      page = this.#parse(await fetchPage(target.url, timeoutSeconds, signal, target.via), problems)
      appended = this.#append(page, timestampMs)
      problems.push(...droppedProblems(appended))
    } catch (error) {
      if (!(error instanceof ScrapeError || error instanceof ExpositionError)) throw error
      failure = error
    }
    const added = [...appended.seen].filter((series) => !this.#seen.has(series)).length
    for (const series of this.#seen) if (!appended.seen.has(series)) series.appendStale(timestampMs)
    this.#seen = appended.seen
    const durationSeconds = clock.nowSeconds() - startedAt
    const scraped = failure instanceof ExpositionError ? failure.samplesRead : (page?.samples.length ?? 0)
    const report = { up: failure === null ? 1 : 0, durationSeconds, scraped, added }
    reportScrape(store, target, timestampMs, report)
    const error = failure instanceof Error ? failureText(failure, timeoutSeconds) : null
    const samples = appended.samples
    const times = { timestampMs, durationSeconds, timeoutSeconds }
    return { target, ...times, error, failure: failureKind(failure), samples, page, problems }
  }

  #parse(page: Awaited<ReturnType<FetchPage>>, problems: string[]): Exposition {
    const { normaliseBounds, target } = this.#options
    if (expositionFormat(page.contentType) === undefined)
      problems.push(
        `Prometheus 3 refuses this page for its Content-Type (${page.contentType ?? 'none'}): expected text/plain or application/openmetrics-text`,
      )
    this.#room.startPage()
    return parseExposition(page.text, page.contentType, {
      normaliseBounds,
      seriesCache: this.#seriesCache,
      keepEmptyLabels: target.honorLabels,
      maxSamples: target.limits.samples,
      maxLabels: target.limits.labels,
      onUnknownSeries: (labels) => this.#room.read(labels),
    })
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
    const { target, store } = this.#options
    const unknown = samples
      .filter(({ labels }) => !this.#stored.has(labels))
      .map((sample) => ({ onPage: sample.labels, labels: labelsWithinLimits(sample.labels, target) }))
    this.#room.take(unknown.map(({ labels }) => labels))
    for (const { onPage, labels } of unknown) this.#stored.set(onPage, store.series(labels, true))
    return samples.map(({ labels }) => this.#stored.get(labels) as StoredSeries)
  }
}

function failureKind(failure: unknown): ScrapeFailure | null {
  if (failure === null) return null
  return failure instanceof ScrapeError ? failure.kind : 'page'
}

/** A timeout below the longest one is that of the interval, which the user can change. */
function failureText(failure: Error, timeoutSeconds: number): string {
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
