// What to change of an alert that did not fire, fired late, fired although it should not, or was not seen to do anything:
// its threshold's bound, its range, its `for`, its deadline, or the load that was to make it fire.

import { quantileName } from '../../core/latency/quantile.ts'
import type { Advice } from '../../core/report/advice.ts'
import type { AlertFinding, Report, ReportedPhase } from '../../core/report/report.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { niceAtOrAbove, niceAtOrBelow, pendingBefore } from './alert-timing.ts'
import { adviseFalseAlarm } from './false-alarm.ts'
import { NAME_THE_METRICS } from './metrics-advice.ts'
import { notFired } from './not-fired.ts'
import { timelineKey } from './timeline-key.ts'

export function adviseAlerts(report: Report): Advice[] {
  if (report.generator.overloaded) return []
  return report.alerts.flatMap((alert) => {
    if (alert.finding === null || alert.finding === 'pass') return []
    if (isCut(alert, report)) return []
    // What is to be done about clocks is said of the generator.
    if (alert.doubt === 'clocks') return []
    if (alert.transitions.length === 0) return [neverEvaluated(alert, report)]
    // What its rule is said to be, is said there.
    if (isSaidOfItsRule(alert, report)) return []
    if (alert.finding === 'inconclusive' && report.generator.saturated) return []
    // Counts of other requests say nothing of what it would have done over the client's.
    if (alert.finding === 'inconclusive' && hasOtherRequests(report)) return []
    if (alert.expects?.kind === 'never')
      return isDoubtedFiring(alert) ? [untold(alert)] : adviseFalseAlarm(alert, report)
    if (alert.expects?.kind === 'fires') return fires(alert, alert.expects, report)
    return [untold(alert)]
  })
}

/** What is undecided because the run ended early: that it has to reach its end is said, and how long its phases are is not known. */
function isCut({ finding, expression }: AlertFinding, { run }: Report): boolean {
  return finding === 'inconclusive' && expression !== '' && (run.interrupted || run.aborted !== undefined)
}

/** It fired, and something else than the service may have made it. */
function isDoubtedFiring({ finding, transitions }: AlertFinding): boolean {
  return finding === 'inconclusive' && transitions.some(({ state }) => state === 'firing')
}

function isSaidOfItsRule({ name }: AlertFinding, { rules = [] }: Report): boolean {
  return rules.some(
    ({ alerts, meaningless, neverFires = false, notEvaluated = false }) =>
      alerts.includes(name) && (meaningless || neverFires || notEvaluated),
  )
}

function hasOtherRequests({ populations, uncounted }: Report): boolean {
  const kind = populations?.mismatch?.kind
  return uncounted !== undefined || (kind !== undefined && kind !== 'unanswered')
}

function neverEvaluated({ name, expression, reason }: AlertFinding, { server, uncounted }: Report): Advice {
  const isScraped = server !== null || uncounted !== undefined
  return {
    kind: 'rule',
    weight: 'blocks',
    about: name,
    action: !isScraped
      ? NAME_THE_METRICS
      : expression === ''
        ? `Put the rule of ${name} into the file that prometheus.rules names, or mend its name under alerts.`
        : `Let the run last for some evaluations of the rule of ${name}.`,
    figure: reason,
  }
}

/** Reports before 0.3 do not say what an alert compares, or what it has to do, as data. */
function untold({ name, reason }: AlertFinding): Advice {
  return {
    kind: 'data',
    weight: 'decides',
    about: name,
    action: `Look at what the rule of ${name} had to go on, in the chart of the alert on the report's page.`,
    figure: reason,
  }
}

type Fires = Extract<NonNullable<AlertFinding['expects']>, { kind: 'fires' }>

function fires(alert: AlertFinding, { fires: wanted, resolves }: Fires, report: Report): Advice[] {
  const phase = report.load.phases.find(({ name }) => name === wanted.after)
  if (phase === undefined) return [notReached(alert, wanted.after, report)]
  const isLate = alert.detectionSeconds === null || alert.detectionSeconds > wanted.withinSeconds
  if (isLate) return [silent(alert, wanted.withinSeconds, phase, report)]
  return resolves === null ? [untold(alert)] : [unresolved(alert, resolves, report)]
}

