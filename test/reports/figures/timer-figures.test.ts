import { expect, it } from 'vitest'
import { summarizeLatencies } from '../../../core/latency/latency-summary.ts'
import { timerFigures } from '../../../reports/figures/timer-figures.ts'
import { latenciesOf } from '../../support/sample-load.ts'

it.each([
  [
    'the choice, its reason and its price',
    {
      mode: 'sparing',
      reason: 'asked for',
      wakeError: latenciesOf(0.00009),
      spinningShare: 0.015,
      alarmClockShare: 0.04,
    },
    'timers sparing (asked for): 5.5% of a core per thread, sleeps ended 90µs late (P99)',
  ],
  [
    'nothing of sleeps where none ended by itself',
    { mode: 'spinning', reason: 'asked for', wakeError: latenciesOf(), spinningShare: 0.5, alarmClockShare: 0 },
    'timers spinning (asked for): 50% of a core per thread',
  ],
] as const)('says %s', (_, { wakeError, ...timers }, figures) => {
  expect(timerFigures({ timers: { ...timers, wakeError: summarizeLatencies(wakeError) } })).toBe(figures)
})

it('says nothing of reports that do not know', () => {
  expect(timerFigures({})).toBeUndefined()
})
