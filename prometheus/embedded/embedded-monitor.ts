// The server's witness, as a Prometheus beside the service would be: it scrapes on a grid, evaluates the rules on a
// grid, and tells at the end what it saw.
//
// Evaluations lie a little after the ticks of the scrapes, for rule groups have an offset in Prometheus too; one that
// comes due while a scrape is under way waits for it. So an evaluation sees every scrape with an earlier timestamp, and
// the same samples replayed give the same results.

import { setMaxListeners } from 'node:events'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'
import { longestReachSeconds } from '../alerting/lookback.ts'
import { RuleJournal } from '../alerting/rule-manager.ts'
import { type HistogramSelection, histogramSelection } from '../observation/histogram-selection.ts'
import { probeEndpoints } from '../observation/probe-endpoints.ts'
import { type RunTime, timestampOf } from '../observation/run-time.ts'
import { type WatchedEstimate, watchedEstimate } from '../observation/watched-estimate.ts'
import { DEFAULT_DIALECT } from '../promql/dialect.ts'
import { promqlQuery } from '../promql/query.ts'
import { createPageFetcher, type PageFetcher } from '../scrape/fetch-page.ts'
import { openMetricsText } from '../scrape/open-metrics-text.ts'
import { Scraper } from '../scrape/scraper.ts'
import { SeriesStore } from '../scrape/series-store.ts'
import { type ScrapeTarget, scrapeTargets } from '../scrape/target-labels.ts'
import { Evaluations } from './evaluation-schedule.ts'
import { runOnGrid } from './run-on-grid.ts'
import { ScrapeJournal } from './scrape-log.ts'
import { ScrapeRounds } from './scrape-loop.ts'
import type { EmbeddedWitness, EmbeddedWitnessOptions } from './witness-contract.ts'

export type { EmbeddedWitness, EmbeddedWitnessOptions }

/** All attempts together. */
const ASKED_TIMEOUT_SECONDS = 10
const ASKED_ATTEMPTS = 3
const PAUSE_BETWEEN_ATTEMPTS_SECONDS = 0.1
const LARGEST_EVALUATION_OFFSET_SECONDS = 0.1

/** @throws UserError where an endpoint or the matchers are mistaken */
export function createEmbeddedWitness(options: EmbeddedWitnessOptions): EmbeddedWitness {
  return new Witness(options)
}

/** What exists once the run has a zero. */
interface Run {
  readonly time: RunTime
  readonly rounds: ScrapeRounds
  /** Ticks that were skipped: of scrapes, then of evaluations. */
  readonly loops: Promise<readonly number[]>
}

class Witness implements EmbeddedWitness {
  readonly #options: EmbeddedWitnessOptions
  readonly #targets: readonly ScrapeTarget[]
  readonly #selection: HistogramSelection
  readonly #watched: WatchedEstimate
  readonly #fetcher: PageFetcher
  readonly #store: SeriesStore
  readonly #scrapes: ScrapeJournal
  readonly #rules: RuleJournal
  readonly #evaluations: Evaluations
  readonly #timers = new AbortController()
  readonly #requests = new AbortController()
  #run: Run | undefined

