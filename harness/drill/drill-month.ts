// One simulated month: what every alert did in it, and when somebody was told.

import { NO_CONDITION_SEEN } from '../../core/condition-seen.ts'
import type { DrillIncident } from '../../core/drill/drill-incident.ts'
import type { DrilledMonth, MonthAlert, MonthFiring, MonthMinutes } from '../../core/drill/drilled-month.ts'
import { DAY_SECONDS } from '../../core/drill/incident-catalogue.ts'
import { type ServiceModel, USUAL_RUNNING_SECONDS } from '../../core/drill/service-model.ts'
import { UserError } from '../../core/user-error.ts'
import { onlyAlerts } from '../../prometheus/alerting/variants/only-alerts.ts'
import { readTrace } from '../../server/latency/read-trace.ts'
import { incidentsOf } from '../../simulation/days/incidents-of.ts'
import { type SimulatedAlerts, type SimulatedLabelSet, simulateAlerts } from '../../simulation/days/simulate-alerts.ts'
import { SPREAD_SCRAPES } from '../../simulation/monitor/scrape-behaviour.ts'
import { firingsOf } from '../../simulation/notifications/firings-of.ts'
import { notify } from '../../simulation/notifications/notify.ts'
import { collectGarbage } from '../../simulation/threads/collect-garbage.ts'
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
  const { leadSeconds } = drill
  const [first, ...others] = drill.models.map((model, place) => drillModel({ model, place }, plan, drill, options))
  if (first === undefined) throw new RangeError('drill: expected a model to simulate, got none')
  const found = [first, ...others]
  const alerts = drill.alerts.flatMap(({ rule, group, model }): MonthAlert[] => {
    if (model === null) return []
    const own = found[model]
    const each = own?.alerts.find((other) => other.rule === rule && other.group === group)
    return [
      {
        firings: (each?.labelSets ?? []).flatMap((set) => monthFirings(set, leadSeconds)),
        failures: (each?.failures ?? []).map(({ message, count }) => ({ message, evaluations: count })),
        condition: each?.condition ?? NO_CONDITION_SEEN,
        ...(own !== undefined && { minutes: own.minutes }),
      },
    ]
  })
  return {
    ...plan,
    minutes: first.minutes,
    alerts: withNotifications(alerts, drill, options.days * DAY_SECONDS),
  }
}

interface ModelMonth {
  readonly alerts: SimulatedAlerts['alerts']
  readonly minutes: MonthMinutes
}

/** Models are simulated one after the other: the series of one alone are in memory. */
function drillModel(
  { model, place }: { readonly model: ServiceModel; readonly place: number },
  plan: MonthPlan,
  drill: PreparedDrill,
  options: DrillOptions,
): ModelMonth {
  // What the model before it left behind.
  if (place > 0) collectGarbage()
  const { leadSeconds, startsAtMs, shape, latency, usualErrorShare, ruleFile, objectives } = drill
  const bounds = [...new Set(objectives.flatMap(({ boundSeconds }) => boundSeconds ?? []))]
  try {
    const { alerts, exact } = simulateAlerts({
      seconds: leadSeconds + options.days * DAY_SECONDS,
      startedAtUnixMs: startsAtMs - leadSeconds * 1e3,
      runningSeconds: USUAL_RUNNING_SECONDS,
      model,
      latency: latency.model,
      wakeLatenessSeconds: latency.wakeLatenessSeconds,
      usualErrorShare,
      shape,
      incidents: plan.incidents.flatMap((incident) => incidentsOf(incident, leadSeconds)),
      // Alerts that are not simulated would cost as much as the others.
      ruleFile: onlyAlerts(
        ruleFile,
        drill.alerts.flatMap((alert) => (alert.model === place ? alert.rule.name : [])),
      ),
      scrapeIntervalSeconds: options.scrapeIntervalSeconds,
      scrapes: SPREAD_SCRAPES,
      evaluationSeconds: options.evaluationSeconds,
      seed: plan.seed,
      evaluateFromSeconds: leadSeconds,
      watchesConditions: true,
      boundsSeconds: bounds,
      readTrace,
    })
    return { alerts, minutes: minutesOf(exact, bounds, leadSeconds) }
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
  return alerts.map(({ firings, ...alert }) => ({
    ...alert,
    firings: firings
      .map((firing) => ({ ...firing, notifiedSeconds: notified.get(firing) ?? null }))
      .sort((a, b) => a.fromSeconds - b.fromSeconds),
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
