import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CounterBehaviour,
  type CounterSample,
  counterBehaviour,
  isReplaced,
} from '../../../prometheus/histogram/counter-behaviour.ts'

type Scraped = number | readonly [count: number, startedAt: number]

const EPOCH = 1_700_000_000

/** One scrape a second, or at the seconds given; null is a scrape that failed. */
function samplesOf(scraped: readonly (Scraped | null)[], seconds?: readonly number[]): CounterSample[] {
  const samples: CounterSample[] = []
  scraped.forEach((each, i) => {
    if (each === null) return
    const [count, startedAt] = typeof each === 'number' ? [each, null] : [each[0], EPOCH + each[1]]
    const before = samples.at(-1)
    const fell = before !== undefined && count < before.count
    samples.push({ atSeconds: EPOCH + (seconds?.[i] ?? i), count, fell, startedAt })
  })
  return samples
}

describe('counterBehaviour, by the counts alone', () => {
  it.each<[string, CounterBehaviour, readonly (Scraped | null)[]]>([
    ['counters that only grow', 'oneProcess', [0, 34, 70, 101, 140]],
    ['no traffic at all', 'oneProcess', [5, 5, 5, 5]],
    ['one scrape', 'oneProcess', [100]],
    ['no scrape', 'oneProcess', []],
    ['one restart', 'restart', [100, 134, 170, 5, 38, 71, 110]],
    ['one restart after which the counts pass the old ones', 'restart', [20, 54, 90, 12, 46, 80, 115, 150]],
    ['two restarts', 'restart', [100, 134, 3, 37, 70, 20, 55, 90, 121]],
    [
      'three restarts after each of which the counts pass the old ones, step by step',
      'restart',
      [125, 150, 175, 12, 37, 62, 87, 112, 12, 37, 62, 87, 112, 137, 162, 187, 12, 44, 86, 124, 159, 187],
    ],
    ['a restart to zero, while nothing is sent', 'restart', [100, 134, 0, 0, 0, 30, 65]],
    ['a restart during failed scrapes', 'restart', [100, 134, null, null, null, 100, 135, 170]],
    ['a restart at the last scrape', 'restart', [100, 134, 170, 20]],
    ['a restart as the traffic rises eightfold', 'restart', [20, 40, 60, 80, 150, 310, 470, 5, 165, 325, 480]],
    ['a restart before the traffic rises eightfold', 'restart', [60, 80, 100, 5, 25, 45, 65, 90, 250, 410, 570]],
    ['a restart whose first interval holds what had waited', 'restart', [100, 130, 160, 60, 90, 120]],
    ['counters that fell with nothing else to hold them against', 'restart', [100, 100, 40]],
    ['two processes in turn', 'severalProcesses', [100, 40, 105, 44, 112, 50, 120]],
    ['two processes in turn from the first scrape on', 'severalProcesses', [100, 5010, 120, 5030, 140, 5050, 160]],
    ['two processes at random', 'severalProcesses', [100, 105, 40, 44, 112, 118, 60, 122]],
    ['three processes from a cold start', 'severalProcesses', [14, 27, 34, 49, 46, 69, 83, 79]],
    ['three processes with nearly equal counts', 'severalProcesses', [14, 25, 36, 47, 58, 69, 80, 79]],
    ['a process that rarely answers', 'severalProcesses', [100, 105, 110, 5, 115, 120, 125]],
    ['a long-lived process beside a young one', 'severalProcesses', [1e6, 1e6 + 12, 4e5, 1e6 + 30, 4e5 + 9]],
    ['a failed scrape between two processes', 'severalProcesses', [100, 40, null, 105, 44, null, 112, 50, 118]],
    ['two processes of equal counts, which look like one', 'oneProcess', [10, 20, 30, 40, 50]],
    ['a reset at every scrape', 'resetAtScrape', [34, 30, 37, 33, 36, 29, 35]],
  ])('%s: %s', (_, behaviour, scraped) => {
    expect(counterBehaviour(samplesOf(scraped))).toBe(behaviour)
  })

  it('reads next to nothing after a short interval as a reset at every scrape', () => {
    expect(counterBehaviour(samplesOf([0, 33, 34, 30, 31, 2], [0, 1, 2, 3, 4, 4.05]))).toBe('resetAtScrape')
    expect(counterBehaviour(samplesOf([20, 1, 22, 160, 155, 158, 3], [0, 0.02, 1, 2, 3, 4, 4.02]))).toBe(
      'resetAtScrape',
    )
  })
})

