import { expect, it } from 'vitest'
import { stratifiedSeconds } from '../../../analysis/statistics/stratified-seconds.ts'
import type { Phase } from '../../../core/scenario/load-plan.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

it('groups the request templates of one second, and separates phases within it', () => {
  const phases = phaseWindows([
    { name: 'first', seconds: 1.5 },
    { name: 'second', seconds: 1.5 },
  ])
  const load = loadOf(
    phases,
    evenly(0, 3, 8, (i) => ({ serviceTime: 0.1, request: i % 2 })),
  )
  const seconds = stratifiedSeconds(load.slots, phases, runRecordOf({ load }).scenario.load.phases)
  expect(seconds.map(({ second, slots }) => [second, slots.length])).toEqual([
    [0, 2],
    [1, 2],
    [1, 2],
    [2, 2],
  ])
  const [first, last] = [seconds[1]?.stratum, seconds[2]?.stratum]
  expect(seconds.map(({ stratum }) => stratum)).toEqual([first, first, last, last])
})

it('divides a ramp into eight strata', () => {
  const phases = phaseWindows([{ name: 'ramp', seconds: 40 }])
  const load = loadOf(
    phases,
    evenly(0, 40, 1, () => ({ serviceTime: 0.1 })),
  )
  const ramp: Phase = {
    name: 'ramp',
    durationSeconds: 40,
    measured: true,
    traffic: { kind: 'open', fromRatePerSecond: 1, toRatePerSecond: 5 },
  }
  const strata = stratifiedSeconds(load.slots, phases, [ramp]).map(({ stratum }) => stratum)
  expect(strata).toEqual(Array.from({ length: 40 }, (_, second) => Math.floor(second / 5)))
})
