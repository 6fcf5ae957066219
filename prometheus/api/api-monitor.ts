// A witness that asks a Prometheus API for everything: what the local and the remote one have in common.
//
// Baseline and final count: a real Prometheus cannot be told to scrape, so both are the first scrape of each instance
// after they are asked for. Nothing is sent while the baseline is waited for, so any scrape in that time will do.

import type { Clock } from '../../core/clock.ts'
import type { EstimateAt, PrometheusRecord } from '../../core/run/prometheus-record.ts'
import { type HistogramSelection, histogramSelection } from '../observation/histogram-selection.ts'
import { type RunTime, secondOfRun } from '../observation/run-time.ts'
import { type WatchedEstimate, watchedEstimate } from '../observation/watched-estimate.ts'
import type { RealWitness, RealWitnessOptions } from '../real-witness.ts'
import type { Series } from '../series/series.ts'
import { awaitScrapes, type ScrapeOutcome } from './await-scrapes.ts'
import { collectEstimates } from './collect/estimates.ts'
import { collectHistogram } from './collect/histogram-samples.ts'
import { type ObservedHistogram, observedHistogram } from './collect/observed-histogram.ts'
import { failedScrapesProblems } from './collect/scrape-records.ts'
import { LastKnown } from './last-known.ts'
import type { ApiWitnessPorts, CollectedAlerts, ObservedRun } from './monitor-adapter.ts'
import type { TimeRange } from './query-api.ts'
import { QueryApiError } from './query-api-error.ts'

/** How far before the baseline a scrape may lie that still tells how counters stood. Prometheus' own lookback. */
const LOOKBACK_MS = 300_000
const SHORTEST_POLL_SECONDS = 1

export class ApiWitness implements RealWitness {
  readonly #options: RealWitnessOptions
  readonly #ports: ApiWitnessPorts
  readonly #clock: Clock
  readonly #selection: HistogramSelection
  readonly #watched: WatchedEstimate
  readonly #heard: LastKnown
  readonly #over = new AbortController()
  readonly #problems: string[] = []
  #time: RunTime | undefined
  #baseline: ScrapeOutcome = { kind: 'late', reason: 'it was never waited for' }
  #final: ScrapeOutcome = { kind: 'late', reason: 'it was never waited for' }
  #polling: Promise<void> | undefined

