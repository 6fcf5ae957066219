// Looks at the metrics pages of a service before a run, as often as is asked for. Nothing of it is recorded.

import type { Clock } from '../../core/clock.ts'
import type { Via } from '../../core/route/route.ts'
import type { MetricsScrape } from '../../core/scenario/target.ts'
import { JOB, type MonitorOptions } from '../monitor.ts'
import type { InitialScrape } from '../observation/initial-scrape.ts'
import { firstPage } from '../observation/probe-endpoints.ts'
import { UnreadableEndpoint } from '../observation/unreadable-endpoint.ts'
import { createPageFetcher, type PageFetcher } from '../scrape/fetch-page.ts'
import { ScrapeError } from '../scrape/scrape-error.ts'
import { scrapeAccess } from '../scrape/scrape-headers.ts'
import { type ScrapeTarget, scrapeTargets } from '../scrape/target-labels.ts'

/** All pages, at about the same instant. */
export interface MetricsLook {
  readonly atSeconds: number
  readonly pages: readonly InitialScrape[]
}

export type LookOptions = Pick<MonitorOptions, 'endpoints' | 'verifyTls' | 'scrape' | 'tls' | 'vias' | 'clock'>

export class MetricsLooker {
  readonly #targets: readonly ScrapeTarget[]
  readonly #fetcher: PageFetcher
  readonly #clock: Clock
  readonly #scrape: MetricsScrape | undefined
  readonly #signal: AbortSignal

  /** @throws UserError where an endpoint is no URL */
  constructor(options: LookOptions, signal: AbortSignal) {
    const { endpoints, scrape, vias, verifyTls, tls } = options
    this.#targets = scrapeTargets(endpoints, JOB, scrape, vias)
    this.#fetcher = createPageFetcher({ verifyTls, ...(tls && { tls }), ...scrapeAccess(scrape) })
    this.#clock = options.clock
    this.#scrape = options.scrape
    this.#signal = signal
  }

  /** @throws UnreadableEndpoint */
  async look(): Promise<MetricsLook> {
    const atSeconds = this.#clock.nowSeconds()
    const { fetchPage } = this.#fetcher
    return {
      atSeconds,
      pages: await Promise.all(this.#targets.map((target) => firstPage(target, fetchPage, this.#signal))),
    }
  }

  /** Which of these URLs has a page with metrics on it, in their order. @param via absent: as the URLs say */
  async pagesAmong(urls: readonly string[], via?: Via): Promise<string[]> {
    return (await this.guess(urls, via)).pages
  }

  /** What these URLs have, in their order: a page with metrics, or an answer that wants (other) credentials. */
  async guess(urls: readonly string[], via?: Via): Promise<{ readonly pages: string[]; readonly refusing: string[] }> {
    const guesses = await Promise.all(urls.map((url) => this.#guess(url, via)))
    return {
      pages: urls.filter((_, i) => guesses[i] === 'page'),
      refusing: urls.filter((_, i) => guesses[i] === 'refuses'),
    }
  }

  close(): Promise<void> {
    return this.#fetcher.close()
  }

  async #guess(url: string, via: Via | undefined): Promise<'page' | 'refuses' | 'nothing'> {
    const [target] = scrapeTargets([url], JOB, this.#scrape, via && [via])
    if (target === undefined) return 'nothing'
    const { fetchPage } = this.#fetcher
    const quickly: typeof fetchPage = (page, _, ...rest) => fetchPage(page, GUESS_SECONDS, ...rest)
    try {
      const { labels, page } = await firstPage(target, quickly, this.#signal)
      // Before its first observation a labelled metric is declared, and has no series.
      return labels.length > 0 || page.families.size > 0 ? 'page' : 'nothing'
    } catch (error) {
      if (!(error instanceof UnreadableEndpoint)) throw error
      const status = error.cause instanceof ScrapeError ? error.cause.status : null
      return status === 401 || status === 403 ? 'refuses' : 'nothing'
    }
  }
}

/** A guess is not waited for. */
const GUESS_SECONDS = 2

/** Where libraries and frameworks print their metrics. */
const USUAL_PATHS = [
  '/metrics',
  '/actuator/prometheus',
  '/q/metrics',
  '/prometheus',
  '/metrics/prometheus',
  '/_metrics',
]

/** Where a page may be that is not at this URL: by the other scheme, or at a usual path. */
export function likelyPages(url: string): string[] {
  const { origin, pathname, search } = new URL(url)
  const otherScheme = url.startsWith('https:') ? origin.replace('https:', 'http:') : origin.replace('http:', 'https:')
  return [
    `${otherScheme}${pathname}${search}`,
    ...USUAL_PATHS.filter((path) => path !== pathname).map((path) => `${origin}${path}`),
  ]
}
