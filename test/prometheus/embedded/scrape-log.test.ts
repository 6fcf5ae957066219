import { describe, expect, it } from 'vitest'
import { DEFAULT_SCRAPE_LIMITS } from '../../../core/scenario/scrape-limits.ts'
import { ScrapeLog, type ScrapeRound } from '../../../prometheus/embedded/scrape-log.ts'
import { histogramSelection } from '../../../prometheus/observation/histogram-selection.ts'
import { parseExposition } from '../../../prometheus/scrape/exposition/parse-exposition.ts'
import type { Scrape } from '../../../prometheus/scrape/scraper.ts'

/** The page of an instance: so many observations at or below 1 s, and so many in all. */
const counts = (fast: number, all: number) =>
  `h_bucket{le="1"} ${fast}\nh_bucket{le="+Inf"} ${all}\nh_sum ${all}\nh_count ${all}\n`

function scrapeOf(instance: string, text: string | Error, second: number): Scrape {
  const target = {
    url: `http://${instance}/metrics`,
    labels: { instance, job: 'model' },
    honorLabels: false,
    limits: DEFAULT_SCRAPE_LIMITS,
  }
  const shared = { target, timestampMs: 1.7e12 + second * 1e3, durationSeconds: 0.01, timeoutSeconds: 1, problems: [] }
  if (text instanceof Error) return { ...shared, error: text.message, failure: 'page', samples: [], page: null }
  const page = parseExposition(text, 'text/plain')
  const samples = page.samples.map(({ labels, value }) => ({ labels: { ...labels, ...target.labels }, value }))
  return { ...shared, error: null, failure: null, samples, page }
}

/** A log of rounds, one a second; each names what its instances printed. */
function logOf(...rounds: (readonly [ScrapeRound['kind'], ...(string | Error)[]])[]) {
  const log = new ScrapeLog(histogramSelection('h', ''))
  rounds.forEach(([kind, ...pages], second) => {
    const scrapes = pages.map((page, i) => scrapeOf(`h:${i + 1}`, page, second))
    log.add({ kind, atSeconds: second, scrapes })
  })
  const { snapshots, total, uncounted, resets, problems, scrapes } = log.result()
  return {
    snapshots: snapshots.map(
      ({ atSeconds, snapshot }) => `${atSeconds}: ${snapshot.buckets.map((b) => b.cumulativeCount).join(' ')}`,
    ),
    total: total?.buckets.map((bucket) => bucket.cumulativeCount).join(' ') ?? null,
    ...(uncounted && { uncounted }),
    resets,
    problems,
    scrapes: scrapes.length,
  }
}

describe('the scrape log of a run', () => {
  it('counts from the first on-demand scrape to the last', () => {
    expect(
      logOf(
        ['scheduled', counts(1, 1)],
        ['onDemand', counts(2, 3)],
        ['scheduled', counts(5, 7)],
        ['onDemand', counts(8, 11)],
        ['scheduled', counts(100, 100)],
      ),
    ).toEqual({
      snapshots: ['1: 2 3', '2: 5 7', '3: 8 11'],
      total: '6 8',
      resets: 0,
      problems: [],
      scrapes: 5,
    })
  })

  it('sums instances, and takes a snapshot only where all of them answered', () => {
    const failed = new Error('connection refused')
    expect(
      logOf(
        ['onDemand', counts(1, 1), counts(10, 10)],
        ['scheduled', counts(2, 3), failed],
        ['scheduled', counts(3, 4), counts(10, 12)],
        ['onDemand', counts(4, 5), counts(11, 13)],
      ),
    ).toEqual({
      snapshots: ['0: 11 11', '2: 13 16', '3: 15 18'],
      total: '4 7',
      resets: 0,
      problems: ['1 of 4 scrapes of h:2 failed: connection refused'],
      scrapes: 8,
    })
  })

  it('adjusts the total for a restart, and reports what is lost', () => {
    const down = new Error('connection refused')
    expect(
      logOf(
        ['onDemand', counts(5, 9)],
        ['scheduled', counts(7, 12)],
        ['scheduled', down],
        ['scheduled', counts(1, 1)],
        ['onDemand', counts(2, 4)],
      ),
    ).toEqual({
      snapshots: ['0: 5 9', '1: 7 12', '3: 1 1', '4: 2 4'],
      total: '4 7',
      resets: 1,
      problems: [
        'the counters of h:1 were reset once (a restart): what was observed between the last scrape before it and the restart is lost',
        '1 of 5 scrapes of h:1 failed: connection refused',
      ],
      scrapes: 5,
    })
  })

  it('counts a histogram that does not exist yet as empty', () => {
    expect(logOf(['onDemand', 'up_to_now 1\n'], ['scheduled', counts(1, 2)], ['onDemand', counts(2, 4)])).toMatchObject(
      {
        snapshots: ['0: 0 0', '1: 1 2', '2: 2 4'],
        total: '2 4',
        problems: [],
      },
    )
  })

  it('uses the next on-demand scrape as baseline where the first one failed', () => {
    const failed = new Error('took longer than 10s')
    expect(logOf(['onDemand', failed], ['onDemand', counts(1, 1)], ['onDemand', counts(2, 3)])).toMatchObject({
      snapshots: ['1: 1 1', '2: 2 3'],
      total: '1 2',
    })
  })
})

