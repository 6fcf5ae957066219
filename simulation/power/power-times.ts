// How long a trial must be: before the incident, so that nothing of the simulation's beginning is in what the rules read,
// and after it, for as long as a page may still come of it. Seconds.

import { alertingRules } from '../../prometheus/alerting/rule-file.ts'
import { ruleReaches } from '../../prometheus/alerting/rule-reach.ts'
import { routesFor } from '../../prometheus/alertmanager/notification-route.ts'
import { receivedRules } from '../notifications/sent-rules.ts'
import type { PowerSetup } from './power-setup.ts'

export interface PowerTimes {
  /** Simulated before an incident, or before quiet time is counted. */
  readonly leadSeconds: number
  /** Of these, the last ones in which alerts are evaluated: for as long as their state depends on evaluations. */
  readonly evaluatedSeconds: number
  /** After an incident's end a page may still come of it: while it is in the windows that the rules read, for an hour at most. */
  readonly traceSeconds: number
  /** An incident may begin at any instant between two scrapes, and between two evaluations. */
  readonly gridSeconds: number
}

/** For how long after its beginning a page counts. @param withinSeconds null for any page that comes of it */
export function watchedSeconds(
  { traceSeconds }: PowerTimes,
  durationSeconds: number,
  withinSeconds: number | null,
): number {
  return Math.min(withinSeconds ?? Number.POSITIVE_INFINITY, durationSeconds + traceSeconds)
}

const LONGEST_TRACE_SECONDS = 3600

export function powerTimes(setup: PowerSetup): PowerTimes {
  const { ruleFile, scrapeIntervalSeconds, evaluationSeconds } = setup
  const rules = alertingRules(ruleFile)
  // What recording rules read that no alert asks for is of no matter.
  const all = ruleReaches(ruleFile)
  const reaches = rules.flatMap((rule) => all.get(rule) ?? [])
  const intervals = ruleFile.groups.map(({ intervalSeconds }) => intervalSeconds ?? evaluationSeconds)
  const gridSeconds = Math.max(scrapeIntervalSeconds, evaluationSeconds, ...intervals)
  const reachSeconds = Math.max(0, ...reaches.map(({ samplesSeconds }) => samplesSeconds))
  const { waitsSeconds, intervalsSeconds } = notificationTimes(setup)
  const forSeconds = Math.max(0, ...rules.map((rule) => rule.forSeconds))
  const keptSeconds = Math.max(0, ...rules.map(({ keepFiringForSeconds }) => keepFiringForSeconds))
  const recordedSeconds = Math.max(0, ...reaches.map(({ evaluationsSeconds }) => evaluationsSeconds))
  // A group that was told of just before tells of its next alert with the next flush.
  const toldSeconds = Math.max(0, ...waitsSeconds, ...intervalsSeconds)
  const evaluatedSeconds = forSeconds + keptSeconds + recordedSeconds + toldSeconds + 3 * gridSeconds
  return {
    leadSeconds: reachSeconds + evaluatedSeconds,
    evaluatedSeconds,
    traceSeconds: Math.min(LONGEST_TRACE_SECONDS, reachSeconds + forSeconds) + toldSeconds + 2 * gridSeconds,
    gridSeconds,
  }
}

export interface NotificationTimes {
  /** Each once, ascending: how long the groups of alerts that are told of wait, and how often they are sent anew. */
  readonly waitsSeconds: readonly number[]
  readonly intervalsSeconds: readonly number[]
  /** Places of the alerts of which nobody is told. */
  readonly untold: readonly number[]
}

/** By the labels that the rules give their alerts. */
export function notificationTimes({
  ruleFile,
  alerts,
  notifications,
}: Pick<PowerSetup, 'ruleFile' | 'alerts' | 'notifications'>): NotificationTimes {
  const { root } = receivedRules(notifications)
  const rules = alertingRules(ruleFile)
  const taken = alerts.map((place) => {
    const rule = rules[place]
    const routes = rule === undefined ? [] : routesFor(root, { ...rule.labels, alertname: rule.name })
    return { place, routes: routes.filter(({ integrations }) => integrations.length > 0) }
  })
  const routes = taken.flatMap((each) => each.routes)
  return {
    waitsSeconds: ascending(routes.map(({ groupWaitSeconds }) => groupWaitSeconds)),
    intervalsSeconds: ascending(routes.map(({ groupIntervalSeconds }) => groupIntervalSeconds)),
    untold: taken.flatMap((each) => (each.routes.length === 0 ? [each.place] : [])),
  }
}

function ascending(seconds: readonly number[]): readonly number[] {
  return [...new Set(seconds)].sort((a, b) => a - b)
}
