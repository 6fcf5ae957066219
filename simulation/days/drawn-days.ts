// Days of a service as a Prometheus would have scraped them: the series that the rules of a file read, drawn straight into
// columns, and what truly happened to the requests meanwhile.

import {
  checkServiceModel,
  type ModelLabels,
  routesOf,
  type ServiceModel,
  targetsOf,
} from '../../core/drill/service-model.ts'
import type { LatencyModel } from '../../core/scenario/server-behaviour.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'
import { neededGroups, selectorsOf } from '../../prometheus/columns/needed-rules.ts'
import type { RuleFileRun } from '../../prometheus/columns/rule-file-run.ts'
import type { SeriesColumn } from '../../prometheus/columns/series-column.ts'
import { DEFAULT_DIALECT, type Dialect } from '../../prometheus/promql/dialect.ts'
import type { VectorSelector } from '../../prometheus/promql/expression/expression.ts'
import { acceptsLabels } from '../../prometheus/series/label-matcher.ts'
import { labelSignature } from '../../prometheus/series/labels.ts'
import { type Labels, METRIC_NAME } from '../../prometheus/series/series.ts'
import { checkIncident, type Incident } from '../drawn/incident.ts'
import type { RateShape } from '../drawn/rate-shape.ts'
import { checkScrapes, type ScrapesOfDays } from '../monitor/scrape-behaviour.ts'
import { DayArrays } from './day-arrays.ts'
import { TargetDrawing } from './draw-target.ts'
import { type ExactCounts, noCounts } from './exact-counts.ts'
import { strataOfService } from './known-strata.ts'
import { isAtMost } from './model-columns.ts'
import { mostScrapes } from './scrape-times.ts'
import { hasLabels } from './target-requests.ts'

export interface DrawnDaysOptions {
  readonly seconds: number
  /** When second 0 is: hours and weekdays of the traffic count from it. */
  readonly startedAtUnixMs: number
  /** How long the processes have been running by then. Absent: they start at second 0. */
  readonly runningSeconds?: number
  readonly model: ServiceModel
  readonly latency: LatencyModel
  /** How late the timers are that the service works by, at the most. Absent: requests take what the model draws. */
  readonly wakeLatenessSeconds?: number
  /** The share of requests that are answered with an error on any day. Absent: 0. */
  readonly usualErrorShare?: number
  readonly shape: RateShape
  readonly incidents: readonly Incident[]
  readonly ruleFile: RuleFile
  readonly scrapeIntervalSeconds: number
  readonly scrapes: ScrapesOfDays
  /** The interval of groups that name none. */
  readonly evaluationSeconds: number
  readonly seed: number
  /**
   * Alerting rules are evaluated from here on; scrapes and recording rules, whose past they read, from second 0. Absent: 0.
   */
  readonly evaluateFromSeconds?: number
  /** Whether it is told what was seen of conditions, and whether they could have held. Absent: it is not. */
  readonly watchesConditions?: boolean
  /** By which the exact counts tell slow requests. Absent: none. */
  readonly boundsSeconds?: readonly number[]
  /** Of the Prometheus that is simulated. Absent: the newest one known. */
  readonly dialect?: Dialect
  /** Gives the durations of a trace file, in seconds. Absent: traces are refused. */
  readonly readTrace?: (file: string) => readonly number[]
  /** Of days before these, which nobody looks at any more. Absent: their own. */
  readonly arrays?: DayArrays
}

export interface DrawnDays {
  /** The series, with the rules that are to be evaluated on them and when. */
  readonly run: RuleFileRun
  readonly exact: ExactCounts
}

/** Evaluations lie so much after the ticks of scrapes, as a run's do. */
const LARGEST_EVALUATION_OFFSET_SECONDS = 0.1

/** @throws RangeError where a part makes no sense */
export function drawnDays(options: DrawnDaysOptions): DrawnDays {
  const { seconds, incidents } = options
  checkTimes(options)
  checkIncidents(options, seconds)
  const exact = noCounts(seconds, options.boundsSeconds ?? [])
  const series = targetDrawings(options, exact).flatMap((drawing) => drawing.columns(incidents, seconds))
  return { run: ruleFileRun(options, series), exact }
}

/**
 * @param exact null where nobody asks for them
 * @param keptScrapes how many are kept where they are drawn in pieces
 */
export function targetDrawings(
  options: Omit<DrawnDaysOptions, 'incidents'>,
  exact: ExactCounts | null,
  keptScrapes = Number.POSITIVE_INFINITY,
): readonly TargetDrawing[] {
  const { model, latency, readTrace = refuseTrace, usualErrorShare = 0, boundsSeconds = [], ruleFile } = options
  const { dialect = DEFAULT_DIALECT, runningSeconds = 0, wakeLatenessSeconds = 0 } = options
  const bounds = distinctBounds(model, boundsSeconds)
  const selectors = neededGroups(ruleFile).flatMap(({ rules }) => rules.flatMap(selectorsOf))
  const isRead = (labels: Labels) =>
    selectors.some(({ matchers }) => acceptsLabels(matchers, labels, dialect.regexDotAll))
  const withMeans = mayReadSums(model, selectors)
  const strata = strataOfService({ latency, wakeLatenessSeconds, bounds, readTrace, withMeans })
  const usual = usualErrorShare > 0 ? [{ share: 1, faults: [{ kind: 'errors', share: usualErrorShare } as const] }] : []
  const arrays = (options.arrays ?? new DayArrays()).forDrawing(Math.min(mostScrapes(options), keptScrapes))
  const shared = { runningSeconds, bounds, strata, isRead, usual, exact, keptScrapes, arrays }
  return targetsOf(model).map((target, i) => new TargetDrawing({ ...options, ...shared }, target, i))
}