function notReached({ name }: AlertFinding, after: string, { run }: Report): Advice {
  return {
    kind: 'phase-length',
    weight: 'decides',
    about: name,
    action: `Let the run reach ${after}: ${name} is watched from there.`,
    figure: `It ended ${formatDuration(run.durationSeconds)} after its beginning, before ${after}.`,
  }
}

// ---- it did not fire in time ----

function silent(alert: AlertFinding, withinSeconds: number, phase: ReportedPhase, report: Report): Advice {
  const from = phase.startSeconds
  const end = endOf(report)
  if (alert.finding === 'inconclusive')
    return end < from + withinSeconds && alert.detectionSeconds === null
      ? tooShort(alert, from + withinSeconds - end, report)
      : untold(alert)
  if (stateAt(alert, from) === 'firing') return already(alert, phase, report)
  if (alert.detectionSeconds !== null && alert.detectionSeconds > 0) return late(alert, withinSeconds, phase)
  const { watches } = alert
  if (watches === undefined) return untold(alert)
  return notFired(alert, watches, { from, to: Math.min(end, from + withinSeconds), phase, report })
}

/** It was slow enough for all that the rule asks, and that took too long: a shorter `for` or range, or more time. */
function late(alert: AlertFinding, withinSeconds: number, phase: ReportedPhase): Advice {
  const { name, forSeconds, watches } = alert
  const detection = alert.detectionSeconds ?? 0
  const firingAt = phase.startSeconds + detection
  const toPending = Math.max(0, pendingBefore(alert, firingAt) - phase.startSeconds)
  const tooLate = detection - withinSeconds
  const figure = `It fired ${formatDuration(detection)} after ${phase.name} began, ${formatDuration(tooLate)} too late: ${formatDuration(toPending)} until it was pending, then for ${formatDuration(forSeconds)}.`
  const about = { weight: 'decides', about: name, figure } as const
  const shorter = niceAtOrBelow(forSeconds - tooLate)
  if (forSeconds > tooLate && shorter > 0)
    return {
      ...about,
      kind: 'for',
      action: `Shorten for of ${name} from ${formatDuration(forSeconds)} to ${formatDuration(shorter)}.`,
      change: { what: 'for', from: forSeconds, to: shorter },
    }
  const left = withinSeconds - forSeconds
  const range = watches?.rangeSeconds ?? 0
  const shorterRange = left > 0 && toPending > 0 ? niceAtOrBelow((range * left) / toPending) : 0
  if (range > 0 && shorterRange > 0)
    return {
      ...about,
      kind: 'range',
      action: `Shorten the range of ${name} from ${formatDuration(range)} to ${formatDuration(shorterRange)} (four scrapes at the least): until it is pending, about the same part of the range has to be slow.`,
      change: { what: 'range', from: range, to: shorterRange },
    }
  const more = niceAtOrAbove(detection * 1.1)
  return {
    ...about,
    kind: 'deadline',
    action: `Allow ${name} ${formatDuration(more)} in place of ${formatDuration(withinSeconds)}, or shorten both its range and its for.`,
    change: { what: 'within', from: withinSeconds, to: more },
  }
}

function already(alert: AlertFinding, phase: ReportedPhase, report: Report): Advice {
  const { name } = alert
  const firing = alert.transitions.findLast(({ at, state }) => state === 'firing' && at <= phase.startSeconds)
  const before = report.load.phases.find(({ startSeconds, endSeconds }) =>
    firing === undefined ? false : startSeconds <= firing.at && firing.at < endSeconds,
  )
  const p95 = before?.responseTime.p95 ?? null
  return {
    kind: 'load',
    weight: 'decides',
    about: name,
    action: `Begin ${phase.name} from a calm state: load ${before?.name ?? 'what comes before'} less, or put a phase between that lasts until ${name} has resolved.`,
    figure: `It fired ${formatDuration(firing?.at ?? 0)} into the run${before ? `, in ${before.name}${p95 === null ? '' : ` with its P95 of ${formatDuration(p95)}`}` : ''}, and ${phase.name} began at ${formatDuration(phase.startSeconds)}.`,
  }
}

