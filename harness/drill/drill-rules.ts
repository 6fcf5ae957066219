// The use case: rules in, simulated months, a report out. Nothing is sent to any service.

import { availableParallelism } from 'node:os'
import { type DrilledRule, reducedAlert, reportDrill, type SeenMonth } from '../../analysis/drill/report-drill.ts'
import { seedFindings } from '../../analysis/drill/seeds/seed-findings.ts'
import { SeedTally } from '../../analysis/drill/seeds/seed-tally.ts'
import type { MonthOutcome } from '../../core/drill/month-outcome.ts'
import type { ModelSeries } from '../../core/drill/service-model.ts'
import type { DrillReport, DrillSeries } from '../../core/report/drill-report.ts'
import { neverHolds } from '../../prometheus/alerting/evidence/never-holds.ts'
import { countRoutes, routesFor } from '../../prometheus/alertmanager/notification-route.ts'
import { readTrace } from '../../server/latency/read-trace.ts'
import { dayAndNight } from '../../simulation/drawn/day-and-night.ts'
import { shareAtMost } from '../../simulation/drawn/latency-share.ts'
import { JobThreads } from '../simulation/job-threads.ts'
import { harnessVersion } from '../version.ts'
import type { MonthPlan } from './drill-month.ts'
import type { DrillOptions } from './drill-options.ts'
import type { PreparedAlert, PreparedDrill } from './prepare-drill.ts'
import type { MonthJob, MonthSetup } from './seeds/month-job.ts'
import { monthPlans } from './seeds/month-plans.ts'
import { runSeeds } from './seeds/run-seeds.ts'

export interface DrillProgress {
  readonly months: number
  readonly monthsDone: number
  readonly seeds: number
  readonly seedsDone: number
  /** Null until a month is done. */
  readonly remainingSeconds: number | null
}

export interface DrillControl {
  readonly nowMs: () => number
  readonly signal: AbortSignal
  readonly onProgress: (progress: DrillProgress) => void
}

/** Stopped by the signal, it tells of the months, and of several seeds those, that were simulated by then. */
export async function drillRules(
  options: DrillOptions,
  drill: PreparedDrill,
  { nowMs, signal, onProgress }: DrillControl,
): Promise<DrillReport> {
  const startedMs = nowMs()
  const neverHeld = neverHolds(drill.ruleFile)
  const rules = drill.alerts.map((alert) => ({
    ...drilledRule(alert, drill, options),
    neverHolds: neverHeld(alert.rule) ?? null,
  }))
  const simulated = rules.filter(({ outcome }) => outcome === 'evaluated')
  const tally = new SeedTally(simulated, options.expectations)
  const first =
    simulated.length === 0
      ? []
      : await simulateMonths({ options, drill, simulated, tally }, { nowMs, signal, onProgress })
  return reportDrill({
    facts: {
      ...factsOf(options, drill),
      run: {
        startedAt: new Date(startedMs).toISOString(),
        durationSeconds: (nowMs() - startedMs) / 1e3,
        interrupted: signal.aborted,
        harnessVersion,
        seed: options.seed,
      },
    },
    rules,
    months: first,
    seeds: options.seeds === 1 ? null : { asked: options.seeds, tally, requiredShare: options.requiredShare },
    expectations: options.expectations,
  })
}

/** Columns live outside of the heap, and are given back when the young generation is collected: a small one is, often. */
const SMALL_YOUNG_GENERATION = { maxYoungGenerationSizeMb: 2 }

interface Simulated {
  readonly options: DrillOptions
  readonly drill: PreparedDrill
  readonly simulated: readonly DrilledRule[]
  readonly tally: SeedTally
}

/** @returns the months of the first seed */
async function simulateMonths(
  { options, drill, simulated, tally }: Simulated,
  { nowMs, signal, onProgress }: DrillControl,
): Promise<readonly SeenMonth[]> {
  const { seed: firstSeed, seeds } = options
  const plansOf = (seed: number) => monthPlans(seed, options, drill)
  const plans = plansOf(firstSeed)
  const months = plans.length * seeds
  const atOnce = Math.min(options.threads ?? availableParallelism(), months)
  const { notifications, ...plain } = drill
  const setup: MonthSetup = { drill: plain, options, alerts: simulated.map(reducedAlert) }
  const startedMs = nowMs()
  let monthsDone = 0
  const showProgress = () => {
    const remaining = ((nowMs() - startedMs) / 1e3 / monthsDone) * (months - monthsDone)
    const remainingSeconds = monthsDone === 0 ? null : remaining
    onProgress({ months, monthsDone, seeds, seedsDone: tally.done, remainingSeconds })
  }
  showProgress()
  const threads = new JobThreads<MonthJob, MonthOutcome>(
    'harness/drill/seeds/month-worker',
    setup,
    atOnce,
    SMALL_YOUNG_GENERATION,
  )
  const stop = () => threads.stop()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    const outcomes = await runSeeds({
      ...{ firstSeed, seeds, plansOf, atOnce, run: threads.run },
      onMonth: () => {
        monthsDone++
        showProgress()
      },
      onSeed: (seed, all) => tally.add(seed, seedFindings(all, { objectives: drill.objectives, days: options.days })),
    })
    return outcomes.map((outcome) => ({ incidents: incidentsOf(outcome, plans), outcome }))
  } finally {
    signal.removeEventListener('abort', stop)
    threads.stop()
  }
}