/** By the names alone: the sums of a histogram take the means of its cells. */
function mayReadSums({ series }: ServiceModel, selectors: readonly VectorSelector[]): boolean {
  const names = series.flatMap((each) => (each.kind === 'histogram' ? [`${each.metric}_sum`] : []))
  return selectors.some(({ matchers }) =>
    names.some((name) =>
      acceptsLabels(
        matchers.filter(({ label }) => label === METRIC_NAME),
        { [METRIC_NAME]: name },
        true,
      ),
    ),
  )
}

/** @throws RangeError where two series are one to Prometheus */
export function ruleFileRun(
  options: Omit<DrawnDaysOptions, 'incidents'>,
  series: readonly SeriesColumn[],
): RuleFileRun {
  refuseTwins(series)
  return { ...evaluationOf(options), series }
}

/** The rules that are evaluated on the days, and when. */
export function evaluationOf(options: Omit<DrawnDaysOptions, 'incidents'>): Omit<RuleFileRun, 'series'> {
  const {
    startedAtUnixMs,
    seconds,
    evaluationSeconds,
    evaluateFromSeconds = 0,
    ruleFile,
    watchesConditions = false,
  } = options
  const offsetMs = Math.round(1e3 * Math.min(LARGEST_EVALUATION_OFFSET_SECONDS, evaluationSeconds / 10))
  return {
    ruleFile,
    firstMs: startedAtUnixMs + offsetMs,
    lastMs: startedAtUnixMs + seconds * 1e3,
    intervalMs: Math.round(evaluationSeconds * 1e3),
    alertsFromMs: startedAtUnixMs + evaluateFromSeconds * 1e3,
    dialect: options.dialect ?? DEFAULT_DIALECT,
    watchesConditions,
  }
}

/** In seconds, ascending, each once. */
function distinctBounds({ series }: ServiceModel, asked: readonly number[]): readonly number[] {
  const ofModel = series.flatMap((each) =>
    each.kind === 'histogram' ? each.upperBounds.map((bound) => bound / each.unitsPerSecond) : [],
  )
  // Those asked for come first, and stay as they are written where one of the model is all but the same.
  const bounds: number[] = []
  for (const bound of [...asked, ...ofModel])
    if (!bounds.some((known) => isAtMost(known, bound) && isAtMost(bound, known))) bounds.push(bound)
  return bounds.sort((a, b) => a - b)
}

export function checkTimes(options: Omit<DrawnDaysOptions, 'incidents'>): void {
  const { seconds, scrapeIntervalSeconds, evaluationSeconds, model, scrapes, usualErrorShare = 0 } = options
  for (const [what, value] of Object.entries({ seconds, scrapeIntervalSeconds, evaluationSeconds }))
    if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`${what}: expected a time above 0 s, got ${value}`)
  const { evaluateFromSeconds = 0, runningSeconds = 0 } = options
  if (!(runningSeconds >= 0 && Number.isFinite(runningSeconds)))
    throw new RangeError(`runningSeconds: expected a time of 0 s or more, got ${runningSeconds}`)
  if (!(evaluateFromSeconds >= 0 && evaluateFromSeconds < seconds))
    throw new RangeError(`evaluateFromSeconds: expected 0 s to ${seconds} s, got ${evaluateFromSeconds} s`)
  if (!(usualErrorShare >= 0 && usualErrorShare <= 1))
    throw new RangeError(`usualErrorShare: expected a share of 0 to 1, got ${usualErrorShare}`)
  checkServiceModel(model)
  checkScrapes(scrapes, scrapeIntervalSeconds)
}

export function checkIncidents(
  { incidents, model }: Pick<DrawnDaysOptions, 'incidents' | 'model'>,
  seconds: number,
): void {
  for (const incident of incidents) {
    checkIncident(incident, seconds)
    checkConcern(incident, model)
  }
}

function checkConcern({ kind, concerns }: Incident, model: ServiceModel): void {
  if (concerns === undefined) return
  const targets = targetsOf(model)
  const routes = routesOf(model)
  const text = JSON.stringify(concerns)
  if (!targets.some((target) => routes.some((route) => hasLabels({ ...target.labels, ...route.labels }, concerns))))
    throw new RangeError(`incident: expected one that concerns a target or a route of the model, got ${text}`)
  const isOfTarget = (label: string) => targets.some(({ labels }) => Object.hasOwn(labels, label))
  if (kind === 'away' && !Object.keys(concerns).every(isOfTarget))
    throw new RangeError(`incident: expected a whole target to be away, got ${text}`)
}

/** Two series with the same labels would be one to Prometheus. */
export function refuseTwins(series: readonly { readonly labels: ModelLabels }[]): void {
  const seen = new Set<string>()
  for (const { labels } of series) {
    const key = labelSignature(labels)
    if (seen.has(key))
      throw new RangeError(`model: expected series with different labels, got ${JSON.stringify(labels)} twice`)
    seen.add(key)
  }
}

function refuseTrace(file: string): never {
  throw new RangeError(`latency: expected a model without a trace, got ${file}`)
}