describe('counterBehaviour over many scrapes', () => {
  it('recognises several processes behind one port, whichever of them answers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 150, max: 5000 }),
        fc.array(fc.nat(11), { minLength: 40, maxLength: 40 }),
        (processes, apart, picks) => {
          const answering = picks.map((pick) => pick % processes)
          const falls = answering.filter((process, i) => process < (answering[i - 1] ?? 0)).length
          const rises = answering.filter((process, i) => process > (answering[i - 1] ?? process)).length
          fc.pre(falls > 2 && rises > 2)
          const scraped = answering.map((process, second) => 100 + 20 * second + apart * process)
          expect(counterBehaviour(samplesOf(scraped))).toBe('severalProcesses')
        },
      ),
    )
  })

  it('recognises restarts, whenever they come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 25, max: 45 }), { minLength: 8, maxLength: 60 }),
        fc.uniqueArray(fc.integer({ min: 3, max: 60 }), { minLength: 1, maxLength: 3 }),
        (arrivals, restarts) => {
          let count = 100
          const scraped = arrivals.map((arrived, second) => {
            count = restarts.includes(second) ? Math.floor(arrived / 2) : count + arrived
            return count
          })
          const isApart = restarts.every((one) => restarts.every((other) => one === other || Math.abs(one - other) > 3))
          fc.pre(isApart && restarts.every((second) => second < arrivals.length))
          expect(counterBehaviour(samplesOf(scraped))).toBe('restart')
        },
      ),
    )
  })
})

describe('counterBehaviour, where start times are printed', () => {
  it.each<[string, CounterBehaviour, readonly (Scraped | null)[]]>([
    [
      'one process',
      'oneProcess',
      [
        [100, -50],
        [134, -50],
        [170, -50],
      ],
    ],
    [
      'a restart',
      'restart',
      [
        [100, -50],
        [134, -50],
        [5, 2],
        [38, 2],
      ],
    ],
    [
      'a restart after which the counts stand higher',
      'restart',
      [
        [10, -50],
        [11, -50],
        [30, 2],
        [64, 2],
      ],
    ],
    [
      'two restarts',
      'restart',
      [
        [100, -50],
        [5, 1],
        [38, 1],
        [4, 3],
        [40, 3],
      ],
    ],
    [
      'two processes in turn',
      'severalProcesses',
      [
        [100, -50],
        [40, -20],
        [105, -50],
        [44, -20],
      ],
    ],
    [
      'two processes whose counts never fall',
      'severalProcesses',
      [
        [10, -50],
        [20, -20],
        [30, -50],
        [40, -20],
      ],
    ],
    [
      'an older process that answers later',
      'severalProcesses',
      [
        [100, -20],
        [134, -20],
        [60, -50],
        [70, -50],
      ],
    ],
    [
      'a younger process that had counted before',
      'severalProcesses',
      [
        [900, -50],
        [910, -50],
        [500, -20],
        [512, -20],
      ],
    ],
    [
      'two processes that were both restarted',
      'severalProcesses',
      [
        [100, -50],
        [40, -20],
        [104, -50],
        [3, 4],
        [2, 5],
        [9, 4],
        [8, 5],
      ],
    ],
    [
      'processes that started in one second',
      'severalProcesses',
      [
        [100, -50],
        [40, -50],
        [105, -50],
        [44, -50],
      ],
    ],
    [
      'a clock that was corrected by a second',
      'oneProcess',
      [
        [100, -50],
        [134, -49],
        [170, -50],
      ],
    ],
    [
      'a clock that jumped',
      'oneProcess',
      [
        [100, -50],
        [134, -20],
        [170, -20],
      ],
    ],
    ['a start time that is missing once', 'restart', [[100, -50], 134, [5, 2], [38, 2]]],
    [
      'a reset at every scrape',
      'resetAtScrape',
      [
        [34, -9],
        [30, -9],
        [37, -9],
        [33, -9],
        [36, -9],
        [29, -9],
        [35, -9],
      ],
    ],
  ])('%s: %s', (_, behaviour, scraped) => {
    expect(counterBehaviour(samplesOf(scraped))).toBe(behaviour)
  })

  it('knows a process that started after the last scrape, whose counts are all new', () => {
    const [before, after] = samplesOf([
      [10, -50],
      [30, 0.5],
    ])
    expect(before && after && isReplaced(before, after)).toBe(true)
    const [early, jumped] = samplesOf([
      [10, -50],
      [30, -20],
    ])
    expect(early && jumped && isReplaced(early, jumped)).toBe(false)
  })
})
