import { describe, expect, it } from 'vitest'
import { segmentsOf, segmentWindows, windowsUntil } from '../../../load/schedule/segment.ts'
import { openPhase } from '../../support/load-plan.ts'

const warmUp = openPhase({ name: 'warm-up', durationSeconds: 5, measured: false })
const steady = openPhase({ name: 'steady', durationSeconds: 20 })
const pause = openPhase({ name: 'pause', durationSeconds: 2, measured: false })

describe('segments', () => {
  it.each([
    ['no warm-up: one segment', [steady, steady], [[0, 2, true]]],
    [
      'a warm-up: two',
      [warmUp, steady],
      [
        [0, 1, false],
        [1, 2, true],
      ],
    ],
    [
      'only what leads is warm-up: the rest is not drained in between',
      [warmUp, warmUp, steady, pause, steady],
      [
        [0, 2, false],
        [2, 5, true],
      ],
    ],
    ['nothing measured: one segment', [warmUp], [[0, 1, false]]],
  ])('%s', (_, phases, segments) => {
    expect(
      segmentsOf(phases).map(({ firstPhase, endPhase, isMeasured }) => [firstPhase, endPhase, isMeasured]),
    ).toEqual(segments)
  })
})

describe('windows', () => {
  const windows = segmentWindows([warmUp, steady, pause], { firstPhase: 1, endPhase: 3, isMeasured: true }, 6)

  it('phase windows follow one another from the start of the segment', () => {
    expect(windows).toEqual([
      { name: 'steady', measured: true, startSeconds: 6, endSeconds: 26, model: 'open' },
      { name: 'pause', measured: false, startSeconds: 26, endSeconds: 28, model: 'open' },
    ])
  })

  it.each([
    ['a run that was not cut short keeps them', 30, [26, 28]],
    ['the phase that ran when it was stopped ends there', 27, [26, 27]],
    ['one that had not started is left out', 10, [10]],
    ['stopped before any started', 6, []],
  ])('%s', (_, stoppedSeconds, ends) => {
    expect(windowsUntil(windows, stoppedSeconds).map(({ endSeconds }) => endSeconds)).toEqual(ends)
  })
})
