// Whether an alert could have fired where nobody could see it: during a stretch without data, or without scrapes.
//
// A stretch hides a firing where all of these hold:
//   it is longer than a rate needs to begin (two scrapes and an evaluation)
//   requests of measured phases were due in it, for without them there was nothing to see
//   it lasts for `for`, together with the time for which the alert was pending immediately before and after it

import type { AlertState } from '../../core/run/alert.ts'
import { type AlertWatch, type Gap, gapsBetween, type Stretch } from './alert-watch.ts'

/** Without lacks where scrapes were lost. */
export type HidingGap = Stretch & Partial<Pick<Gap, 'lacks'>>

/** The longest of them within [from, to]; undefined where there is none. */
export function hidingGap(watch: AlertWatch, from: number, to: number): HidingGap | undefined {
  const { evidence, lostScrapes, trafficSeconds } = watch
  const first = trafficSeconds[0]
  const last = trafficSeconds.at(-1)
  if (first === undefined || last === undefined) return undefined
  const [start, end] = [Math.max(from, first), Math.min(to, last + 1)]
  const lost = lostScrapes.map(({ fromSeconds, toSeconds }) => ({
    fromSeconds: Math.max(start, fromSeconds),
    toSeconds: Math.min(end, toSeconds),
  }))
  const gaps: readonly HidingGap[] = [...(evidence ? joined(gapsBetween(evidence, start, end)) : []), ...lost]
  return gaps.filter((gap) => hides(gap, watch)).sort((a, b) => length(b) - length(a))[0]
}

function hides(gap: HidingGap, watch: AlertWatch): boolean {
  const { toleratedSeconds, trafficSeconds, history } = watch
  if (length(gap) <= toleratedSeconds) return false
  const isBusy = (second: number) => second >= Math.floor(gap.fromSeconds) && second < gap.toSeconds - toleratedSeconds
  if (!trafficSeconds.some(isBusy)) return false
  return length(gap) + pendingAround(gap, watch) + toleratedSeconds >= history.forSeconds
}

function length({ fromSeconds, toSeconds }: Stretch): number {
  return toSeconds - fromSeconds
}

/** How long the alert was pending before the gap, up to it, and after the gap, from it on. */
function pendingAround(gap: Stretch, { history, toleratedSeconds, untilSeconds }: AlertWatch): number {
  const spans = history.transitions.map(({ at, state }, i): Stretch & { readonly state: AlertState } => ({
    fromSeconds: at,
    toSeconds: history.transitions[i + 1]?.at ?? untilSeconds,
    state,
  }))
  const pending = spans.filter(({ state }) => state === 'pending')
  const touches = (a: number, b: number) => Math.abs(a - b) <= toleratedSeconds
  return pending
    .filter((span) => touches(span.toSeconds, gap.fromSeconds) || touches(span.fromSeconds, gap.toSeconds))
    .reduce((sum, span) => sum + length(span), 0)
}

/** Gaps that follow one another lack different things, but are one stretch without data. */
function joined(gaps: readonly Gap[]): Gap[] {
  const whole: Gap[] = []
  for (const gap of gaps) {
    const before = whole.at(-1)
    if (before === undefined || before.toSeconds < gap.fromSeconds) whole.push(gap)
    else whole.splice(-1, 1, { ...before, toSeconds: gap.toSeconds, lacks: longer(before, gap).lacks })
  }
  return whole
}

function longer(a: Gap, b: Gap): Gap {
  return length(b) > length(a) ? b : a
}
