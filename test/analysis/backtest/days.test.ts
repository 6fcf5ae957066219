import { describe, expect, it } from 'vitest'
import { pagesByDay } from '../../../analysis/backtest/days.ts'
import { type EpisodeTimes, evaluatedAlert, START_MS } from '../../support/sample-backtests.ts'

const MINUTE = 60_000
const daysOf = (drawn: readonly EpisodeTimes[], fromMinutes: number, toMinutes: number) =>
  pagesByDay(evaluatedAlert({ drawn, could: drawn }).histories, [], {
    fromMs: START_MS + fromMinutes * MINUTE,
    toMs: START_MS + toMinutes * MINUTE,
  })

describe('pagesByDay', () => {
  it('has every day that the span touches, in UTC', () => {
    expect(daysOf([], 600, 2 * 1440 + 1).map(({ day }) => day)).toEqual(['2026-11-01', '2026-11-02', '2026-11-03'])
    expect(daysOf([], 0, 1440).map(({ day }) => day)).toEqual(['2026-11-01'])
  })

  it('counts a page on the day on which it starts, and its time on each day', () => {
    const days = daysOf([[1430, 1460]], 0, 2880)
    expect(days.map(({ drawn, could, firingSeconds }) => [drawn, could, firingSeconds])).toEqual([
      [1, 1, 600],
      [0, 0, 1200],
    ])
  })

  it('counts a page at the first and at the last instant', () => {
    const days = daysOf(
      [
        [0, 5],
        [2880, null],
      ],
      0,
      2880,
    )
    expect(days.map(({ drawn }) => drawn)).toEqual([1, 1])
  })

  it('says how much of a day is not known', () => {
    const notKnown = [
      { fromMs: START_MS + 1410 * MINUTE, toMs: START_MS + 1470 * MINUTE },
      { fromMs: START_MS + 1430 * MINUTE, toMs: START_MS + 1440 * MINUTE },
    ]
    const days = pagesByDay(evaluatedAlert({}).histories, notKnown, {
      fromMs: START_MS,
      toMs: START_MS + 2880 * MINUTE,
    })
    expect(days.map(({ notKnownSeconds }) => notKnownSeconds)).toEqual([1800, 1800])
  })
})
