import { describe, expect, it } from 'vitest'
import { observedHistogram } from '../../../../prometheus/api/collect/observed-histogram.ts'
import { failedScrapesProblems, scrapeRecords } from '../../../../prometheus/api/collect/scrape-records.ts'
import { histogramSelection } from '../../../../prometheus/observation/histogram-selection.ts'
import type { Labels, Series } from '../../../../prometheus/series/series.ts'

const time = { startSeconds: 0, startedAtUnixMs: 0 }
const span = { baselineMs: 1000, finalMs: 9000 }

/** A histogram with the bounds 0.1 and 1: at each instant how many were fast, slow and slower still, since its start. */
type Scrapes = Readonly<Record<number, readonly [fast: number, slow: number, slower: number]>>

function instance(labels: Labels, scrapes: Scrapes): Series[] {
  const series = (
    name: string,
    more: Labels,
    value: (counts: readonly [number, number, number]) => number,
  ): Series => ({
    labels: { __name__: `latency_seconds_${name}`, ...labels, ...more },
    samples: Object.entries(scrapes).map(([at, counts]) => ({ timestampMs: Number(at), value: value(counts) })),
  })
  return [
    series('bucket', { le: '0.1' }, ([fast]) => fast),
    series('bucket', { le: '1.0' }, ([fast, slow]) => fast + slow),
    series('bucket', { le: '+Inf' }, ([fast, slow, slower]) => fast + slow + slower),
    series('count', {}, ([fast, slow, slower]) => fast + slow + slower),
    series('sum', {}, ([fast, slow, slower]) => fast * 0.05 + slow * 0.5 + slower * 2),
  ]
}

const observe = (series: readonly Series[], match = '') =>
  observedHistogram(series, histogramSelection('latency_seconds', match), span, time)

const cumulative = (counts: readonly number[]) =>
  [0.1, 1, Number.POSITIVE_INFINITY].map((upperBound, i) => ({ upperBound, cumulativeCount: counts[i] }))

describe('the observed histogram of one instance', () => {
  it('counts from the last scrape before the baseline to the last before the end', () => {
    const scrapes = { 100: [1, 0, 0], 900: [5, 2, 1], 3000: [15, 2, 1], 8500: [25, 4, 2], 9500: [99, 9, 9] } as const
    const { total, snapshots, resets, problems } = observe(instance({ instance: 'a' }, scrapes))
    expect(total?.buckets).toEqual(cumulative([20, 22, 23]))
    expect(total).toMatchObject({ count: 23, sum: expect.closeTo(20 * 0.05 + 2 * 0.5 + 2, 9) })
    expect(snapshots.map(({ atSeconds, snapshot }) => [atSeconds, snapshot.count])).toEqual([
      [0.9, 8],
      [3, 18],
      [8.5, 31],
    ])
    expect([resets, problems]).toEqual([0, []])
  })

  it('starts from zero where the instance appears during the run', () => {
    const { total, snapshots } = observe(instance({ instance: 'a' }, { 3000: [4, 0, 0], 8000: [6, 1, 0] }))
    expect(total?.buckets).toEqual(cumulative([6, 7, 7]))
    expect(snapshots.map(({ atSeconds, snapshot }) => [atSeconds, snapshot.count])).toEqual([
      [1, 0],
      [3, 4],
      [8, 7],
    ])
  })

  it('continues from zero after a restart', () => {
    const scrapes = { 900: [5, 0, 0], 3000: [10, 0, 0], 5000: [2, 1, 0], 8000: [4, 1, 0] } as const
    const { total, resets, problems } = observe(instance({ instance: 'a' }, scrapes))
    expect(total?.buckets).toEqual(cumulative([9, 10, 10]))
    expect(resets).toBe(1)
    expect(problems).toEqual([expect.stringContaining('counters were reset once (a restart)')])
  })
})