function incidentsOf({ name }: MonthOutcome, plans: readonly MonthPlan[]): MonthPlan['incidents'] {
  return plans.find((plan) => plan.name === name)?.incidents ?? []
}

function drilledRule(
  { rule, group, file, looksBackSeconds, model, problem, dependsOnScrapes }: PreparedAlert,
  drill: PreparedDrill,
  options: DrillOptions,
): Omit<DrilledRule, 'neverHolds'> {
  const { name, line, expression, forSeconds, keepFiringForSeconds, labels } = rule
  const interval = drill.ruleFile.groups.find(
    (each) => each.name === group && (each.file ?? file) === file,
  )?.intervalSeconds
  const routes = routesFor(drill.notifications.root, { ...labels, alertname: name })
  return {
    ...{
      alert: name,
      file,
      line,
      group,
      expression,
      forSeconds,
      keepFiringForSeconds,
      labels,
      looksBackSeconds,
      model,
      problem,
    },
    severity: labels.severity ?? null,
    toldAtTimes: routes.some(({ isTimed }) => isTimed),
    ...(routes.every(({ integrations }) => integrations.length === 0) && { noReceiver: true as const }),
    // Many seeds evaluate it at many instants between two scrapes.
    ...(dependsOnScrapes !== null && options.seeds === 1 && { dependsOnScrapes }),
    outcome: problem === null ? 'evaluated' : 'not-simulated',
    evaluationSeconds: interval ?? options.evaluationSeconds,
  }
}

const SHOWN_QUANTILES = [0.5, 0.9, 0.95, 0.99, 0.999]

function factsOf(options: DrillOptions, drill: PreparedDrill) {
  const { shape, latency, notifications, models, objectives, assumptions, notes, trafficSource, startsAtMs } = drill
  const { root, source, inhibitRules, timedRoutes } = notifications
  const { day, night } = dayAndNight(shape)
  return {
    rules: [...drill.rules],
    days: options.days,
    startsAt: new Date(startsAtMs).toISOString(),
    scrapeIntervalSeconds: options.scrapeIntervalSeconds,
    evaluationSeconds: options.evaluationSeconds,
    traffic: {
      source: trafficSource,
      meanRate: shape.meanRatePerSecond,
      dayRate: day.ratePerSecond,
      nightRate: (night ?? day).ratePerSecond,
      hours: [...shape.hours],
      weekdays: [...shape.weekdays],
    },
    latency: {
      source: latency.source,
      sentence: latency.sentence,
      quantiles: SHOWN_QUANTILES.map((quantile) => ({ quantile, seconds: quantileOf(latency.model, quantile) })),
    },
    series: models.flatMap(({ series }, model) => series.map((each) => ({ model, ...reportedSeries(each) }))),
    seriesBegin: options.seriesBegin,
    assumptions: [...assumptions],
    objectives: [...objectives],
    notifications: {
      source,
      groupBy: root.groupBy === 'all' ? ['...'] : [...root.groupBy],
      groupWaitSeconds: root.groupWaitSeconds,
      groupIntervalSeconds: root.groupIntervalSeconds,
      repeatIntervalSeconds: root.repeatIntervalSeconds,
      routes: countRoutes(root),
    },
    powerCurve: null,
    notes: [
      ...notes,
      ...(inhibitRules.length === 0 ? [] : ['What inhibition rules of the Alertmanager hold back is not sent.']),
      ...(timedRoutes === 0 ? [] : ['Times at which routes of the Alertmanager are mute or active are not simulated.']),
    ],
  }
}

function reportedSeries(series: ModelSeries): Omit<DrillSeries, 'model'> {
  if (series.kind === 'scrape')
    return { metric: series.metric, kind: 'gauge', labels: {}, requests: null, upperBounds: null, unit: null }
  return {
    metric: series.metric,
    kind: series.kind,
    labels: series.labels,
    requests: series.kind === 'gauge' ? null : series.requests,
    upperBounds: series.kind === 'histogram' ? [...series.upperBounds] : null,
    unit: series.kind === 'histogram' ? (UNITS.get(series.unitsPerSecond) ?? null) : null,
  }
}

const UNITS: ReadonlyMap<number, string> = new Map([
  [1, 's'],
  [1e3, 'ms'],
  [1e6, 'µs'],
  [1e9, 'ns'],
])

const LONGEST_SECONDS = 1e6

/** By halving: a model tells the share of requests up to a length. */
function quantileOf(model: PreparedDrill['latency']['model'], quantile: number): number {
  const share = shareAtMost(model, readTrace)
  let [low, high] = [0, LONGEST_SECONDS]
  for (let i = 0; i < 60; i++) {
    const middle = i < 30 ? Math.sqrt(Math.max(low, 1e-6) * high) : (low + high) / 2
    if (share(middle) >= quantile) high = middle
    else low = middle
  }
  return Number(high.toPrecision(6))
}
