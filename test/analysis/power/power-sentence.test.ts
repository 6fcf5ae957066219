import { describe, expect, it } from 'vitest'
import { type PowerSentence, powerSentence } from '../../../analysis/power/power-sentence.ts'
import type { SmallestIncident } from '../../../core/drill/power-curve.ts'

function smallest(
  missedMinutes: number | null,
  foundMinutes: number | null,
  given: Partial<SmallestIncident> = {},
): SmallestIncident {
  const seconds = (minutes: number | null) => (minutes === null ? null : minutes * 60)
  return {
    ...{ share: 1, slowdown: 10, traffic: 'night', longestTriedSeconds: 3600 },
    missedUpToSeconds: seconds(missedMinutes),
    foundFromSeconds: seconds(foundMinutes),
    ...given,
  }
}

const ONCE_IN_9D = { pages: 6, days: 56, perDay: { estimate: 6 / 56, low: 0.04, high: 0.23 } }
const NONE = { pages: 0, days: 56, perDay: { estimate: 0, low: 0, high: 3.69 / 56 } }
const FAILING = { slowdown: null } as const
const TENTH = { share: 0.1, slowdown: 2 } as const

function said(given: Partial<PowerSentence>): string {
  return powerSentence({
    ...{ alert: 'Slow', rates: { dayRatePerSecond: 20, nightRatePerSecond: 0.5 }, strongest: [smallest(6, 7)] },
    ...{ asked: null, withinSeconds: null, falsePages: ONCE_IN_9D, mostTrials: 240, isAlwaysFiring: false },
    ...given,
  })
}

describe('powerSentence', () => {
  it.each<[what: string, given: Partial<PowerSentence>, sentence: string]>([
    [
      'what is missed, how often it pages falsely, and what is found',
      {},
      'At night traffic of 0.5/s Slow misses anything up to 6m and pages falsely once in 9d (95%: once in 4d to 25d). It finds all requests 10x slower from 7m on.',
    ],
    [
      'the shortest of what is missed, where requests that fail are found otherwise',
      { strongest: [smallest(6, 7), smallest(1, 2, FAILING)], falsePages: NONE },
      'At night traffic of 0.5/s Slow misses anything up to 1m and pages falsely not once in 56d, so at most once in 15d (95%). It finds all requests 10x slower from 7m on and all requests failing from 2m on.',
    ],
    [
      'what is not seen at all, such as slow requests by an alert on errors',
      { strongest: [smallest(60, null), smallest(4, 5, FAILING)], asked: smallest(60, null, TENTH), falsePages: null },
      'At night traffic of 0.5/s Slow misses anything up to 4m. It finds all requests failing from 5m on. It misses all requests 10x slower and 10% of requests 2x slower up to the 1h that were tried.',
    ],
    [
      'that nothing is found',
      { strongest: [smallest(60, null)], asked: smallest(60, null, TENTH), falsePages: null },
      'At night traffic of 0.5/s Slow misses anything up to 1h, the longest that was tried.',
    ],
    [
      'that nothing is found, and how often it pages falsely',
      { strongest: [smallest(60, null)] },
      'At night traffic of 0.5/s Slow misses anything up to 1h, the longest that was tried, and pages falsely once in 9d (95%: once in 4d to 25d).',
    ],
    [
      'that all that was tried is found',
      { strongest: [smallest(null, 1)], falsePages: null, withinSeconds: 180 },
      'At night traffic of 0.5/s and within 3m Slow finds all requests 10x slower from 1m on.',
    ],
    [
      'that trials do not tell',
      { strongest: [smallest(null, null)], falsePages: null },
      'From which length on it finds all requests 10x slower cannot be told from 240 trials.',
    ],
    [
      'that an alert which always fires tells of nothing',
      { isAlwaysFiring: true },
      'At night traffic of 0.5/s Slow fires before incidents begin, so that its pages tell of none.',
    ],
    [
      'several alerts in the plural',
      {
        alert: null,
        strongest: [smallest(6, 7, { traffic: 'day' })],
        rates: { dayRatePerSecond: 2, nightRatePerSecond: null },
      },
      'At traffic of 2/s these alerts miss anything up to 6m and page falsely once in 9d (95%: once in 4d to 25d). They find all requests 10x slower from 7m on.',
    ],
    [
      'false pages alone where no incident was tried',
      { strongest: [] },
      'Slow pages falsely once in 9d (95%: once in 4d to 25d).',
    ],
    ['nothing where nothing is known', { strongest: [], falsePages: null }, ''],
  ])('says %s', (_, given, sentence) => {
    expect(said(given)).toBe(sentence)
  })
})
