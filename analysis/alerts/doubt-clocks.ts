// What an alert proves where the clocks of generators and scrapes are apart. When it fired is told by one of them, and when the
// phase began by the other, so a deadline that is short beside their distance proves nothing either way. That an alert never
// fired does not depend on when, but for stretches without data: whether requests were due in them does.

import type { AlertFinding } from '../../core/report/report.ts'
import type { AlertExpectation } from '../../core/run/alert.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { type ClocksApart, doubtOfClocks } from '../generator/clocks-apart.ts'
import { madeInconclusive } from '../verdict/made-inconclusive.ts'
import type { AlertWatch } from './alert-watch.ts'
import { hidingGap } from './hiding-gap.ts'

export function doubtClocks<Judged extends Pick<AlertFinding, 'finding' | 'reason' | 'doubt'>>(
  judged: Judged,
  expectation: AlertExpectation,
  watch: AlertWatch,
  apart: ClocksApart | null,
): Judged {
  if (apart === null || judged.finding === 'inconclusive') return judged
  const doubt =
    expectation.kind === 'never'
      ? doubtOfSilence(judged, watch, apart)
      : doubtOfClocks(apart, tightestSeconds(expectation))
  return doubt === null ? judged : { ...madeInconclusive(judged, doubt), doubt: 'clocks' }
}

function doubtOfSilence(
  { finding }: Pick<AlertFinding, 'finding'>,
  watch: AlertWatch,
  apart: ClocksApart,
): string | null {
  if (finding !== 'pass' || !couldHide(watch, apart.seconds)) return null
  const distance = Number.isFinite(apart.seconds) ? formatDuration(apart.seconds) : 'any time'
  return `What generators sent and what was scraped may lie ${distance} apart (${apart.name}), so that requests may have been due in a stretch in which its rule had no data.`
}

function tightestSeconds({ fires, resolves }: AlertExpectation & { kind: 'fires' }): number {
  return Math.min(fires.withinSeconds, resolves?.withinSeconds ?? Number.POSITIVE_INFINITY)
}

/** Whether requests may have been due in a stretch without data, seen from a clock that is so far away. */
function couldHide(watch: AlertWatch, seconds: number): boolean {
  if (!Number.isFinite(seconds)) return true
  return [-seconds, seconds].some((shift) => {
    const trafficSeconds = watch.trafficSeconds.map((second) => second + shift)
    return hidingGap({ ...watch, trafficSeconds }, 0, watch.untilSeconds) !== undefined
  })
}