  constructor(options: EmbeddedWitnessOptions) {
    const { ruleFile, histogram, match, watchedAlerts = [], dialect = DEFAULT_DIALECT } = options
    this.#options = options
    // As many listen as there are endpoints and intervals.
    setMaxListeners(0, this.#timers.signal, this.#requests.signal)
    this.#targets = scrapeTargets(options.endpoints, options.job ?? 'model-server')
    this.#selection = histogramSelection(histogram, match)
    const fallback = { histogram: this.#selection, quantile: options.fallbackQuantile }
    this.#watched = watchedEstimate(ruleFile, watchedAlerts, fallback)
    this.#store = new SeriesStore({
      retentionSeconds: longestReachSeconds(this.#watched.expression, ruleFile),
      dotAll: dialect.regexDotAll,
    })
    const query = promqlQuery(this.#store, dialect)
    this.#rules = new RuleJournal(ruleFile, {
      query,
      record: (labels, timestampMs, value) => this.#store.record(labels, timestampMs, value),
      onTransition: options.onTransition ?? (() => {}),
    })
    this.#evaluations = new Evaluations({
      ruleFile,
      intervalSeconds: options.evaluationIntervalSeconds,
      watched: this.#watched,
      query,
      rules: this.#rules,
    })
    this.#scrapes = new ScrapeJournal(this.#selection)
    this.#fetcher = options.pageFetcher ?? createPageFetcher(options.http)
  }

  async probe(): Promise<void> {
    await probeEndpoints(this.#targets, this.#selection, this.#fetcher.fetchPage, this.#requests.signal)
  }

  start(zeroSeconds: number, startedAtUnixMs?: number): void {
    if (this.#run) throw new RangeError('expected to be started once')
    const { clock, dialect = DEFAULT_DIALECT, scrapeIntervalSeconds: intervalSeconds } = this.#options
    const untilZeroMs = (zeroSeconds - clock.nowSeconds()) * 1e3
    const time = { zeroSeconds, startedAtUnixMs: startedAtUnixMs ?? Math.round(Date.now() + untilZeroMs) }
    const { fetchPage } = this.#fetcher
    const scrapers = this.#targets.map(
      (target) => new Scraper({ target, fetchPage, store: this.#store, clock, normaliseBounds: dialect.leNormalised }),
    )
    const rounds = new ScrapeRounds({
      scrapers,
      clock,
      time,
      intervalSeconds,
      signal: this.#requests.signal,
      onRound: (round) => this.#scrapes.add(round),
    })
    const loops = Promise.all([
      runOnGrid({ firstSeconds: zeroSeconds, intervalSeconds }, clock, this.#timers.signal, (tick) =>
        rounds.atTick(tick),
      ),
      ...this.#evaluations.intervals.map((interval) => this.#evaluateOnGrid(time, rounds, interval)),
    ])
    // A defect in a step is thrown by finish; until then nobody listens.
    loops.catch(() => {})
    this.#run = { time, rounds, loops }
  }

  async scrapeNow(): Promise<void> {
    const { rounds } = this.#started()
    const { clock } = this.#options
    const { signal } = this.#requests
    const deadline = clock.nowSeconds() + ASKED_TIMEOUT_SECONDS
    for (let attempt = 1; attempt <= ASKED_ATTEMPTS && !signal.aborted; attempt++) {
      const secondsLeft = deadline - clock.nowSeconds()
      if (secondsLeft <= 0 || (await rounds.now(secondsLeft))) return
      if (attempt < ASKED_ATTEMPTS) await clock.sleep(PAUSE_BETWEEN_ATTEMPTS_SECONDS, signal)
    }
  }

  current(): ReturnType<EmbeddedWitness['current']> {
    return { estimate: this.#evaluations.estimates.at(-1)?.value ?? null, alerts: this.#rules.states }
  }

  async finish(): Promise<PrometheusRecord> {
    const { time, rounds, loops } = this.#started()
    this.#timers.abort()
    try {
      const [missedScrapes = 0, ...missedEvaluations] = await loops
      await rounds.underWay()
      this.#evaluateTheRest(time)
      return this.#witness(
        missedScrapes,
        missedEvaluations.reduce((sum, missed) => sum + missed, 0),
      )
    } finally {
      await this.#fetcher.close()
    }
  }

  stop(): void {
    this.#timers.abort()
    this.#requests.abort()
    void this.#fetcher.close()
  }

  #started(): Run {
    if (!this.#run) throw new RangeError('expected the witness to be started first')
    return this.#run
  }

  #evaluateOnGrid(time: RunTime, rounds: ScrapeRounds, intervalSeconds: number): Promise<number> {
    const { clock, evaluationIntervalSeconds } = this.#options
    const offset = Math.min(LARGEST_EVALUATION_OFFSET_SECONDS, evaluationIntervalSeconds / 10)
    const grid = { firstSeconds: time.zeroSeconds + offset, intervalSeconds }
    return runOnGrid(grid, clock, this.#timers.signal, async (tick) => {
      await rounds.underWay()
      if (!this.#timers.signal.aborted) this.#evaluations.evaluate(time, timestampOf(time, tick), intervalSeconds)
    })
  }

  /** Whatever was scraped after the last evaluation is evaluated once, out of turn. */
  #evaluateTheRest(time: RunTime): void {
    const lastScrape = this.#scrapes.lastScrapeSeconds
    const lastEvaluation = this.#evaluations.estimates.at(-1)?.atSeconds ?? Number.NEGATIVE_INFINITY
    if (lastScrape <= lastEvaluation) return
    const now = timestampOf(time, this.#options.clock.nowSeconds())
    this.#evaluations.evaluate(time, Math.max(now, time.startedAtUnixMs + lastScrape * 1e3))
  }

  #witness(missedScrapes: number, missedEvaluations: number): PrometheusRecord {
    const { scrapeIntervalSeconds, evaluationIntervalSeconds, histogram } = this.#options
    const { problems, ...scraped } = this.#scrapes.result()
    const { text, seriesLeftOut } = openMetricsText(this.#store.all, this.#scrapes.families)
    return {
      source: 'embedded',
      metric: histogram,
      scrapeIntervalSeconds,
      evaluationIntervalSeconds,
      ...scraped,
      estimates: this.#evaluations.estimates,
      estimate: this.#watched,
      alerts: this.#rules.histories,
      problems: [
        ...problems,
        ...countProblem('missed scrapes, for the ones before them took too long', missedScrapes),
        ...countProblem('missed evaluations, for scrapes took too long or the machine was busy', missedEvaluations),
        ...this.#rules.problems(),
        ...this.#evaluations.problems(),
        ...countProblem('series left out of the scrapes kept, for their size', seriesLeftOut),
      ],
      openMetrics: text,
    }
  }
}

function countProblem(what: string, count: number): string[] {
  return count === 0 ? [] : [`${what}: ${count}`]
}