describe('the scrape log has no total', () => {
  const failed = new Error('HTTP status 500')

  it.each([
    ['without a baseline', [['scheduled', counts(1, 1)]], { kind: 'noBaseline', failure: null }],
    ['where the baseline failed', [['onDemand', failed]], { kind: 'noBaseline', failure: 'h:1: HTTP status 500' }],
    [
      'without a final scrape',
      [
        ['onDemand', counts(1, 1)],
        ['scheduled', counts(2, 2)],
      ],
      { kind: 'noFinalScrape', failure: null },
    ],
    [
      'where the final scrape failed',
      [
        ['onDemand', counts(1, 1)],
        ['onDemand', failed],
      ],
      { kind: 'noFinalScrape', failure: 'h:1: HTTP status 500' },
    ],
    [
      'where the bounds changed',
      [
        ['onDemand', counts(1, 1)],
        ['onDemand', 'h_bucket{le="2"} 1\nh_bucket{le="+Inf"} 1\n'],
      ],
      { kind: 'boundsDiffer' },
    ],
    [
      'where the histogram was never printed',
      [
        ['onDemand', ''],
        ['onDemand', '# TYPE g histogram\n'],
      ],
      { kind: 'neverPrinted', printed: ['g'] },
    ],
    [
      'where several processes answer behind one port',
      [
        ['onDemand', counts(100, 100)],
        ['scheduled', counts(40, 40)],
        ['scheduled', counts(105, 105)],
        ['scheduled', counts(44, 44)],
        ['onDemand', counts(112, 112)],
      ],
      { kind: 'severalProcesses', instance: 'h:1', counts: [100, 40, 105, 44, 112] },
    ],
    [
      'where each scrape resets the counters',
      [
        ['onDemand', counts(34, 34)],
        ['scheduled', counts(30, 30)],
        ['scheduled', counts(37, 37)],
        ['scheduled', counts(33, 33)],
        ['scheduled', counts(36, 36)],
        ['onDemand', counts(29, 29)],
      ],
      { kind: 'resetAtScrape', instance: 'h:1', counts: [34, 30, 37, 33, 36] },
    ],
    [
      'where the page no longer prints it',
      [
        ['onDemand', counts(34, 34)],
        ['scheduled', counts(40, 40)],
        ['onDemand', '# nothing\n'],
      ],
      { kind: 'vanished', instance: 'h:1' },
    ],
    [
      'where there is no bucket at +Inf',
      [
        ['onDemand', 'h_bucket{le="1"} 1\nh_count 1\n'],
        ['onDemand', 'h_bucket{le="1"} 2\nh_count 2\n'],
      ],
      { kind: 'noInfBucket' },
    ],
  ] as const)('%s', (_, rounds, uncounted) => {
    expect(logOf(...rounds)).toMatchObject({ total: null, uncounted })
  })
})

it('reports each kind of failure once, with its count', () => {
  const rounds = [new Error('a'), new Error('b'), new Error('a'), counts(1, 1)]
  expect(logOf(...rounds.map((page) => ['scheduled', page] as const)).problems).toEqual([
    '3 of 4 scrapes of h:1 failed: a (2), b (1)',
  ])
})

it('names only the first few of many reasons, and says how many more there are', () => {
  const rounds = Array.from({ length: 8 }, (_, i) => new Error(`line ${i}`))
  expect(logOf(...rounds.map((page) => ['scheduled', page] as const)).problems).toEqual([
    '8 of 8 scrapes of h:1 failed: line 0 (1), line 1 (1), line 2 (1), line 3 (1), line 4 (1), and 3 more',
  ])
})