  /** @throws UserError where matchers or a watched alert's name are mistaken */
  constructor(options: RealWitnessOptions, ports: ApiWitnessPorts) {
    this.#options = options
    this.#ports = ports
    this.#clock = options.clock
    this.#selection = histogramSelection(options.histogram, options.match)
    const fallback = { histogram: this.#selection, quantile: options.fallbackQuantile }
    this.#watched = watchedEstimate(options.ruleFile, options.watchedAlerts ?? [], fallback)
    this.#heard = new LastKnown(options.ruleFile)
  }

  start(zeroSeconds: number, startedAtUnixMs: number): void {
    if (this.#time) throw new RangeError('expected to be started once')
    this.#time = { zeroSeconds, startedAtUnixMs: startedAtUnixMs + this.#ports.aheadMs }
    this.#polling = this.#poll(this.#time)
    // A defect is thrown by finish; until then nobody listens.
    this.#polling.catch(() => {})
  }

  async scrapeNow(): Promise<void> {
    const { signal: hurry } = this.#options
    const signals = { over: this.#over.signal, ...(hurry && { hurry }) }
    const outcome = await awaitScrapes(this.#ports.scrapes, this.#nowMs(), this.#clock, signals)
    if (this.#baseline.kind === 'late') this.#baseline = outcome
    else this.#final = outcome
  }

  current(): ReturnType<RealWitness['current']> {
    return { estimate: this.#heard.estimates.at(-1)?.value ?? null, alerts: this.#heard.states }
  }

  async finish(): Promise<PrometheusRecord> {
    const time = this.#time
    if (!time) throw new RangeError('expected the witness to be started first')
    if (this.#final.kind === 'scraped') await this.#ports.evaluatedAfter(this.#final.atMs)
    this.#over.abort()
    await this.#polling
    const run = this.#observedRun(time)
    const alerts = await this.#collected('the alerts', () => this.#ports.collectAlerts(run), this.#heardAlerts())
    const series = await this.#collected('the histogram', () => this.#collectHistogram(run), [])
    const scrapes = await this.#collected('the scrapes', () => this.#ports.collectScrapes(run, series), [])
    const openMetrics = await this.#collected('the samples', () => this.#ports.openMetrics(run, series), '# EOF\n')
    const counted = this.#counted(series, time)
    return {
      source: this.#ports.source,
      metric: this.#options.histogram,
      scrapeIntervalSeconds: this.#ports.scrapeIntervalOf(series),
      evaluationIntervalSeconds: this.#options.evaluationIntervalSeconds,
      scrapes,
      snapshots: counted.snapshots,
      total: counted.total,
      estimates: await this.#estimates(run, alerts.evaluatedAtMs),
      estimate: this.#watched,
      alerts: alerts.histories,
      resets: counted.resets,
      problems: [
        ...this.#ports.problems,
        ...counted.problems,
        ...failedScrapesProblems(scrapes),
        ...alerts.problems,
        ...this.#problems,
        ...this.#ports.api.warnings.map((warning) => `the Prometheus warned: ${warning}`),
      ],
      openMetrics,
    }
  }

  async stop(): Promise<void> {
    this.#over.abort()
    await this.#polling
    await this.#ports.api.close()
  }

  /** By the clock of the Prometheus that is asked. */
  #nowMs(): number {
    return Date.now() + this.#ports.aheadMs
  }

  async #poll(time: RunTime): Promise<void> {
    const { signal } = this.#over
    const intervalSeconds = Math.max(SHORTEST_POLL_SECONDS, this.#options.evaluationIntervalSeconds)
    while (!signal.aborted) {
      await this.#listen(time).catch((error) => {
        // A Prometheus that is gone for good is noticed when it is asked for everything.
        if (!(error instanceof QueryApiError)) throw error
      })
      await this.#clock.sleep(intervalSeconds, signal)
    }
  }

  async #listen(time: RunTime): Promise<void> {
    const { api, liveAlerts } = this.#ports
    const [answer, states] = await Promise.all([api.query(this.#watched.expression), liveAlerts.states()])
    const values = answer.type === 'vector' ? answer.samples.map(({ value }) => value) : []
    const numbers = values.filter((value) => !Number.isNaN(value))
    const atSeconds = secondOfRun(time, this.#nowMs())
    this.#heard.hearEstimate(atSeconds, numbers.length === 0 ? null : Math.max(...numbers))
    this.#heard.hearStates(atSeconds, states)
  }

  /** What is asked for, or the rest with a problem noted where it cannot be had. */
  async #collected<T>(what: string, collect: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await collect()
    } catch (error) {
      if (!(error instanceof QueryApiError)) throw error
      this.#problems.push(`${what} could not be asked for: ${error.message}`)
      return otherwise
    }
  }

  #observedRun(time: RunTime): ObservedRun {
    const zeroMs = Math.round(time.startedAtUnixMs)
    const fromMs = this.#baseline.kind === 'scraped' ? Math.min(this.#baseline.atMs, zeroMs) : zeroMs
    return { time, fromMs, endMs: Math.round(this.#nowMs()) }
  }

  #heardAlerts(): CollectedAlerts {
    return { histories: this.#heard.histories, evaluatedAtMs: null, problems: [] }
  }

  async #collectHistogram(run: ObservedRun): Promise<readonly Series[]> {
    const range: TimeRange = { fromMs: run.fromMs - LOOKBACK_MS, toMs: run.endMs }
    return collectHistogram(this.#ports.api, this.#selection, range, this.#ports.scrapeIntervalSeconds)
  }

  #counted(series: readonly Series[], time: RunTime): ObservedHistogram {
    const nothing = { total: null, snapshots: [], resets: 0 }
    if (this.#baseline.kind === 'late')
      return { ...nothing, problems: [`no count over the run: before the first request, ${this.#baseline.reason}`] }
    if (this.#final.kind === 'late')
      return { ...nothing, problems: [`no count over the run: after the last completion, ${this.#final.reason}`] }
    const span = { baselineMs: this.#baseline.atMs, finalMs: this.#final.atMs }
    return observedHistogram(series, this.#selection, span, time)
  }

  async #estimates({ time, endMs }: ObservedRun, evaluatedAtMs: number | null): Promise<readonly EstimateAt[]> {
    const stepMs = this.#options.evaluationIntervalSeconds * 1e3
    const sinceEvaluated = (time.startedAtUnixMs - (evaluatedAtMs ?? time.startedAtUnixMs)) / stepMs
    const fromMs = Math.round((evaluatedAtMs ?? time.startedAtUnixMs) + Math.ceil(sinceEvaluated) * stepMs)
    const collect = () =>
      collectEstimates(this.#ports.api, this.#watched.expression, { fromMs, toMs: endMs }, stepMs / 1e3, time)
    return this.#collected('the estimates', collect, this.#heard.estimates)
  }
}
