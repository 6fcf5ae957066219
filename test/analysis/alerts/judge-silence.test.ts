import { expect, it } from 'vitest'
import { watchAlert } from '../../../analysis/alerts/alert-watch.ts'
import { judgeSilence } from '../../../analysis/alerts/judge-silence.ts'
import type { AlertState } from '../../../core/run/alert.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { alertOf, prometheusRecordOf } from '../support/prometheus-record-of.ts'

const LOAD = loadOf(
  phaseWindows([{ name: 'load', seconds: 60 }]),
  evenly(0, 60, 2, () => ({ serviceTime: 0.1 })),
)

function silence(forSeconds: number, ...transitions: readonly (readonly [number, AlertState])[]) {
  const history = { ...alertOf('Slow', transitions), forSeconds }
  return judgeSilence(watchAlert(history, prometheusRecordOf([1], [], { end: 60 }), LOAD))
}

it('says for how long an alert was pending at the end, and when it would have fired', () => {
  expect(silence(300, [0, 'inactive'], [49, 'pending'])).toEqual({
    finding: 'inconclusive',
    reason: 'It was pending for 11s when the watch ended; it would have fired 289s later.',
  })
})

it('says so too where it was pending from the first evaluation on', () => {
  expect(silence(90, [0, 'pending']).reason).toBe(
    'It was pending for 60s when the watch ended; it would have fired 30s later.',
  )
})

it('is a pass where the alert was pending in between', () => {
  expect(silence(30, [0, 'inactive'], [10, 'pending'], [20, 'inactive'])).toEqual({
    finding: 'pass',
    reason: 'It did not fire.',
  })
})

it('is a fail where the alert fired, and resolved', () => {
  expect(silence(5, [0, 'inactive'], [10, 'pending'], [15, 'firing'], [20, 'inactive'])).toEqual({
    finding: 'fail',
    reason: 'It fired at 15s of the run.',
  })
})
