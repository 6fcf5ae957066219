// A monitor that reads everything from a Prometheus API: the common part of the local and the remote one.
//
// Baseline and final count: a real Prometheus scrapes on its own schedule, so both are the first scrape of each instance
// after they were requested. Nothing is sent while the harness waits for the baseline, so any scrape in that time will do.

import type { Clock } from '../../core/clock.ts'
import { knownUnit } from '../../core/histogram/latency-unit.ts'
import type { EstimateAt, PrometheusRecord } from '../../core/run/prometheus-record.ts'
import type { RuleFinding } from '../../core/run/rule-finding.ts'
import { runFindings } from '../alerting/lint/run-findings.ts'
import { PROCESS_START } from '../histogram/counter-samples.ts'
import { estimateFactorOf, recordInSeconds } from '../histogram/record-in-seconds.ts'
import type { CurrentView, MonitorOptions, PrometheusMonitor } from '../monitor.ts'
import { type HistogramSelection, histogramSelection } from '../observation/histogram-selection.ts'
import { type RouteSelection, routeSelections } from '../observation/route-selections.ts'
import { type RunTime, secondOfRun } from '../observation/run-time.ts'
import { type WatchedMetric, watchedEstimate } from '../observation/watched-estimate.ts'
import { LOOKBACK_MS } from '../promql/evaluate/select-samples.ts'
import { labelValue } from '../series/labels.ts'
import type { Labels, Series } from '../series/series.ts'
import { awaitScrapes, type ScrapeOutcome } from './await-scrapes.ts'
import { withEvidence } from './collect/alert-evidence.ts'
import { collectEstimates } from './collect/estimates.ts'
import { collectHistogramSamples } from './collect/histogram-samples.ts'
import { type KnownOfHistogram, type ObservedHistogram, observedHistogram } from './collect/observed-histogram.ts'
import { routeRecords } from './collect/route-records.ts'
import { ruleSeries } from './collect/rule-series.ts'
import { failedScrapesProblems } from './collect/scrape-records.ts'
import { LastKnown } from './last-known.ts'
import type { CollectedAlerts, MonitorAdapter, ObservedRun } from './monitor-adapter.ts'
import type { TimeRange } from './query-api.ts'
import { QueryApiError } from './query-api-error.ts'

const SHORTEST_POLL_SECONDS = 1
const NEVER_REQUESTED: ScrapeOutcome = { kind: 'late', reason: 'no scrape was requested' }

/** More is no correction of a clock, but another time. */
const LONGEST_CORRECTION_MS = 60_000

export class ApiMonitor implements PrometheusMonitor {
  readonly #options: MonitorOptions
  readonly #adapter: MonitorAdapter
  readonly #clock: Clock
  readonly #selection: HistogramSelection
  readonly #routes: readonly RouteSelection[]
  readonly #watched: WatchedMetric
  readonly #lastKnown: LastKnown
  readonly #over = new AbortController()
  readonly #problems: string[] = []
  #time: RunTime | undefined
  #baseline: ScrapeOutcome = NEVER_REQUESTED
  #final: ScrapeOutcome = NEVER_REQUESTED
  #polling: Promise<void> | undefined

