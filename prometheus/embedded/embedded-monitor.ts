// The embedded monitor does what a Prometheus beside the service would do: it scrapes on a grid, evaluates the rules on
// a grid, and keeps what it saw.

import { setMaxListeners } from 'node:events'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'
import type { RuleFinding } from '../../core/run/rule-finding.ts'
import type { CurrentView, MonitorOptions, OpenMonitor, PrometheusMonitor } from '../monitor.ts'
import { probeEndpoints } from '../observation/probe-endpoints.ts'
import type { RunTime } from '../observation/run-time.ts'
import { DEFAULT_DIALECT, type Dialect } from '../promql/dialect.ts'
import { createPageFetcher, type PageFetcher } from '../scrape/fetch-page.ts'
import { scrapeAccess } from '../scrape/scrape-headers.ts'
import { Scraper } from '../scrape/scraper.ts'
import type { SeriesStore } from '../scrape/series-store.ts'
import { runEvaluations } from './run-evaluations.ts'
import { ScrapeLoop } from './scrape-loop.ts'
import { Witness } from './witness.ts'

export interface EmbeddedMonitorOptions extends MonitorOptions {
  /** Default: Prometheus 3.5. */
  readonly dialect?: Dialect
  /** Instead of HTTP. */
  readonly pageFetcher?: PageFetcher
}

/**
 * Looks at every endpoint once.
 * @throws UserError where an endpoint has no page, or the histogram or its matchers are mistaken
 */
export const openEmbeddedMonitor: OpenMonitor<EmbeddedMonitorOptions> = async (options) => {
  const monitor = new EmbeddedMonitor(options)
  try {
    await monitor.probe()
    return monitor
  } catch (error) {
    await monitor.stop()
    throw error
  }
}

/** What exists once the run has started. */
interface StartedRun {
  readonly time: RunTime
  readonly scrapeLoop: ScrapeLoop
  /** Ticks that were skipped: of scrapes, and of evaluations. Settles once the timers were aborted. */
  readonly skipped: Promise<readonly [scrapes: number, evaluations: number]>
}

export class EmbeddedMonitor implements PrometheusMonitor {
  readonly #options: EmbeddedMonitorOptions
  readonly #witness: Witness
  readonly #fetcher: PageFetcher
  readonly #timers = new AbortController()
  readonly #requests = new AbortController()
  #run: StartedRun | undefined
  #warnings: readonly string[] = []
  #ruleFindings: readonly RuleFinding[] = []

  /** @throws UserError where an endpoint is no URL, or the matchers cannot be read */
  constructor(options: EmbeddedMonitorOptions) {
    this.#options = options
    // There are as many listeners as endpoints and intervals.
    setMaxListeners(0, this.#timers.signal, this.#requests.signal)
    this.#witness = new Witness(options)
    this.#fetcher =
      options.pageFetcher ??
      createPageFetcher({
        verifyTls: options.verifyTls,
        ...(options.tls && { tls: options.tls }),
        ...scrapeAccess(options.scrape),
      })
  }

  /** @throws UserError where an endpoint has no page, or shows that the histogram is named wrongly */
  async probe(): Promise<void> {
    const { targets, selection, routes } = this.#witness
    const { warnings, ruleFindings } = await probeEndpoints({
      targets,
      selection,
      routes,
      ruleFile: this.#options.ruleFile,
      scrapeIntervalSeconds: this.#options.scrapeIntervalSeconds,
      allOfPromql: false,
      fetchPage: this.#fetcher.fetchPage,
      signal: this.#requests.signal,
    })
    this.#warnings = warnings
    this.#ruleFindings = ruleFindings
  }

  get warnings(): readonly string[] {
    return this.#warnings
  }

  get ruleFindings(): readonly RuleFinding[] {
    return this.#ruleFindings
  }

  lookAgain(): readonly string[] {
    return this.#witness.lookAgain()
  }

  start(startSeconds: number, startedAtUnixMs: number): void {
    if (this.#run) throw new RangeError('expected to be started once')
    const time = { startSeconds, startedAtUnixMs }
    const { clock } = this.#options
    const scrapeLoop = this.#scrapeLoop(time)
    const { signal } = this.#timers
    const skipped = Promise.all([
      scrapeLoop.run(signal),
      runEvaluations(this.#witness.evaluations, { clock, time }, signal, () => scrapeLoop.roundsInProgress()),
    ])
    // A defect in a step is thrown by finish; until then nothing handles the rejection.
    skipped.catch(() => {})
    this.#run = { time, scrapeLoop, skipped }
  }

  async scrapeNow(): Promise<void> {
    await this.#started().scrapeLoop.scrapeNow()
  }

  current(): CurrentView {
    return this.#witness.current()
  }

  async finish(): Promise<PrometheusRecord> {
    const { scrapeLoop, skipped } = this.#started()
    this.#timers.abort()
    try {
      const [scrapes, evaluations] = await skipped
      await scrapeLoop.roundsInProgress()
      return this.#witness.record({ scrapes, evaluations })
    } finally {
      await this.#fetcher.close()
    }
  }

  async stop(): Promise<void> {
    this.#timers.abort()
    this.#requests.abort()
    await this.#fetcher.close()
  }

  #started(): StartedRun {
    if (!this.#run) throw new RangeError('expected the monitor to be started first')
    return this.#run
  }

  #scrapeLoop(time: RunTime): ScrapeLoop {
    const { clock, dialect = DEFAULT_DIALECT, scrapeIntervalSeconds } = this.#options
    const { fetchPage } = this.#fetcher
    const normaliseBounds = dialect.leNormalised
    const { targets, stores } = this.#witness
    const scrapersInto = (store: SeriesStore) =>
      targets.map((target) => new Scraper({ target, fetchPage, store, clock, normaliseBounds }))
    return new ScrapeLoop({
      scrapers: { scheduled: scrapersInto(stores.scheduled), onDemand: scrapersInto(stores.onDemand) },
      clock,
      time,
      intervalSeconds: scrapeIntervalSeconds,
      signal: this.#requests.signal,
      onRound: (round) => this.#witness.addRound(round),
    })
  }
}