function tooShort({ name }: AlertFinding, missing: number, report: Report): Advice {
  const last = report.load.phases.at(-1)
  const length = last === undefined ? 0 : last.endSeconds - last.startSeconds
  const to = niceAtOrAbove(length + missing)
  return {
    kind: 'phase-length',
    weight: 'decides',
    about: name,
    action: `Let ${last?.name ?? 'the last phase'} last ${formatDuration(to)} in place of ${formatDuration(length)}, so that the deadline lies within the run.`,
    figure: `The run ended ${formatDuration(missing)} before the deadline of ${name}.`,
    ...(last && { change: { what: 'phase-length', phase: last.name, from: length, to } }),
  }
}

// ---- it fired in time, and did not resolve ----

function unresolved(alert: AlertFinding, resolves: NonNullable<Fires['resolves']>, report: Report): Advice {
  const { name, watches, resolutionSeconds } = alert
  const phase = report.load.phases.find((each) => each.name === resolves.after)
  if (phase === undefined) return notReached(alert, resolves.after, report)
  const { withinSeconds } = resolves
  const end = endOf(report)
  const deadline = phase.startSeconds + withinSeconds
  if (resolutionSeconds === null && end < deadline) return tooShort(alert, deadline - end, report)
  if (alert.finding === 'inconclusive' || watches === undefined) return untold(alert)
  const calm = calmAt(report, watches, phase.startSeconds)
  const when =
    resolutionSeconds === null
      ? `It was still firing ${formatDuration(withinSeconds)} after ${phase.name} began`
      : `It resolved ${formatDuration(resolutionSeconds)} after ${phase.name} began, ${formatDuration(resolutionSeconds - withinSeconds)} too late`
  if (calm === null || calm >= withinSeconds)
    return {
      kind: 'service',
      weight: 'decides',
      about: name,
      action: `Find out why the service does not recover in ${phase.name}: the alert is right.`,
      figure: `${when}, and ${calm === null ? 'no second' : 'only from then on'} was the exact ${quantileName(watches.quantile)} below ${formatDuration(watches.thresholdSeconds)}${calm === null ? ' for good' : ` (${formatDuration(calm)} into it)`}.`,
    }
  const allowed = withinSeconds - calm
  const shorter = niceAtOrBelow(Math.min(allowed * 0.8, watches.rangeSeconds / 2))
  return {
    kind: 'range',
    weight: 'decides',
    about: name,
    action:
      shorter > 0
        ? `Shorten the range of ${name} from ${formatDuration(watches.rangeSeconds)} to ${formatDuration(shorter)} (four scrapes at the least), or allow it more time to resolve.`
        : `Allow ${name} more time to resolve.`,
    figure: `${when}, although users were served well from ${formatDuration(calm)} into it on: the rule remembers slow requests for its range of ${formatDuration(watches.rangeSeconds)}.`,
    ...(shorter > 0 && { change: { what: 'range', from: watches.rangeSeconds, to: shorter } }),
  }
}

/** How long after an instant the exact quantile of single seconds was below the threshold for good; null where it never was. */
function calmAt({ timeline }: Report, watched: NonNullable<AlertFinding['watches']>, from: number): number | null {
  const { quantile, thresholdSeconds } = watched
  const key = timelineKey(quantile)
  if (key === undefined) return null
  const later = timeline.filter(({ second }) => second >= Math.floor(from))
  const last = later.findLast(({ slot, timeouts }) => timeouts > 0 || (slot[key] ?? 0) > thresholdSeconds)
  if (last === undefined) return 0
  if (last === later.at(-1)) return null
  return Math.max(0, last.second + 1 - from)
}

function endOf({ run, timeline }: Report): number {
  return Math.max(run.durationSeconds, (timeline.at(-1)?.second ?? -1) + 1)
}

function stateAt({ transitions }: AlertFinding, seconds: number): string {
  return transitions.findLast(({ at }) => at <= seconds)?.state ?? 'inactive'
}
