// The use case: rules in, simulated months, a report out. Nothing is sent to any service.

import { setImmediate } from 'node:timers/promises'
import { type DrilledRule, reportDrill } from '../../analysis/drill/report-drill.ts'
import type { DrilledMonth } from '../../core/drill/drilled-month.ts'
import type { ModelSeries } from '../../core/drill/service-model.ts'
import { randomStream } from '../../core/random.ts'
import type { DrillReport, DrillSeries } from '../../core/report/drill-report.ts'
import { countRoutes } from '../../prometheus/alertmanager/notification-route.ts'
import { readTrace } from '../../server/latency/read-trace.ts'
import { shareAtMost } from '../../simulation/drawn/latency-share.ts'
import { harnessVersion } from '../version.ts'
import { drillMonth, type MonthPlan } from './drill-month.ts'
import type { DrillOptions } from './drill-options.ts'
import type { PreparedAlert, PreparedDrill } from './prepare-drill.ts'

export interface DrillProgress {
  readonly month: string
  /** Of all months, from 0. */
  readonly done: number
  readonly all: number
}

export interface DrillControl {
  readonly nowMs: () => number
  readonly signal: AbortSignal
  readonly onProgress: (progress: DrillProgress) => void
}

/** Stopped by the signal, it tells of the months that were simulated by then. */
export async function drillRules(
  options: DrillOptions,
  drill: PreparedDrill,
  { nowMs, signal, onProgress }: DrillControl,
): Promise<DrillReport> {
  const startedMs = nowMs()
  const plans = monthPlans(options, drill)
  const months: DrilledMonth[] = []
  if (drill.alerts.some(({ problem }) => problem === null))
    for (const plan of plans) {
      onProgress({ month: plan.name, done: months.length, all: plans.length })
      // Ctrl-C is seen between months: one takes about a second.
      await setImmediate()
      if (signal.aborted) break
      months.push(drillMonth(plan, drill, options))
    }
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
    rules: drill.alerts.map((alert) => drilledRule(alert, drill, options)),
    months,
    expectations: options.expectations,
  })
}

function monthPlans({ quietMonths, seed }: DrillOptions, { months }: PreparedDrill): readonly MonthPlan[] {
  const random = randomStream(seed, 'drill/months')
  const next = () => Math.floor(random() * 2 ** 31)
  return [
    ...Array.from({ length: quietMonths }, (_, i) => ({
      name: i === 0 ? 'quiet' : `quiet ${i + 1}`,
      kind: 'quiet' as const,
      seed: next(),
      incidents: [],
    })),
    ...months.map((incidents, i) => ({
      name: i === 0 ? 'incidents' : `incidents ${i + 1}`,
      kind: 'incidents' as const,
      seed: next(),
      incidents,
    })),
  ]
}

function drilledRule(
  { rule, group, file, looksBackSeconds, problem }: PreparedAlert,
  drill: PreparedDrill,
  options: DrillOptions,
): DrilledRule {
  const { name, line, expression, forSeconds, keepFiringForSeconds, labels } = rule
  const interval = drill.ruleFile.groups.find(
    (each) => each.name === group && (each.file ?? file) === file,
  )?.intervalSeconds
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
      problem,
    },
    severity: labels.severity ?? null,
    outcome: problem === null ? 'evaluated' : 'not-simulated',
    evaluationSeconds: interval ?? options.evaluationSeconds,
  }
}

const SHOWN_QUANTILES = [0.5, 0.9, 0.95, 0.99, 0.999]

function factsOf(options: DrillOptions, drill: PreparedDrill) {
  const { shape, latency, notifications, model, objectives, assumptions, notes, trafficSource, startsAtMs } = drill
  const { root, source, inhibitRules, timedRoutes } = notifications
  const usual = shape.meanRatePerSecond
  return {
    rules: [...drill.rules],
    days: options.days,
    startsAt: new Date(startsAtMs).toISOString(),
    scrapeIntervalSeconds: options.scrapeIntervalSeconds,
    evaluationSeconds: options.evaluationSeconds,
    traffic: {
      source: trafficSource,
      meanRate: usual,
      dayRate: usual * Math.max(...shape.hours),
      nightRate: usual * Math.min(...shape.hours),
      hours: [...shape.hours],
      weekdays: [...shape.weekdays],
    },
    latency: {
      source: latency.source,
      sentence: latency.sentence,
      quantiles: SHOWN_QUANTILES.map((quantile) => ({ quantile, seconds: quantileOf(latency.model, quantile) })),
    },
    series: model.series.map(reportedSeries),
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
      ...(inhibitRules.length === 0
        ? []
        : [
            'What inhibition rules of the Alertmanager hold back is not sent; trials of single incidents leave them out.',
          ]),
      ...(timedRoutes === 0 ? [] : ['Times at which routes of the Alertmanager are mute or active are not simulated.']),
    ],
  }
}

function reportedSeries(series: ModelSeries): DrillSeries {
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