describe('a restart of one instance', () => {
  const restarted = [
    ...instance(
      { instance: 'a', route: '/x' },
      { 900: [5, 0, 0], 3000: [10, 0, 0], 5000: [12, 0, 0], 8000: [14, 0, 0] },
    ),
    ...instance({ instance: 'a', route: '/y' }, { 900: [2, 0, 0], 3000: [2, 0, 0], 5000: [3, 0, 0], 8000: [3, 0, 0] }),
  ]
  const startedAt = (name: string, labels: Labels): Series => ({
    labels: { __name__: name, instance: 'a', ...labels },
    samples: [900, 3000, 5000, 8000].map((timestampMs) => ({ timestampMs, value: timestampMs < 5000 ? 0.5 : 4 })),
  })
  const observeWith = (starts: readonly Series[], all: readonly Series[] = restarted) =>
    observedHistogram(all, histogramSelection('latency_seconds', ''), span, time, { starts, unmatched: [] })

  // The start times lie close together, so they are put a thousand times further apart.
  const apart = (series: readonly Series[]): Series[] =>
    series.map(({ labels, samples }) => ({
      labels,
      samples: samples.map(({ timestampMs, value }) => ({ timestampMs: timestampMs * 1e3, value })),
    }))
  const created = (name: string, labels: Labels): Series => {
    const { labels: all, samples } = startedAt(name, labels)
    return { labels: all, samples: samples.map((one) => ({ ...one, value: one.value * 1e3 })) }
  }
  const farSpan = { baselineMs: span.baselineMs * 1e3, finalMs: span.finalMs * 1e3 }

  it.each([
    ['the process', 'process_start_time_seconds', {}],
    ['the series of the histogram', 'latency_seconds_created', { route: '/x' }],
  ])('is told by the start time of %s though the counts do not fall, and is one reset', (_, name, labels) => {
    const starts = apart([created(name, labels)])
    const selection = histogramSelection('latency_seconds', '')
    const { total, resets } = observedHistogram(apart(restarted), selection, farSpan, time, { starts, unmatched: [] })
    // 5 and 0 before it; 14 and 3 since zero.
    expect(total?.count).toBe(5 + 0 + 14 + 3)
    expect(resets).toBe(1)
  })

  it('is one reset for all label sets that fall with it', () => {
    const falling = [
      ...instance({ instance: 'a', route: '/x' }, { 900: [5, 0, 0], 3000: [10, 0, 0], 5000: [1, 0, 0] }),
      ...instance({ instance: 'a', route: '/y' }, { 900: [5, 0, 0], 3000: [9, 0, 0], 5000: [1, 0, 0] }),
    ]
    expect(observeWith([], falling)).toMatchObject({ resets: 1, total: { count: 5 + 1 + 4 + 1 } })
  })
})

describe('the observed histogram of several instances', () => {
  it('is summed at the scrapes of the one scraped most often', () => {
    const a = instance({ instance: 'a' }, { 800: [1, 0, 0], 2800: [3, 0, 0], 4800: [5, 0, 0], 8800: [6, 0, 0] })
    const b = instance({ instance: 'b' }, { 950: [10, 0, 0], 4000: [20, 0, 0], 8950: [30, 0, 0] })
    const { total, snapshots } = observe([...a, ...b])
    expect(total?.count).toBe(25)
    expect(snapshots.map(({ atSeconds, snapshot }) => [atSeconds, snapshot.count])).toEqual([
      [0.95, 11],
      [2.8, 13],
      [4.8, 25],
      [8.8, 26],
      [8.95, 36],
    ])
  })

  it('is adjusted for resets instance by instance', () => {
    const a = instance({ instance: 'a' }, { 900: [5, 0, 0], 8000: [1, 0, 0] })
    const b = instance({ instance: 'b' }, { 900: [50, 0, 0], 8000: [60, 0, 0] })
    expect(observe([...a, ...b])).toMatchObject({ total: { count: 11 }, resets: 1 })
  })

  it('leaves out those that do not match', () => {
    const a = instance({ route: '/predict' }, { 900: [5, 0, 0], 8000: [7, 0, 0] })
    const b = instance({ route: '/health' }, { 900: [50, 0, 0], 8000: [90, 0, 0] })
    expect(observe([...a, ...b], '{route="/predict"}').total?.count).toBe(2)
  })

  it('has no total where their bounds differ', () => {
    const a = instance({ instance: 'a' }, { 900: [5, 0, 0], 8000: [7, 0, 0] })
    const b = instance({ instance: 'b' }, { 900: [5, 0, 0], 8000: [7, 0, 0] }).filter(
      ({ labels }) => labels.le !== '1.0',
    )
    expect(observe([...a, ...b])).toMatchObject({
      total: null,
      snapshots: [],
      uncounted: { kind: 'boundsDiffer' },
    })
  })
})

it('reports that there are no series', () => {
  expect(observe([], '{route="/x"}').uncounted).toEqual({ kind: 'neverPrinted', printed: null })
})

describe('scrape records', () => {
  const target = { job: 'model-server', instance: 'a:1' }
  const up = {
    labels: { __name__: 'up', ...target },
    samples: [
      { timestampMs: 500, value: 1 },
      { timestampMs: 1500, value: 0 },
    ],
  }
  const durations = {
    labels: { __name__: 'scrape_duration_seconds', ...target },
    samples: [{ timestampMs: 500, value: 0.012 }],
  }

  it('are read from up and scrape_duration_seconds', () => {
    expect(scrapeRecords([up], [durations], time)).toEqual([
      { instance: 'a:1', atSeconds: 0.5, durationSeconds: 0.012, error: null },
      { instance: 'a:1', atSeconds: 1.5, durationSeconds: 0, error: 'Prometheus could not scrape it (up was 0)' },
    ])
  })

  it('count failures', () => {
    expect(failedScrapesProblems(scrapeRecords([up], [durations], time))).toEqual([
      '1 of 2 scrapes of a:1 failed: up was 0',
    ])
  })
})
