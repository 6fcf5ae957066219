// What changes between today's rules and proposed ones: pages that are new, pages that are gone, pages that come earlier or
// later. Pages are those that Prometheus would have sent, the drawn ones. Two episodes are the same page where their labels
// do not contradict each other and their times overlap, counted from when the condition held: a page that comes a minute
// later, because of a longer `for`, is the same page.
//
// A page is new or gone only where the other rule is known to have been silent. Where nothing is known of it, because it
// was not evaluated, its series are not there or come later, or data is missing, the page cannot be compared.

import type { BacktestedAlert, BacktestVariant, Episode, TimeSpan } from '../../core/backtest/backtest.ts'
import { wasEvaluated } from '../../core/backtest/was-evaluated.ts'
import type { ChangedAlert, MovedPage } from '../../core/report/backtest-report.ts'
import { firingMs } from './firing-time.ts'
import { historiesOf } from './histories-of.ts'
import { instantOf, reportEpisode } from './report-episode.ts'
import { unseenReason } from './unseen-reason.ts'

/** One for each name of an alert, those of today first, in the order of the files. */
export function compareVariants(
  today: BacktestVariant,
  proposed: BacktestVariant,
  { fromMs }: Pick<TimeSpan, 'fromMs'>,
): ChangedAlert[] {
  const names = [...new Set([...today.alerts, ...proposed.alerts].map(({ alert }) => alert))]
  return names.map((name) => {
    const of = ({ alerts }: BacktestVariant) =>
      alerts.filter(({ alert }) => alert === name).map((alert) => ({ alert, unknown: unknownSpans(alert, fromMs) }))
    return changedAlert(name, of(today), of(proposed))
  })
}

interface ComparedAlert {
  readonly alert: BacktestedAlert
  /** Where its silence says nothing. */
  readonly unknown: readonly TimeSpan[]
}

/**
 * Where data is missing, and where a series that it needs had not begun yet: it would have one from now on. A series that
 * went away for a while is another matter, for Prometheus would find nothing there again.
 */
function unknownSpans(alert: BacktestedAlert, fromMs: number): readonly TimeSpan[] {
  if (alert.outcome !== 'evaluated') return []
  const { notKnown, withoutData, evaluationSeconds } = alert
  return [...notKnown, ...withoutData.filter((span) => span.fromMs < fromMs + evaluationSeconds * 1e3)]
}

function changedAlert(alert: string, before: readonly ComparedAlert[], after: readonly ComparedAlert[]): ChangedAlert {
  const [drawnBefore, drawnAfter] = [drawnOf(before), drawnOf(after)]
  const { pairs, onlyBefore, onlyAfter } = matchEpisodes(drawnBefore, drawnAfter)
  const gone = onlyBefore.filter((page) => isAlone(page, before, { alerts: after, drawn: drawnAfter }))
  const added = onlyAfter.filter((page) => isAlone(page, after, { alerts: before, drawn: drawnBefore }))
  const timed = pairs.filter(([old, next]) => areTimesKnown(old, next))
  const moved = timed.filter(([old, next]) => old.startMs !== next.startMs || old.endMs !== next.endMs)
  return {
    alert,
    before: sideOf(before),
    after: sideOf(after),
    newPages: added.map(reportEpisode),
    gonePages: gone.map(reportEpisode),
    movedPages: moved.map(([old, next]) => movedPage(old, next)),
    samePages: timed.length - moved.length,
    unknownPages: onlyBefore.length - gone.length + onlyAfter.length - added.length + pairs.length - timed.length,
  }
}

function drawnOf(alerts: readonly ComparedAlert[]): Episode[] {
  return alerts.flatMap(({ alert }) => historiesOf(alert).drawn).sort((a, b) => a.startMs - b.startMs)
}

interface OtherSide {
  readonly alerts: readonly ComparedAlert[]
  readonly drawn: readonly Episode[]
}

/** Whether a page that found no partner is known to have none. */
function isAlone(page: Episode, own: readonly ComparedAlert[], other: OtherSide): boolean {
  if (other.alerts.some((each) => unseenReason(each.alert) !== null || isUnknownAround(page, each))) return false
  // What a gap cuts in two may be one page, and the other half has the partner.
  const isCut = own.some((each) => isUnknownAround(page, each))
  return !(isCut && other.drawn.some((each) => isSamePage(page, each)))
}

