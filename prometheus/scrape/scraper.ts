// Scrapes one endpoint over HTTP: gets its page, reads it, and takes it into the store.

import type { Clock } from '../../core/clock.ts'
import type { Exposition } from './exposition/exposition.ts'
import { ExpositionError } from './exposition/exposition-error.ts'
import { expositionFormat, parseExposition } from './exposition/parse-exposition.ts'
import { SeriesCache } from './exposition/series-cache.ts'
import type { FetchPage } from './fetch-page.ts'
import { PageIntake, type Scrape, type ScrapeFault } from './page-intake.ts'
import { ScrapeError } from './scrape-error.ts'
import type { SeriesStore } from './series-store.ts'
import type { ScrapeTarget } from './target-labels.ts'

export type { Scrape, ScrapedSample } from './page-intake.ts'

export interface ScraperOptions {
  readonly target: ScrapeTarget
  readonly fetchPage: FetchPage
  readonly store: SeriesStore
  readonly clock: Clock
  /** As Prometheus 3: `le="1"` is kept as `le="1.0"`. */
  readonly normaliseBounds: boolean
}

export class Scraper {
  readonly #options: ScraperOptions
  readonly #seriesCache = new SeriesCache()
  readonly #intake: PageIntake

  constructor(options: ScraperOptions) {
    this.#options = options
    this.#intake = new PageIntake(options.target, options.store)
  }

  /** @param timestampMs of the samples, unless the page names other times. A failed scrape is a Scrape too. */
  async scrape(timestampMs: number, timeoutSeconds: number, signal: AbortSignal): Promise<Scrape> {
    const { clock } = this.#options
    const startedAt = clock.nowSeconds()
    const problems: string[] = []
    const brought = await this.#page(timeoutSeconds, signal, problems)
    const durationSeconds = clock.nowSeconds() - startedAt
    return this.#intake.take(brought, { timestampMs, durationSeconds, timeoutSeconds }, problems)
  }

  async #page(timeoutSeconds: number, signal: AbortSignal, problems: string[]): Promise<Exposition | ScrapeFault> {
    const { target, fetchPage } = this.#options
    try {
      return this.#parse(await fetchPage(target.url, timeoutSeconds, signal, target.via), problems)
    } catch (error) {
      if (!(error instanceof ScrapeError || error instanceof ExpositionError)) throw error
      return error
    }
  }

  #parse(page: Awaited<ReturnType<FetchPage>>, problems: string[]): Exposition {
    const { normaliseBounds, target } = this.#options
    if (expositionFormat(page.contentType) === undefined)
      problems.push(
        `Prometheus 3 refuses this page for its Content-Type (${page.contentType ?? 'none'}): expected text/plain or application/openmetrics-text`,
      )
    this.#intake.room.startPage()
    return parseExposition(page.text, page.contentType, {
      normaliseBounds,
      seriesCache: this.#seriesCache,
      keepEmptyLabels: target.honorLabels,
      maxSamples: target.limits.samples,
      maxLabels: target.limits.labels,
      onUnknownSeries: (labels) => this.#intake.room.read(labels),
    })
  }
}
