// All that a Prometheus beside the service keeps during a run: the series, the rules and their alerts, the scrapes and what
// they counted. It knows neither clock nor network: the embedded monitor feeds it from HTTP, the simulation from virtual time.

import { knownUnit } from '../../core/histogram/latency-unit.ts'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'
import { EvidenceLog } from '../alerting/evidence/evidence-log.ts'
import { longestLookbackSeconds } from '../alerting/lookback.ts'
import { RuleManager } from '../alerting/rule-manager.ts'
import { estimateFactorOf } from '../histogram/record-in-seconds.ts'
import { type CurrentView, JOB } from '../monitor.ts'
import { type HistogramSelection, histogramSelection } from '../observation/histogram-selection.ts'
import { type RouteSelection, routeSelections } from '../observation/route-selections.ts'
import { type WatchedMetric, watchedEstimate } from '../observation/watched-estimate.ts'
import { DEFAULT_DIALECT } from '../promql/dialect.ts'
import { promqlQuery } from '../promql/query.ts'
import { SeriesStore } from '../scrape/series-store.ts'
import { type ScrapeTarget, scrapeTargets } from '../scrape/target-labels.ts'
import { embeddedRecord } from './embedded-record.ts'
import { RuleEvaluations } from './rule-evaluations.ts'
import { ScrapeLog, type ScrapeRound } from './scrape-log.ts'
import type { SkippedTicks, WitnessOptions } from './witness-options.ts'

export class Witness {
  readonly targets: readonly ScrapeTarget[]
  readonly selection: HistogramSelection
  readonly routes: readonly RouteSelection[]
  /**
   * By kind of scrape. On-demand scrapes serve the counting: a Prometheus would not have made them, so no rule reads what
   * they brought.
   */
  readonly stores: Readonly<Record<ScrapeRound['kind'], SeriesStore>>
  readonly evaluations: RuleEvaluations
  readonly #options: WitnessOptions
  readonly #watched: WatchedMetric
  readonly #scrapeLog: ScrapeLog
  /** In the order of the routes. */
  readonly #routeLogs: readonly ScrapeLog[]
  readonly #ruleManager: RuleManager
  readonly #evidence: EvidenceLog

  /** @throws UserError where an endpoint is no URL, or the matchers cannot be read */
  constructor(options: WitnessOptions) {
    const { ruleFile, watchedAlerts, dialect = DEFAULT_DIALECT } = options
    this.#options = options
    this.targets = scrapeTargets(options.endpoints, JOB, options.scrape, options.vias)
    this.selection = histogramSelection(options.histogram, options.match)
    this.routes = routeSelections(options.histogram, options.match, options.routes ?? [])
    const fallback = { histogram: this.selection, quantile: options.fallbackQuantile }
    this.#watched = watchedEstimate(ruleFile, watchedAlerts, fallback)
    const scheduled = new SeriesStore({
      retentionSeconds: longestLookbackSeconds(this.#watched.expression, ruleFile),
      dotAll: dialect.regexDotAll,
    })
    this.stores = { scheduled, onDemand: new SeriesStore({ retentionSeconds: 0, dotAll: dialect.regexDotAll }) }
    const query = promqlQuery(scheduled, dialect, options.evaluationIntervalSeconds * 1e3)
    this.#ruleManager = new RuleManager(ruleFile, query, (labels, timestampMs, value) =>
      scheduled.record(labels, timestampMs, value),
    )
    this.#evidence = new EvidenceLog(ruleFile, query)
    this.evaluations = new RuleEvaluations({
      ruleFile,
      intervalSeconds: options.evaluationIntervalSeconds,
      watched: this.#watched,
      query,
      ruleManager: this.#ruleManager,
      evidence: this.#evidence,
    })
    this.#scrapeLog = new ScrapeLog(this.selection)
    this.#routeLogs = this.routes.map(({ selection }) => new ScrapeLog(selection))
  }

  addRound(round: ScrapeRound): void {
    for (const log of [this.#scrapeLog, ...this.#routeLogs]) log.add(round)
  }

  /** What is missing on the latest pages, though requests were answered. */
  lookAgain(): readonly string[] {
    return this.#scrapeLog.lookAgain()
  }

  current(): CurrentView {
    const { histogram, unit = null } = this.#options
    const known = knownUnit(unit, histogram, this.#scrapeLog.families.get(histogram)?.unit)
    const value = this.evaluations.estimates.at(-1)?.value ?? null
    const factor = estimateFactorOf(histogram, known, this.#watched.metric)
    return { estimate: value === null ? null : value * factor, alerts: this.#ruleManager.states }
  }

  record(skipped: SkippedTicks): PrometheusRecord {
    return embeddedRecord({
      options: this.#options,
      watched: this.#watched,
      store: this.stores.scheduled,
      countedStore: this.stores.onDemand,
      scrapeLog: this.#scrapeLog,
      routes: this.routes,
      routeLogs: this.#routeLogs,
      ruleManager: this.#ruleManager,
      evidence: this.#evidence,
      evaluations: this.evaluations,
      skipped,
    })
  }
}
