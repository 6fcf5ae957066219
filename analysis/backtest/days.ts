// The pages of each day in UTC, by the day on which they started. A page that was on at the first evaluation already
// counts on the first day.

import type { AlertHistories, TimeSpan } from '../../core/backtest/backtest.ts'
import type { ReportedDay } from '../../core/report/backtest-report.ts'
import { clippedTo, firingSpans, unitedMs } from './firing-time.ts'

const DAY_MS = 86_400_000

/** Every day that the span touches, in order. */
export function pagesByDay(
  { surely, drawn, could }: AlertHistories,
  notKnown: readonly TimeSpan[],
  { fromMs, toMs }: TimeSpan,
): ReportedDay[] {
  const firstDay = Math.floor(fromMs / DAY_MS)
  const lastDay = Math.max(firstDay, Math.ceil(toMs / DAY_MS) - 1)
  const firing = firingSpans(drawn)
  return Array.from({ length: lastDay - firstDay + 1 }, (_, i) => {
    const day = { fromMs: (firstDay + i) * DAY_MS, toMs: (firstDay + i + 1) * DAY_MS }
    const startedOn = (episodes: AlertHistories['drawn']) =>
      episodes.filter(({ startMs }) => {
        const counted = Math.min(Math.max(startMs, fromMs), Math.max(fromMs, toMs - 1))
        return counted >= day.fromMs && counted < day.toMs
      }).length
    return {
      day: new Date(day.fromMs).toISOString().slice(0, 10),
      surely: startedOn(surely),
      drawn: startedOn(drawn),
      could: startedOn(could),
      firingSeconds: unitedMs(clippedTo(firing, day)) / 1e3,
      notKnownSeconds: unitedMs(clippedTo(notKnown, day)) / 1e3,
    }
  })
}
