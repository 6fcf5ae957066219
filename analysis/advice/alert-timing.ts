// What the timeline says of an alert on a quantile: how high the estimate, the exact quantile of the rule's window and that
// of single seconds came, and for how long each stayed above the threshold. Seconds of the run.

import type { AlertFinding, Report, TimelineRow } from '../../core/report/report.ts'
import { timelineKey } from './timeline-key.ts'

export interface Height {
  /** The highest that was seen; null where there was none, Infinity where it lay among requests that never ended. */
  readonly highest: number | null
  /** The longest stretch above the threshold, in seconds. */
  readonly longestAbove: number
}

export interface AlertTiming {
  /** What the rule compares. */
  readonly estimate: Height
  /** The exact quantile of the same window; null where the report keeps no such quantile. */
  readonly window: Height | null
  /** The exact quantile of single seconds. */
  readonly slot: Height | null
}

type Watched = NonNullable<AlertFinding['watches']>

/** Of the seconds within [from, to). */
export function alertTiming({ timeline }: Report, watched: Watched, from: number, to: number): AlertTiming {
  const rows = timeline.filter(({ second }) => second >= Math.floor(from) && second < to)
  const { thresholdSeconds } = watched
  const key = timelineKey(watched.quantile)
  const heightOf = (value: (row: TimelineRow) => number | null) => height(rows, value, thresholdSeconds)
  return {
    estimate: heightOf(({ estimate }) => estimate),
    window: key === undefined ? null : heightOf(({ window }) => window[key]),
    slot: key === undefined ? null : heightOf(({ slot }) => slot[key]),
  }
}

function height(rows: readonly TimelineRow[], value: (row: TimelineRow) => number | null, threshold: number): Height {
  let highest: number | null = null
  let longestAbove = 0
  let above = 0
  let before: number | null = null
  for (const row of rows) {
    const seen = value(row)
    if (seen !== null) highest = Math.max(highest ?? 0, seen)
    const follows: boolean = before !== null && row.second === before + 1
    above = seen !== null && seen > threshold ? (follows ? above : 0) + 1 : 0
    longestAbove = Math.max(longestAbove, above)
    before = row.second
  }
  return { highest, longestAbove }
}

/** For how long the alert was pending without firing, at the longest, within [from, to]; 0 where it never was. */
export function longestPending({ transitions }: Pick<AlertFinding, 'transitions'>, from: number, to: number): number {
  const spans = transitions.map(({ at, state }, i) => ({ at, state, end: transitions[i + 1]?.at ?? to }))
  return Math.max(
    0,
    ...spans
      .filter(({ state, at, end }) => state === 'pending' && at <= to && end >= from)
      .map(({ at, end }) => Math.min(end, to) - at),
  )
}

/** When the alert became pending before it fired at an instant; the instant itself where its rule has no `for`. */
export function pendingBefore({ transitions }: Pick<AlertFinding, 'transitions'>, firingAt: number): number {
  const before = transitions.filter(({ at }) => at < firingAt).at(-1)
  return before?.state === 'pending' ? before.at : firingAt
}

const NICE_SECONDS = [1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 600, 900, 1200, 1800, 3600]

/** The highest duration that people write at or below so many seconds; 0 below a second. */
export function niceAtOrBelow(seconds: number): number {
  return NICE_SECONDS.findLast((nice) => nice <= seconds) ?? 0
}

/** The lowest duration that people write at or above so many seconds. */
export function niceAtOrAbove(seconds: number): number {
  return NICE_SECONDS.find((nice) => nice >= seconds) ?? Math.ceil(seconds / 3600) * 3600
}
