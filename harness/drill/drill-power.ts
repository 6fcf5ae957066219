// How small an incident the alerts of a drill still find: the service and the rules of the drill, as a study of detection
// power takes them.

import { NO_PAGES } from '../../analysis/drill/alerts-about.ts'
import type { PowerCurve } from '../../core/drill/power-curve.ts'
import { alertingRules } from '../../prometheus/alerting/rule-file.ts'
import { onlyAlerts } from '../../prometheus/alerting/variants/only-alerts.ts'
import type { NotificationRoute } from '../../prometheus/alertmanager/notification-route.ts'
import { readTrace } from '../../server/latency/read-trace.ts'
import { SPREAD_SCRAPES } from '../../simulation/monitor/scrape-behaviour.ts'
import type { NotifyingRules } from '../../simulation/notifications/notify.ts'
import { sentRules } from '../../simulation/notifications/sent-rules.ts'
import { type PowerBase, type PowerEffects, type PowerRequest, runPower } from '../power/run-power.ts'
import type { DrillOptions } from './drill-options.ts'
import type { PreparedDrill } from './prepare-drill.ts'

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
  const { alerts, models, shape, latency, usualErrorShare, notifications } = drill
  const [model = { series: [] }] = models
  // Trials are made of one service.
  const possible = alerts.filter((alert) => alert.model === 0)
  const apart = alerts.filter((alert) => alert.model !== null && alert.model > 0)
  // Who asks for an alert by its name means it, whoever is woken by it.
  const simulated =
    options.alerts.length > 0 ? possible : possible.filter(({ rule }) => !NO_PAGES.includes(rule.labels.severity ?? ''))
  const untold = possible.filter((alert) => !simulated.includes(alert))
  // All that Alertmanager may put into one group, or hold back for another: what it tells of one alert depends on the others. No more, for the lead of a
  // trial is as long as the longest window of any.
  const grouped = dependOnOneAnother(notifications) ? possible : simulated
  const ruleFile = onlyAlerts(
    drill.ruleFile,
    grouped.map(({ rule }) => rule.name),
  )
  const rules = alertingRules(ruleFile)
  return {
    setup: {
      ...{ model, latency: latency.model, wakeLatenessSeconds: latency.wakeLatenessSeconds },
      ...{ usualErrorShare, shape, ruleFile },
      ...(latency.model.kind === 'trace' && { trace: readTrace(latency.model.file) }),
      alerts: simulated.map(({ rule }) => rules.indexOf(rule)),
      notifications: sentRules(notifications),
      scrapeIntervalSeconds: options.scrapeIntervalSeconds,
      scrapes: SPREAD_SCRAPES,
      evaluationSeconds: options.evaluationSeconds,
    },
    ruleFile: drill.ruleFile,
    notSimulated: [
      ...alerts.flatMap(({ rule, problem }) =>
        problem === null ? [] : [{ alert: rule.name, line: rule.line, reason: problem }],
      ),
      ...apart.map(({ rule }) => ({
        alert: rule.name,
        line: rule.line,
        reason: `its labels do not fit to those of the others, and it has a model of its own, which is not looked at here; --alert ${rule.name} asks for it`,
      })),
      ...untold.map(({ rule }) => ({
        alert: rule.name,
        line: rule.line,
        reason: `its severity is ${rule.labels.severity}, by which nobody is woken; --alert ${rule.name} asks for it all the same`,
      })),
    ],
    seed: options.seed,
  }
}

function dependOnOneAnother({ root, inhibitRules }: NotifyingRules): boolean {
  return inhibitRules.length > 0 || sharesGroups(root)
}

/** Whether alerts of different names may share a notification. */
function sharesGroups({ groupBy, routes }: NotificationRoute): boolean {
  return (groupBy !== 'all' && !groupBy.includes('alertname')) || routes.some(sharesGroups)
}
