import { describe, expect, it } from 'vitest'
import { alertOutcome, replayAlert } from '../../../../analysis/layouts/replay-alert/replay-alert.ts'

const [low, high, none] = [0.5, 2, Number.NaN]

function replay(values: readonly number[], forSeconds: number, keepFiringForSeconds = 0) {
  return replayAlert(values, 100, { thresholdSeconds: 1, forSeconds, keepFiringForSeconds })
}

function states(values: readonly number[], forSeconds: number, keepFiringForSeconds = 0) {
  return replay(values, forSeconds, keepFiringForSeconds).transitions.map(({ at, state }) => `${at} ${state}`)
}

describe('replayAlert', () => {
  it.each([
    ['starts with its first state', [low, low], 0, 0, ['100 inactive']],
    ['fires at once where for is 0', [low, high, low], 0, 0, ['100 inactive', '101 firing', '102 inactive']],
    [
      'waits for its time to pass',
      [low, high, high, high, low],
      2,
      0,
      ['100 inactive', '101 pending', '103 firing', '104 inactive'],
    ],
    [
      'starts to wait anew after a dip',
      [high, high, low, high, high, high],
      2,
      0,
      ['100 pending', '102 inactive', '103 pending', '105 firing'],
    ],
    ['resolves where there is no data', [high, none, low], 0, 0, ['100 firing', '101 inactive']],
    ['is not above a threshold that it equals', [1, 1], 0, 0, ['100 inactive']],
    ['is kept firing for as long as it says', [high, low, low, low, low], 0, 3, ['100 firing', '104 inactive']],
    [
      'and counts that anew when it returned',
      [high, low, low, high, low, low, low, low],
      0,
      3,
      ['100 firing', '107 inactive'],
    ],
    ['counts +∞ as above', [Number.POSITIVE_INFINITY], 0, 0, ['100 firing']],
  ])('%s', (_, values, forSeconds, keep, expected) => {
    expect(states(values, forSeconds, keep)).toEqual(expected)
  })

  it('keeps the values of transitions as JSON can hold them', () => {
    expect(replay([none, high], 0).transitions).toEqual([
      { at: 100, state: 'inactive', value: null },
      { at: 101, state: 'firing', value: 2 },
    ])
  })

  it('lists the firings; one that lasts to the end of the record has no end', () => {
    expect(replay([high, low, high], 0)).toMatchObject({
      firings: [
        { fromSeconds: 100, toSeconds: 101 },
        { fromSeconds: 102, toSeconds: null },
      ],
      firesAt: 100,
      resolvesAt: 101,
    })
  })
})

describe('alertOutcome', () => {
  const due = replay([low, high, high, high, low, low], 0)

  it.each([
    [
      'the same',
      [low, high, high, high, low, low],
      { misses: 0, falseAlarms: 0, delaySeconds: 0, resolutionDelaySeconds: 0 },
    ],
    [
      'later and longer',
      [low, low, high, high, high, low],
      { misses: 0, falseAlarms: 0, delaySeconds: 1, resolutionDelaySeconds: 1 },
    ],
    [
      'earlier',
      [high, high, high, high, low, low],
      { misses: 0, falseAlarms: 0, delaySeconds: -1, resolutionDelaySeconds: 0 },
    ],
    [
      'never resolved',
      [low, high, high, high, high, high],
      { misses: 0, falseAlarms: 0, delaySeconds: 0, resolutionDelaySeconds: null },
    ],
    [
      'missed',
      [low, low, low, low, low, low],
      { misses: 1, falseAlarms: 0, delaySeconds: null, resolutionDelaySeconds: null },
    ],
    [
      'at another time',
      [low, low, low, low, low, high],
      { misses: 1, falseAlarms: 1, delaySeconds: null, resolutionDelaySeconds: null },
    ],
  ])('%s', (_, values, expected) => {
    expect(alertOutcome(replay(values, 0), due)).toMatchObject(expected)
  })
})
