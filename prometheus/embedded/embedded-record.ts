// The record of a run, from what the parts of the embedded monitor kept.

import { knownUnit } from '../../core/histogram/latency-unit.ts'
import type { PrometheusRecord, RouteRecord } from '../../core/run/prometheus-record.ts'
import type { EvidenceLog } from '../alerting/evidence/evidence-log.ts'
import { runFindings } from '../alerting/lint/run-findings.ts'
import type { RuleManager } from '../alerting/rule-manager.ts'
import { recordInSeconds } from '../histogram/record-in-seconds.ts'
import { overlapsOf, type RouteSelection } from '../observation/route-selections.ts'
import type { WatchedMetric } from '../observation/watched-estimate.ts'
import { openMetricsText } from '../scrape/open-metrics-text.ts'
import type { SeriesStore } from '../scrape/series-store.ts'
import type { Labels } from '../series/series.ts'
import type { RuleEvaluations } from './rule-evaluations.ts'
import type { ScrapeLog } from './scrape-log.ts'
import type { SkippedTicks, WitnessOptions } from './witness-options.ts'

export interface EmbeddedParts {
  readonly options: WitnessOptions
  readonly watched: WatchedMetric
  readonly store: SeriesStore
  readonly countedStore: SeriesStore
  readonly scrapeLog: ScrapeLog
  readonly routes: readonly RouteSelection[]
  /** In the order of the routes. */
  readonly routeLogs: readonly ScrapeLog[]
  readonly ruleManager: RuleManager
  readonly evidence: EvidenceLog
  readonly evaluations: RuleEvaluations
  readonly skipped: SkippedTicks
}

export function embeddedRecord(parts: EmbeddedParts): PrometheusRecord {
  const { options, watched, store, countedStore, scrapeLog, ruleManager, evidence, evaluations } = parts
  const series = [...store.all].map(({ labels }) => labels)
  const scrapedSeries = [...store.all].filter(({ scraped }) => scraped).map(({ labels }) => labels)
  const { problems, ...scraped } = scrapeLog.result()
  const { metric: watchedMetric, ...estimate } = watched
  const unit = knownUnit(options.unit ?? null, options.histogram, scrapeLog.families.get(options.histogram)?.unit)
  const { text, seriesLeftOut } = openMetricsText(store.all, scrapeLog.families)
  const record: PrometheusRecord = {
    source: 'embedded',
    metric: options.histogram,
    scrapeIntervalSeconds: options.scrapeIntervalSeconds,
    evaluationIntervalSeconds: options.evaluationIntervalSeconds,
    ...scraped,
    ...(parts.routes.length > 0 && { routes: routeRecords(parts, series) }),
    estimates: evaluations.estimates,
    estimate,
    alerts: evidence.attach(ruleManager.historiesByRule, series),
    rules: runFindings(options.ruleFile, {
      scrapeIntervalSeconds: options.scrapeIntervalSeconds,
      series: scrapedSeries,
      beforeTraffic: false,
      allOfPromql: false,
    }),
    problems: [
      ...problems,
      ...countProblem('missed scrapes, because the scrapes before them took too long', parts.skipped.scrapes),
      ...countProblem(
        'missed evaluations, because scrapes took too long or the machine was busy',
        parts.skipped.evaluations,
      ),
      ...ruleManager.problems(),
      ...evaluations.problems(),
      ...countProblem('series left out of the kept scrapes because of their size', seriesLeftOut),
    ],
    openMetrics: text,
    countedOpenMetrics: openMetricsText(countedStore.all, scrapeLog.families).text,
  }
  return recordInSeconds(record, unit, watchedMetric)
}

function routeRecords({ routes, routeLogs }: EmbeddedParts, series: readonly Labels[]): RouteRecord[] {
  const overlaps = overlapsOf(routes, series)
  return routes.flatMap(({ match }, i) => {
    const log = routeLogs[i]
    if (log === undefined) return []
    const { snapshots, total, uncounted, resets } = log.result()
    const shared = overlaps.get(match)
    return [{ match, snapshots, total, ...(uncounted && { uncounted }), resets, ...(shared && { overlaps: shared }) }]
  })
}

function countProblem(what: string, count: number): string[] {
  return count === 0 ? [] : [`${what}: ${count}`]
}
