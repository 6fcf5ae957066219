// How small an incident the alerts of a drill still find: the service and the rules of the drill, as a study of detection
// power takes them.

import { NO_PAGES } from '../../analysis/drill/judge-drill-expectation.ts'
import type { PowerCurve } from '../../core/drill/power-curve.ts'
import { alertingRules } from '../../prometheus/alerting/rule-file.ts'
import { onlyAlerts } from '../../prometheus/alerting/variants/only-alerts.ts'
import { type NotificationRoute, routesFor } from '../../prometheus/alertmanager/notification-route.ts'
import type { Labels } from '../../prometheus/series/series.ts'
import { readTrace } from '../../server/latency/read-trace.ts'
import { PUNCTUAL_SCRAPES } from '../../simulation/monitor/scrape-behaviour.ts'
import { type PowerBase, type PowerEffects, type PowerRequest, runPower } from '../power/run-power.ts'
import type { DrillOptions } from './drill-options.ts'
import type { PreparedAlert, PreparedDrill } from './prepare-drill.ts'

/** @throws UserError where nothing can be changed as asked */
export function drillPower(
  request: PowerRequest,
  drill: PreparedDrill,
  options: DrillOptions,
  effects: PowerEffects,
): Promise<PowerCurve> {
  return runPower(request, powerBase(drill, options), effects)
}

function powerBase(drill: PreparedDrill, options: DrillOptions): PowerBase {
  const { alerts, model, shape, latency, usualErrorShare, notifications } = drill
  const possible = alerts.filter(({ problem }) => problem === null)
  // Who asks for an alert by its name means it, whoever is woken by it.
  const simulated =
    options.alerts.length > 0 ? possible : possible.filter(({ rule }) => !NO_PAGES.includes(rule.labels.severity ?? ''))
  const untold = possible.filter((alert) => !simulated.includes(alert))
  // With all of the rules, the lead of a trial would be that of the longest window of any.
  const ruleFile = onlyAlerts(
    drill.ruleFile,
    simulated.map(({ rule }) => rule.name),
  )
  const rules = alertingRules(ruleFile)
  return {
    setup: {
      ...{ model, latency: latency.model, usualErrorShare, shape, ruleFile },
      ...(latency.model.kind === 'trace' && { trace: readTrace(latency.model.file) }),
      alerts: simulated.map(({ rule }) => rules.indexOf(rule)),
      groupWaitsSeconds: simulated.map((alert) => groupWaitSeconds(alert, notifications.root)),
      scrapeIntervalSeconds: options.scrapeIntervalSeconds,
      scrapes: PUNCTUAL_SCRAPES,
      evaluationSeconds: options.evaluationSeconds,
    },
    ruleFile: drill.ruleFile,
    notSimulated: [
      ...alerts.flatMap(({ rule, problem }) =>
        problem === null ? [] : [{ alert: rule.name, line: rule.line, reason: problem }],
      ),
      ...untold.map(({ rule }) => ({
        alert: rule.name,
        line: rule.line,
        reason: `its severity is ${rule.labels.severity}, by which nobody is woken; --alert ${rule.name} asks for it all the same`,
      })),
    ],
    seed: options.seed,
  }
}

/** Of the first receiver that is told of it; null where none is. */
function groupWaitSeconds({ rule }: PreparedAlert, root: NotificationRoute): number | null {
  const labels: Labels = { ...rule.labels, alertname: rule.name }
  const waits = routesFor(root, labels).flatMap((route) =>
    route.integrations.length > 0 ? route.groupWaitSeconds : [],
  )
  return waits.length === 0 ? null : Math.min(...waits)
}
