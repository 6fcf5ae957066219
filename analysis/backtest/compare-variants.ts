// What changes between today's rules and proposed ones: pages that are new, pages that are gone, pages that come earlier or
// later. Pages are those that Prometheus would have sent, the drawn ones. Two episodes are the same page where their labels
// do not contradict each other and their times overlap, counted from when the condition held: a page that comes a minute
// later, because of a longer `for`, is the same page.

import type { BacktestedAlert, BacktestVariant, Episode } from '../../core/backtest/backtest.ts'
import type { ChangedAlert, MovedPage } from '../../core/report/backtest-report.ts'
import { firingMs, knownEndMs } from './firing-time.ts'
import { historiesOf } from './histories-of.ts'
import { instantOf, reportEpisode } from './report-episode.ts'

/** One for each name of an alert, those of today first, in the order of the files. */
export function compareVariants(today: BacktestVariant, proposed: BacktestVariant): ChangedAlert[] {
  const names = [...new Set([...today.alerts, ...proposed.alerts].map(({ alert }) => alert))]
  return names.map((name) => {
    const of = ({ alerts }: BacktestVariant) => alerts.filter(({ alert }) => alert === name)
    return changedAlert(name, of(today), of(proposed))
  })
}

function changedAlert(
  alert: string,
  before: readonly BacktestedAlert[],
  after: readonly BacktestedAlert[],
): ChangedAlert {
  const { pairs, onlyBefore, onlyAfter } = matchEpisodes(drawnOf(before), drawnOf(after))
  const moved = pairs.filter(([old, next]) => old.startMs !== next.startMs || old.endMs !== next.endMs)
  return {
    alert,
    before: sideOf(before),
    after: sideOf(after),
    newPages: onlyAfter.map(reportEpisode),
    gonePages: onlyBefore.map(reportEpisode),
    movedPages: moved.map(([old, next]) => movedPage(old, next)),
    samePages: pairs.length - moved.length,
  }
}

function drawnOf(alerts: readonly BacktestedAlert[]): Episode[] {
  return alerts.flatMap((alert) => historiesOf(alert).drawn).sort((a, b) => a.startMs - b.startMs)
}

function sideOf(alerts: readonly BacktestedAlert[]): ChangedAlert['before'] {
  if (alerts.length === 0) return null
  const count = (name: 'surely' | 'drawn' | 'could') =>
    alerts.reduce((sum, alert) => sum + historiesOf(alert)[name].length, 0)
  return {
    surely: count('surely'),
    drawn: count('drawn'),
    could: count('could'),
    firingSeconds: firingMs(drawnOf(alerts)) / 1e3,
    isEvaluated: alerts.some(({ outcome }) => outcome === 'evaluated'),
    isKnown: alerts.every((alert) => alert.outcome === 'evaluated' && alert.notKnown.length === 0),
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
    after.flatMap((next) => {
      const overlapMs = overlap(old, next)
      return overlapMs > 0 && areCompatible(old.labels, next.labels) ? [{ old, next, overlapMs }] : []
    }),
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

function overlap(a: Episode, b: Episode): number {
  return Math.min(knownEndMs(a), knownEndMs(b)) - Math.max(a.activeSinceMs, b.activeSinceMs)
}

/** A proposed rule may add labels or drop some; those that both have must agree. */
function areCompatible(a: Episode['labels'], b: Episode['labels']): boolean {
  return Object.entries(a).every(([name, value]) => !Object.hasOwn(b, name) || b[name] === value)
}
