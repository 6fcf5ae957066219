// One simulated month: what every alert did in it, and when somebody was told.

import type { DrillIncident } from '../../core/drill/drill-incident.ts'
import type { DrilledMonth, MonthAlert, MonthFiring, MonthMinutes } from '../../core/drill/drilled-month.ts'
import { DAY_SECONDS } from '../../core/drill/incident-catalogue.ts'
import { USUAL_RUNNING_SECONDS } from '../../core/drill/service-model.ts'
import { UserError } from '../../core/user-error.ts'
import { onlyAlerts } from '../../prometheus/alerting/variants/only-alerts.ts'
import { readTrace } from '../../server/latency/read-trace.ts'
import { incidentsOf } from '../../simulation/days/incidents-of.ts'
import { type SimulatedAlerts, type SimulatedLabelSet, simulateAlerts } from '../../simulation/days/simulate-alerts.ts'
import { PUNCTUAL_SCRAPES } from '../../simulation/monitor/scrape-behaviour.ts'
import { firingsOf } from '../../simulation/notifications/firings-of.ts'
import { notify } from '../../simulation/notifications/notify.ts'
import type { DrillOptions } from './drill-options.ts'
import type { PreparedDrill } from './prepare-drill.ts'

export interface MonthPlan {
  readonly name: string
  readonly kind: DrilledMonth['kind']
  readonly seed: number
  readonly incidents: readonly DrillIncident[]
}

/** @throws UserError where the incidents do not fit the service */
export function drillMonth(plan: MonthPlan, drill: PreparedDrill, options: DrillOptions): DrilledMonth {
  const { leadSeconds, objectives } = drill
  const seconds = leadSeconds + options.days * DAY_SECONDS
  const found = simulated(plan, drill, options, seconds)
  const alerts = drill.alerts
    .filter(({ problem }) => problem === null)
    .map(({ rule, group }) => found.alerts.find((each) => each.rule === rule && each.group === group))
    .map(
      (each): MonthAlert => ({
        firings: (each?.labelSets ?? []).flatMap((set) => monthFirings(set, leadSeconds)),
        failures: (each?.failures ?? []).map(({ message, count }) => ({ message, evaluations: count })),
      }),
    )
  const bounds = objectives.flatMap(({ boundSeconds }) => boundSeconds ?? [])
  return {
    ...plan,
    minutes: minutesOf(found.exact, bounds, leadSeconds),
    alerts: withNotifications(alerts, drill, options.days * DAY_SECONDS),
  }
}

function simulated(plan: MonthPlan, drill: PreparedDrill, options: DrillOptions, seconds: number): SimulatedAlerts {
  const { leadSeconds, startsAtMs, model, shape, latency, usualErrorShare, ruleFile, objectives } = drill
  try {
    return simulateAlerts({
      seconds,
      startedAtUnixMs: startsAtMs - leadSeconds * 1e3,
      runningSeconds: USUAL_RUNNING_SECONDS,
      model,
      latency: latency.model,
      usualErrorShare,
      shape,
      incidents: plan.incidents.flatMap((incident) => incidentsOf(incident, leadSeconds)),
      // Alerts that are not simulated would cost as much as the others.
      ruleFile: onlyAlerts(
        ruleFile,
        drill.alerts.flatMap(({ rule, problem }) => (problem === null ? rule.name : [])),
      ),
      scrapeIntervalSeconds: options.scrapeIntervalSeconds,
      scrapes: PUNCTUAL_SCRAPES,
      evaluationSeconds: options.evaluationSeconds,
      seed: plan.seed,
      evaluateFromSeconds: leadSeconds,
      boundsSeconds: [...new Set(objectives.flatMap(({ boundSeconds }) => boundSeconds ?? []))],
      readTrace,
    })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new UserError(`drill: ${error.message}`, { cause: error })
  }
}

function monthFirings(set: SimulatedLabelSet, leadSeconds: number): readonly MonthFiring[] {
  return firingsOf(set).map(({ labels, pendingSeconds, fromSeconds, toSeconds }) => ({
    labels,
    pendingSeconds: pendingSeconds - leadSeconds,
    fromSeconds: fromSeconds - leadSeconds,
    toSeconds: toSeconds === null ? null : toSeconds - leadSeconds,
    notifiedSeconds: null,
  }))
}

/** Alertmanager groups alerts of all rules, so that all are looked at together. */
function withNotifications(
  alerts: readonly MonthAlert[],
  { notifications }: PreparedDrill,
  untilSeconds: number,
): readonly MonthAlert[] {
  const all = alerts.flatMap(({ firings }) => firings)
  const told = notify(notifications, all, untilSeconds)
  const notified = new Map(all.map((firing, i) => [firing, told[i] ?? null]))
  return alerts.map(({ firings, failures }) => ({
    firings: firings
      .map((firing) => ({ ...firing, notifiedSeconds: notified.get(firing) ?? null }))
      .sort((a, b) => a.fromSeconds - b.fromSeconds),
    failures,
  }))
}

function minutesOf(
  { requests, failed, slower }: SimulatedAlerts['exact'],
  bounds: readonly number[],
  leadSeconds: number,
): MonthMinutes {
  const lead = leadSeconds / 60
  return {
    requests: requests.slice(lead),
    failed: failed.slice(lead),
    slower: new Map(bounds.map((bound) => [bound, (slower.get(bound) ?? new Float64Array(0)).slice(lead)])),
  }
}
