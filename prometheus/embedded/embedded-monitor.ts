// The embedded monitor does what a Prometheus beside the service would do: it scrapes on a grid, evaluates the rules on
// a grid, and keeps what it saw.

import { setMaxListeners } from 'node:events'
import { knownUnit } from '../../core/histogram/latency-unit.ts'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'
import type { RuleFinding } from '../../core/run/rule-finding.ts'
import { EvidenceLog } from '../alerting/evidence/evidence-log.ts'
import { longestLookbackSeconds } from '../alerting/lookback.ts'
import { RuleManager } from '../alerting/rule-manager.ts'
import { estimateFactorOf } from '../histogram/record-in-seconds.ts'
import { type CurrentView, JOB, type MonitorOptions, type OpenMonitor, type PrometheusMonitor } from '../monitor.ts'
import { type HistogramSelection, histogramSelection } from '../observation/histogram-selection.ts'
import { probeEndpoints } from '../observation/probe-endpoints.ts'
import { type RouteSelection, routeSelections } from '../observation/route-selections.ts'
import type { RunTime } from '../observation/run-time.ts'
import { type WatchedMetric, watchedEstimate } from '../observation/watched-estimate.ts'
import { DEFAULT_DIALECT, type Dialect } from '../promql/dialect.ts'
import { promqlQuery } from '../promql/query.ts'
import { createPageFetcher, type PageFetcher } from '../scrape/fetch-page.ts'
import { scrapeAccess } from '../scrape/scrape-headers.ts'
import { Scraper } from '../scrape/scraper.ts'
import { SeriesStore } from '../scrape/series-store.ts'
import { type ScrapeTarget, scrapeTargets } from '../scrape/target-labels.ts'
import { embeddedRecord } from './embedded-record.ts'
import { EvaluationSchedule } from './evaluation-schedule.ts'
import { ScrapeLog } from './scrape-log.ts'
import { ScrapeLoop } from './scrape-loop.ts'

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
  readonly #targets: readonly ScrapeTarget[]
  readonly #selection: HistogramSelection
  readonly #routes: readonly RouteSelection[]
  readonly #watched: WatchedMetric
  readonly #fetcher: PageFetcher
  readonly #store: SeriesStore
  /** Of the on-demand scrapes, which serve the counting: a Prometheus would not have made them, so no rule reads them. */
  readonly #countedStore: SeriesStore
  readonly #scrapeLog: ScrapeLog
  /** In the order of the routes. */
  readonly #routeLogs: readonly ScrapeLog[]
  readonly #ruleManager: RuleManager
  readonly #evidence: EvidenceLog
  readonly #schedule: EvaluationSchedule
  readonly #timers = new AbortController()
  readonly #requests = new AbortController()
  #run: StartedRun | undefined
  #warnings: readonly string[] = []
  #ruleFindings: readonly RuleFinding[] = []

  /** @throws UserError where an endpoint is no URL, or the matchers cannot be read */
  constructor(options: EmbeddedMonitorOptions) {
    const { ruleFile, watchedAlerts, dialect = DEFAULT_DIALECT } = options
    this.#options = options
    // There are as many listeners as endpoints and intervals.
    setMaxListeners(0, this.#timers.signal, this.#requests.signal)
    this.#targets = scrapeTargets(options.endpoints, JOB, options.scrape, options.vias)
    this.#selection = histogramSelection(options.histogram, options.match)
    this.#routes = routeSelections(options.histogram, options.match, options.routes ?? [])
    const fallback = { histogram: this.#selection, quantile: options.fallbackQuantile }
    this.#watched = watchedEstimate(ruleFile, watchedAlerts, fallback)
    this.#store = new SeriesStore({
      retentionSeconds: longestLookbackSeconds(this.#watched.expression, ruleFile),
      dotAll: dialect.regexDotAll,
    })
    this.#countedStore = new SeriesStore({ retentionSeconds: 0, dotAll: dialect.regexDotAll })
    const query = promqlQuery(this.#store, dialect, options.evaluationIntervalSeconds * 1e3)
    this.#ruleManager = new RuleManager(ruleFile, query, (labels, timestampMs, value) =>
      this.#store.record(labels, timestampMs, value),
    )
    this.#evidence = new EvidenceLog(ruleFile, query)
    this.#schedule = new EvaluationSchedule({
      ruleFile,
      intervalSeconds: options.evaluationIntervalSeconds,
      watched: this.#watched,
      query,
      ruleManager: this.#ruleManager,
      evidence: this.#evidence,
      clock: options.clock,
    })
    this.#scrapeLog = new ScrapeLog(this.#selection)
    this.#routeLogs = this.#routes.map(({ selection }) => new ScrapeLog(selection))
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
    const { warnings, ruleFindings } = await probeEndpoints({
      targets: this.#targets,
      selection: this.#selection,
      routes: this.#routes,
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
    return this.#scrapeLog.lookAgain()
  }

  start(startSeconds: number, startedAtUnixMs: number): void {
    if (this.#run) throw new RangeError('expected to be started once')
    const time = { startSeconds, startedAtUnixMs }
    const scrapeLoop = this.#scrapeLoop(time)
    const { signal } = this.#timers
    const skipped = Promise.all([
      scrapeLoop.run(signal),
      this.#schedule.run(time, signal, () => scrapeLoop.roundsInProgress()),
    ])
    // A defect in a step is thrown by finish; until then nothing handles the rejection.
    skipped.catch(() => {})
    this.#run = { time, scrapeLoop, skipped }
  }

  async scrapeNow(): Promise<void> {
    await this.#started().scrapeLoop.scrapeNow()
  }

  current(): CurrentView {
    const { histogram, unit = null } = this.#options
    const known = knownUnit(unit, histogram, this.#scrapeLog.families.get(histogram)?.unit)
    const value = this.#schedule.estimates.at(-1)?.value ?? null
    const factor = estimateFactorOf(histogram, known, this.#watched.metric)
    return { estimate: value === null ? null : value * factor, alerts: this.#ruleManager.states }
  }

  async finish(): Promise<PrometheusRecord> {
    const { scrapeLoop, skipped } = this.#started()
    this.#timers.abort()
    try {
      const [skippedScrapes, skippedEvaluations] = await skipped
      await scrapeLoop.roundsInProgress()
      return embeddedRecord({
        options: this.#options,
        watched: this.#watched,
        store: this.#store,
        countedStore: this.#countedStore,
        scrapeLog: this.#scrapeLog,
        routes: this.#routes,
        routeLogs: this.#routeLogs,
        ruleManager: this.#ruleManager,
        evidence: this.#evidence,
        schedule: this.#schedule,
        skippedScrapes,
        skippedEvaluations,
      })
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
    const scrapersInto = (store: SeriesStore) =>
      this.#targets.map((target) => new Scraper({ target, fetchPage, store, clock, normaliseBounds }))
    return new ScrapeLoop({
      scrapers: { scheduled: scrapersInto(this.#store), onDemand: scrapersInto(this.#countedStore) },
      clock,
      time,
      intervalSeconds: scrapeIntervalSeconds,
      signal: this.#requests.signal,
      onRound: (round) => {
        for (const log of [this.#scrapeLog, ...this.#routeLogs]) log.add(round)
      },
    })
  }
}