  /** @throws UserError where the matchers cannot be read */
  constructor(options: MonitorOptions, adapter: MonitorAdapter, ruleFindings: readonly RuleFinding[]) {
    this.ruleFindings = ruleFindings
    this.#options = options
    this.#adapter = adapter
    this.#clock = options.clock
    this.#selection = histogramSelection(options.histogram, options.match)
    this.#routes = routeSelections(options.histogram, options.match, options.routes ?? [])
    const fallback = { histogram: this.#selection, quantile: options.fallbackQuantile }
    this.#watched = watchedEstimate(options.ruleFile, options.watchedAlerts, fallback)
    this.#lastKnown = new LastKnown(options.ruleFile)
  }

  /** The pages are seen by the Prometheus alone. */
  readonly warnings: readonly string[] = []
  readonly ruleFindings: readonly RuleFinding[]

  lookAgain(): readonly string[] {
    return []
  }

  start(startSeconds: number, startedAtUnixMs: number): void {
    if (this.#time) throw new RangeError('expected to be started once')
    this.#time = { startSeconds, startedAtUnixMs: this.#startMs(startSeconds, startedAtUnixMs) }
    this.#polling = this.#poll(this.#time)
    // A defect is thrown by finish; until then nothing handles the rejection.
    this.#polling.catch(() => {})
  }

  async scrapeNow(): Promise<void> {
    const { signal: interrupted } = this.#options
    const signals = { over: this.#over.signal, ...(interrupted && { interrupted }) }
    const outcome = await awaitScrapes(this.#adapter.scrapes, this.#nowMs(), this.#clock, signals)
    if (this.#baseline.kind === 'late') this.#baseline = outcome
    else this.#final = outcome
  }

  current(): CurrentView {
    const { histogram, unit = null, printedUnit } = this.#options
    const value = this.#lastKnown.estimates.at(-1)?.value ?? null
    const factor = estimateFactorOf(histogram, knownUnit(unit, histogram, printedUnit), this.#watched.metric)
    return { estimate: value === null ? null : value * factor, alerts: this.#lastKnown.states }
  }

  async finish(): Promise<PrometheusRecord> {
    const time = this.#time
    if (!time) throw new RangeError('expected the monitor to be started first')
    if (this.#final.kind === 'scraped') await this.#adapter.evaluatedAfter(this.#final.atMs)
    this.#over.abort()
    await this.#polling
    const run = this.#observedRun(time)
    const alerts = await this.#collected('the alerts', () => this.#adapter.collectAlerts(run), this.#lastKnownAlerts())
    const series = await this.#collected('the histogram', () => this.#collectHistogramSamples(run), [])
    const scrapes = await this.#collected('the scrapes', () => this.#adapter.collectScrapes(run, series), [])
    const openMetrics = await this.#collected('the samples', () => this.#adapter.openMetrics(run, series), '# EOF\n')
    const starts = await this.#collected('the start times', () => this.#collectStarts(run, series), [])
    const buckets = await this.#collected('the labels', () => this.#unmatchedBuckets(run, series), [])
    const counted = this.#counted(series, time, { starts, unmatched: buckets })
    const { metric: watchedMetric, ...estimate } = this.#watched
    const unit = knownUnit(this.#options.unit ?? null, this.#options.histogram, await this.#printedUnit())
    const histories = await this.#collected(
      'what the alerts had to go on',
      () => this.#withEvidence(alerts, run, series),
      alerts.histories,
    )
    const record: PrometheusRecord = {
      source: this.#adapter.source,
      metric: this.#options.histogram,
      scrapeIntervalSeconds: this.#adapter.scrapeIntervalOf(series),
      evaluationIntervalSeconds: this.#options.evaluationIntervalSeconds,
      scrapes,
      snapshots: counted.snapshots,
      total: counted.total,
      ...(counted.uncounted && { uncounted: counted.uncounted }),
      ...(this.#routes.length > 0 && {
        routes: routeRecords(this.#routes, series, (own, selection) =>
          this.#counted(own.series, time, { starts, unmatched: own.unmatched }, selection),
        ),
      }),
      estimates: await this.#estimates(run, alerts.evaluatedAtMs),
      estimate,
      alerts: histories,
      rules: runFindings(this.#options.ruleFile, {
        scrapeIntervalSeconds: this.#adapter.scrapeIntervalOf(series),
        ...(!this.#adapter.hasOneInterval && { scrapeIntervalMeasuredOn: this.#options.histogram }),
        series: await this.#collected('the series of the rules', () => this.#ruleSeries(run), undefined),
        beforeTraffic: false,
        allOfPromql: true,
      }),
      resets: counted.resets,
      problems: [
        ...this.#adapter.problems,
        ...counted.problems,
        ...failedScrapesProblems(scrapes),
        ...alerts.problems,
        ...this.#problems,
        ...this.#adapter.api.warnings.map((warning) => `Prometheus warned: ${warning}`),
      ],
      openMetrics,
    }
    return recordInSeconds(record, unit, watchedMetric)
  }

  async stop(): Promise<void> {
    this.#over.abort()
    await this.#polling
    await this.#adapter.api.close()
  }

  /** By the clock of the Prometheus. This machine's may have been set to another time since the monitor was opened. */
  #startMs(startSeconds: number, startedAtUnixMs: number): number {
    const saidMs = startedAtUnixMs + this.#adapter.aheadMs
    const knownMs = this.#nowMs() + (startSeconds - this.#clock.nowSeconds()) * 1e3
    return Math.abs(saidMs - knownMs) > LONGEST_CORRECTION_MS ? knownMs : saidMs
  }

  /** By the clock of the Prometheus. */
  #nowMs(): number {
    return this.#adapter.nowMs()
  }

  async #poll(time: RunTime): Promise<void> {
    const { signal } = this.#over
    const intervalSeconds = Math.max(SHORTEST_POLL_SECONDS, this.#options.evaluationIntervalSeconds)
    while (!signal.aborted) {
      await this.#pollOnce(time).catch((error) => {
        // A Prometheus that does not come back is noticed when everything is collected.
        if (!(error instanceof QueryApiError)) throw error
      })
      await this.#clock.sleep(intervalSeconds, signal)
    }
  }

  async #pollOnce(time: RunTime): Promise<void> {
    const { api, liveAlerts } = this.#adapter
    const [answer, states] = await Promise.all([api.query(this.#watched.expression), liveAlerts.states()])
    const values = answer.type === 'vector' ? answer.samples.map(({ value }) => value) : []
    const numbers = values.filter((value) => !Number.isNaN(value))
    const atSeconds = secondOfRun(time, this.#nowMs())
    this.#lastKnown.addEstimate(atSeconds, numbers.length === 0 ? null : Math.max(...numbers))
    this.#lastKnown.addStates(atSeconds, states)
  }

  /** What was collected; where the API fails, a problem is noted and `otherwise` returned. */
  async #collected<T>(what: string, collect: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await collect()
    } catch (error) {
      if (!(error instanceof QueryApiError)) throw error
      this.#problems.push(`${what} could not be queried: ${error.message}`)
      return otherwise
    }
  }

  #observedRun(time: RunTime): ObservedRun {
    const startMs = Math.round(time.startedAtUnixMs)
    const fromMs = this.#baseline.kind === 'scraped' ? Math.min(this.#baseline.atMs, startMs) : startMs
    return { time, fromMs, endMs: Math.round(this.#nowMs()) }
  }

  #lastKnownAlerts(): CollectedAlerts {
    return { histories: this.#lastKnown.histories, evaluatedAtMs: null, problems: [] }
  }

  #withEvidence({ histories }: CollectedAlerts, run: ObservedRun, series: readonly Series[]) {
    const { ruleFile, evaluationIntervalSeconds } = this.#options
    const { api, dialect, scrapeIntervalOf } = this.#adapter
    const scrapeIntervalSeconds = scrapeIntervalOf(series)
    return withEvidence(api, histories, run, { ruleFile, dialect, scrapeIntervalSeconds, evaluationIntervalSeconds })
  }

  #ruleSeries({ fromMs, endMs }: ObservedRun): Promise<readonly Labels[] | undefined> {
    return ruleSeries(this.#adapter.api, this.#options.ruleFile, { fromMs, toMs: endMs })
  }

  async #collectHistogramSamples(run: ObservedRun): Promise<readonly Series[]> {
    // A scrape that long before the baseline still says how the counters stood.
    const range: TimeRange = { fromMs: run.fromMs - LOOKBACK_MS, toMs: run.endMs }
    return collectHistogramSamples(this.#adapter.api, this.#selection, range, this.#adapter.scrapeIntervalSeconds)
  }

  /** What the page's `# UNIT` says; undefined where the Prometheus does not know. */
  async #printedUnit(): Promise<string | undefined> {
    const known = await this.#collected('the unit', () => this.#adapter.api.metadata(), new Map())
    // Prometheus says that it knows none by an empty text.
    return known.get(this.#options.histogram)?.unit || this.#options.printedUnit
  }

  /** Start times that the instances of the histogram print: of their processes, and of the histogram's own series. */
  async #collectStarts({ fromMs, endMs }: ObservedRun, histogram: readonly Series[]): Promise<readonly Series[]> {
    const instances = new Set(histogram.map(({ labels }) => labelValue(labels, 'instance')))
    const ofProcesses = [...instances].map((instance) => `${PROCESS_START}{instance=${JSON.stringify(instance)}}`)
    const selectors = instances.size === 0 ? [] : [...ofProcesses, this.#selection.createdSelector]
    const range: TimeRange = { fromMs: fromMs - LOOKBACK_MS, toMs: endMs }
    const parts = await Promise.all(selectors.map((selector) => this.#adapter.api.rawSamples(selector, range)))
    return parts.flat()
  }

  /** All buckets of that name, where the matchers accept none. */
  async #unmatchedBuckets({ endMs }: ObservedRun, series: readonly Series[]): Promise<readonly Labels[]> {
    if (series.length > 0) return []
    const answer = await this.#adapter.api.query(histogramSelection(this.#selection.name, '').bucketSelector, endMs)
    return answer.type === 'vector' ? answer.samples.map(({ labels }) => labels) : []
  }

  #counted(
    series: readonly Series[],
    time: RunTime,
    known: KnownOfHistogram,
    selection: HistogramSelection = this.#selection,
  ): ObservedHistogram {
    const nothing = { total: null, snapshots: [], resets: 0, problems: [] }
    if (this.#baseline.kind === 'late')
      return { ...nothing, uncounted: { kind: 'noBaseline', failure: this.#baseline.reason } }
    if (this.#final.kind === 'late')
      return { ...nothing, uncounted: { kind: 'noFinalScrape', failure: this.#final.reason } }
    const span = { baselineMs: this.#baseline.atMs, finalMs: this.#final.atMs }
    return observedHistogram(series, selection, span, time, known)
  }

  async #estimates({ time, endMs }: ObservedRun, evaluatedAtMs: number | null): Promise<readonly EstimateAt[]> {
    const stepMs = this.#options.evaluationIntervalSeconds * 1e3
    const sinceEvaluated = (time.startedAtUnixMs - (evaluatedAtMs ?? time.startedAtUnixMs)) / stepMs
    const fromMs = Math.round((evaluatedAtMs ?? time.startedAtUnixMs) + Math.ceil(sinceEvaluated) * stepMs)
    const collect = () =>
      collectEstimates(this.#adapter.api, this.#watched.expression, { fromMs, toMs: endMs }, stepMs / 1e3, time)
    return this.#collected('the estimates', collect, this.#lastKnown.estimates)
  }
}
