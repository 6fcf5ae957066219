import { describe, expect, it } from 'vitest'
import { watchAlert } from '../../../analysis/alerts/alert-watch.ts'
import { judgeFiring } from '../../../analysis/alerts/judge-firing.ts'
import { judgeSilence } from '../../../analysis/alerts/judge-silence.ts'
import type { AlertState } from '../../../core/run/alert.ts'
import type { AlertEvidence, Instead } from '../../../core/run/alert-evidence.ts'
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

describe('what found nothing all the time, without the rule being without data', () => {
  const watchWithout = (role: 'absentNumerators' | 'stoodIn', instead: Instead) => {
    const evidence: AlertEvidence = {
      changes: [{ at: 0, lacks: [] }],
      untilSeconds: 60,
      missed: [{ selector: 'x', instead }],
      absentNumerators: [],
      stoodIn: [],
      [role]: ['x'],
    }
    const history = { ...alertOf('Errors', [[0, 'inactive']]), forSeconds: 0, evidence }
    return watchAlert(history, prometheusRecordOf([1], [], { end: 60 }), LOAD)
  }
  const NO_LABEL: Instead = { kind: 'noLabel', label: 'status', labels: ['code'] }
  const NO_METRIC: Instead = { kind: 'noMetric', looksRecorded: false, nearest: ['y'], isSlip: false }
  const SLIP: Instead = { ...NO_METRIC, isSlip: true }
  const OTHER: Instead = { kind: 'otherValues', label: 'code', values: ['200'], elsewhere: null }
  const DEADLINE = { phase: 'load', startSeconds: 0, endSeconds: 50, withinSeconds: 50 }

  it.each([
    ['absentNumerators', NO_LABEL, 'inconclusive', 'inconclusive'],
    ['absentNumerators', SLIP, 'inconclusive', 'inconclusive'],
    // A counter of errors may not exist before the first error.
    ['absentNumerators', NO_METRIC, 'pass', 'inconclusive'],
    ['absentNumerators', OTHER, 'pass', 'fail'],
    ['stoodIn', NO_LABEL, 'inconclusive', 'inconclusive'],
    ['stoodIn', SLIP, 'inconclusive', 'inconclusive'],
    ['stoodIn', NO_METRIC, 'pass', 'inconclusive'],
    ['stoodIn', OTHER, 'pass', 'fail'],
  ] as const)('%s without %j: never is %s, fires is %s', (role, instead, never, fires) => {
    const watch = watchWithout(role, instead)
    expect([judgeSilence(watch).finding, judgeFiring(DEADLINE, watch).finding]).toEqual([never, fires])
  })

  it('is told where a constant stood in for it', () => {
    expect(judgeSilence(watchWithout('stoodIn', NO_LABEL)).reason).toBe(
      'It did not fire, but a constant stood in for x, which found no series: no series of that name has a label status, they have code.',
    )
    expect(judgeSilence(watchWithout('stoodIn', OTHER)).reason).toBe(
      'It did not fire. A constant stood in for x, which found no series: in the series of that name, code is "200".',
    )
  })
})
