import { describe, expect, it } from 'vitest'
import { readIncrements } from '../../../prometheus/histogram/histogram-increments.ts'

type Scraped = readonly [instance: string, route: string, fast: number, all: number]

/** Buckets 0.5 and +Inf, with a sum of half a second each. */
function samplesOf(scraped: readonly Scraped[], bound = '0.5') {
  return scraped.flatMap(([instance, route, fast, all]) => {
    const labels = { instance, route }
    return [
      { labels: { __name__: 'h_bucket', le: bound, ...labels }, value: fast },
      { labels: { __name__: 'h_bucket', le: '+Inf', ...labels }, value: all },
      { labels: { __name__: 'h_count', ...labels }, value: all },
      { labels: { __name__: 'h_sum', ...labels }, value: all / 2 },
    ]
  })
}

function found(scrapes: readonly (readonly Scraped[])[]) {
  const reader = readIncrements('h', [])
  scrapes.forEach((scraped, i) => {
    reader.add((i + 1) * 1e3, samplesOf(scraped))
  })
  return reader.found()
}

const counts = (increments: ReturnType<typeof found>['increments']) =>
  increments.map(({ timestampMs, added }) => [timestampMs, added.buckets[0]?.cumulativeCount, added.count, added.sum])

describe('readIncrements', () => {
  it.each<[string, (readonly Scraped[])[], unknown[]]>([
    ['counts nothing of the first scrape', [[['a', '/', 90, 99]]], []],
    [
      'adds up all instances',
      [
        [
          ['a', '/', 1, 2],
          ['b', '/', 5, 5],
        ],
        [
          ['a', '/', 2, 4],
          ['b', '/', 5, 6],
        ],
      ],
      [[2000, 1, 3, 1.5]],
    ],
    [
      'compares each with itself where they are scraped in turn',
      [[['a', '/', 1, 2]], [['b', '/', 50, 60]], [['a', '/', 2, 4]], [['b', '/', 50, 61]]],
      [
        [3000, 1, 2, 1],
        [4000, 0, 1, 0.5],
      ],
    ],
    [
      'counts a route from zero that appears at a known instance',
      [
        [['a', '/', 1, 2]],
        [
          ['a', '/', 1, 2],
          ['a', '/new', 3, 4],
        ],
      ],
      [[2000, 3, 4, 2]],
    ],
    [
      'counts nothing of what an instance had counted before it was known',
      [
        [['a', '/', 1, 2]],
        [
          ['a', '/', 1, 2],
          ['b', '/', 900, 999],
        ],
      ],
      [[2000, 0, 0, 0]],
    ],
    ['counts all that stands there after a restart', [[['a', '/', 9, 10]], [['a', '/', 2, 3]]], [[2000, 2, 3, 1.5]]],
    [
      'goes on where a label set was missing from a scrape',
      [
        [
          ['a', '/', 1, 2],
          ['a', '/b', 1, 1],
        ],
        [['a', '/', 1, 2]],
        [
          ['a', '/', 1, 2],
          ['a', '/b', 1, 4],
        ],
      ],
      [
        [2000, 0, 0, 0],
        [3000, 0, 3, 1.5],
      ],
    ],
  ])('%s', (_, scrapes, expected) => {
    expect(counts(found(scrapes).increments)).toEqual(expected)
  })

  it('counts label sets and restarts, and what the sums reached', () => {
    const { labelSets, resets, sumReached, otherBounds } = found([
      [
        ['a', '/', 9, 10],
        ['b', '/', 9, 10],
      ],
      [
        ['a', '/', 2, 4],
        ['b', '/', 9, 12],
      ],
    ])
    expect({ labelSets, resets, sumReached, otherBounds }).toEqual({
      labelSets: 2,
      resets: 1,
      sumReached: 8,
      otherBounds: null,
    })
  })

  it('leaves stale samples out', () => {
    const scrapes = [[['a', '/', 1, 2]], [['a', '/', Number.NaN, Number.NaN]], [['a', '/', 2, 4]]] as const
    expect(counts(found(scrapes).increments)).toEqual([[3000, 1, 2, 1]])
  })

  it('says which bounds differ', () => {
    const reader = readIncrements('h', [])
    reader.add(1e3, samplesOf([['a', '/', 1, 2]]))
    reader.add(2e3, samplesOf([['b', '/', 1, 2]], '0.25'))
    expect(reader.found().otherBounds).toEqual([[0.5], [0.25]])
  })

  it('reads the series that the matchers select', () => {
    const reader = readIncrements('h', [{ label: 'route', operator: '=', value: '/b' }])
    reader.add(
      1e3,
      samplesOf([
        ['a', '/', 0, 0],
        ['a', '/b', 0, 0],
      ]),
    )
    reader.add(
      2e3,
      samplesOf([
        ['a', '/', 5, 9],
        ['a', '/b', 1, 1],
      ]),
    )
    expect(counts(reader.found().increments)).toEqual([[2000, 1, 1, 0.5]])
  })
})

describe('counters that fall', () => {
  const scrapesOf = (...all: readonly number[]) => all.map((count): readonly Scraped[] => [['a', '/', count, count]])

  it.each<[string, (readonly Scraped[])[], unknown]>([
    ['two processes in turn', scrapesOf(500, 10, 510, 20, 520, 30, 530), { falls: 3, scrapes: 6 }],
    ['a reset at each scrape', scrapesOf(30, 29, 28, 27, 31, 26), { falls: 4, scrapes: 5 }],
    ['three restarts in many scrapes', scrapesOf(1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1), null],
    ['two restarts in few scrapes', scrapesOf(9, 1, 9, 2), null],
    ['none', scrapesOf(1, 2, 3), null],
    [
      'restarts of many instances, each once',
      Array.from({ length: 4 }, (_, i) =>
        ['a', 'b', 'c', 'd'].map((name, j): Scraped => [name, '/', i > j ? i : 9, i > j ? i : 9]),
      ),
      null,
    ],
  ])('%s', (_, scrapes, unsteady) => {
    expect(found(scrapes).unsteady).toEqual(unsteady)
  })
})
