// How long a trial must be: before the incident, so that nothing of the simulation's beginning is in what the rules read,
// and after it, for as long as a page may still come of it. Seconds.

import { alertingRules, type Rule } from '../../prometheus/alerting/rule-file.ts'
import { ruleReaches } from '../../prometheus/alerting/rule-reach.ts'
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
  const { ruleFile, alerts, scrapeIntervalSeconds, evaluationSeconds, groupWaitsSeconds } = setup
  const rules = alertingRules(ruleFile)
  // What recording rules read that no alert asks for is of no matter.
  const all = ruleReaches(ruleFile)
  const reaches = alerts.flatMap((place) => all.get(rules[place] as Rule) ?? [])
  const intervals = ruleFile.groups.map(({ intervalSeconds }) => intervalSeconds ?? evaluationSeconds)
  const gridSeconds = Math.max(scrapeIntervalSeconds, evaluationSeconds, ...intervals)
  const reachSeconds = Math.max(0, ...reaches.map(({ samplesSeconds }) => samplesSeconds))
  const waitSeconds = Math.max(0, ...groupWaitsSeconds.map((wait) => wait ?? 0))
  const forSeconds = Math.max(0, ...rules.map((rule) => rule.forSeconds))
  const keptSeconds = Math.max(0, ...rules.map(({ keepFiringForSeconds }) => keepFiringForSeconds))
  const recordedSeconds = Math.max(0, ...reaches.map(({ evaluationsSeconds }) => evaluationsSeconds))
  const evaluatedSeconds = forSeconds + keptSeconds + recordedSeconds + waitSeconds + 3 * gridSeconds
  return {
    leadSeconds: reachSeconds + evaluatedSeconds,
    evaluatedSeconds,
    traceSeconds: Math.min(LONGEST_TRACE_SECONDS, reachSeconds + forSeconds) + waitSeconds + 2 * gridSeconds,
    gridSeconds,
  }
}