/** Whether nothing is known of an alert at some instant of a page. A page that a gap cuts off reaches into the gap. */
function isUnknownAround(page: Episode, { alert, unknown }: ComparedAlert): boolean {
  const stepMs = alert.evaluationSeconds * 1e3
  const fromMs = page.activeSinceMs - (page.startedBefore ? stepMs : 0)
  const toMs = page.lastFiringMs + (page.endMs === null ? stepMs : 0)
  return unknown.some((span) => span.fromMs <= toMs && span.toMs >= fromMs)
}

/** A beginning or an end that lies in a gap is no other one than that of the partner. */
function areTimesKnown(old: Episode, next: Episode): boolean {
  const [, later] = old.startMs < next.startMs ? [old, next] : [next, old]
  if (old.startMs !== next.startMs && later.startedBefore) return false
  if (old.endMs === null && next.endMs !== null) return old.lastFiringMs >= next.endMs
  if (next.endMs === null && old.endMs !== null) return next.lastFiringMs >= old.endMs
  return true
}

function sideOf(compared: readonly ComparedAlert[]): ChangedAlert['before'] {
  if (compared.length === 0) return null
  const alerts = compared.map(({ alert }) => alert)
  const count = (name: 'surely' | 'drawn' | 'could') =>
    alerts.reduce((sum, alert) => sum + historiesOf(alert)[name].length, 0)
  const problem = alerts.map(unseenReason).find((reason) => reason !== null) ?? null
  return {
    surely: count('surely'),
    drawn: count('drawn'),
    could: count('could'),
    firingSeconds: firingMs(drawnOf(compared)) / 1e3,
    isEvaluated: alerts.some(wasEvaluated),
    isKnown: problem === null && compared.every(({ unknown }) => unknown.length === 0),
    problem,
  }
}

function movedPage(old: Episode, next: Episode): MovedPage {
  return {
    labels: next.labels,
    before: instantOf(old.startMs),
    after: instantOf(next.startMs),
    earlierSeconds: (old.startMs - next.startMs) / 1e3,
    endsEarlierSeconds: old.endMs === null || next.endMs === null ? null : (old.endMs - next.endMs) / 1e3,
  }
}

interface MatchedEpisodes {
  readonly pairs: readonly (readonly [before: Episode, after: Episode])[]
  readonly onlyBefore: readonly Episode[]
  readonly onlyAfter: readonly Episode[]
}

/** Each episode has one partner at most: of all that could be the same page, those that overlap longest find each other. */
export function matchEpisodes(before: readonly Episode[], after: readonly Episode[]): MatchedEpisodes {
  const candidates = before.flatMap((old) =>
    after.flatMap((next) => (isSamePage(old, next) ? [{ old, next, overlapMs: overlap(old, next) }] : [])),
  )
  const partner = new Map<Episode, Episode>()
  const taken = new Set<Episode>()
  for (const { old, next } of candidates.sort((a, b) => b.overlapMs - a.overlapMs)) {
    if (partner.has(old) || taken.has(next)) continue
    partner.set(old, next)
    taken.add(next)
  }
  return {
    pairs: before.flatMap((old) => {
      const next = partner.get(old)
      return next === undefined ? [] : [[old, next] as const]
    }),
    onlyBefore: before.filter((old) => !partner.has(old)),
    onlyAfter: after.filter((next) => !taken.has(next)),
  }
}

function isSamePage(a: Episode, b: Episode): boolean {
  return overlap(a, b) > 0 && areCompatible(a.labels, b.labels)
}

/** An episode without an end holds its last evaluation: two that fired at that one alone overlap by it. */
function overlap(a: Episode, b: Episode): number {
  const behindMs = ({ endMs, lastFiringMs }: Episode) => endMs ?? lastFiringMs + 1
  return Math.min(behindMs(a), behindMs(b)) - Math.max(a.activeSinceMs, b.activeSinceMs)
}

/** A proposed rule may add labels or drop some; those that both have must agree. */
function areCompatible(a: Episode['labels'], b: Episode['labels']): boolean {
  return Object.entries(a).every(([name, value]) => !Object.hasOwn(b, name) || b[name] === value)
}
