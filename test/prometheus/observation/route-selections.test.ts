import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_SCRAPE_LIMITS } from '../../../core/scenario/scrape-limits.ts'
import { ScrapeLog } from '../../../prometheus/embedded/scrape-log.ts'
import { histogramSelection } from '../../../prometheus/observation/histogram-selection.ts'
import { joinedMatch, overlapsOf, routeSelections } from '../../../prometheus/observation/route-selections.ts'
import { parseExposition } from '../../../prometheus/scrape/exposition/parse-exposition.ts'

describe('the matchers of target and request together', () => {
  it.each([
    ['', '{route="/a"}', '{route="/a"}'],
    ['{}', ' {route="/a"} ', '{route="/a"}'],
    ['{job="shop"}', '{route="/a"}', '{job="shop",route="/a"}'],
    ['{job="shop",}', '{ route=~"/a|/b", }', '{job="shop",route=~"/a|/b"}'],
    ['{job="}"}', '{route="{,"}', '{job="}",route="{,"}'],
    ['', '', ''],
  ])('%j and %j are %j', (target, request, both) => {
    expect(joinedMatch(target, request)).toBe(both)
    expect(histogramSelection('h', both).matchers).toHaveLength(both === '' ? 0 : both.split('=').length - 1)
  })
})

describe('matchers that accept the same series', () => {
  const series = ['/a', '/b', '/c'].map((route) => ({ __name__: 'h_bucket', route, le: '1' }))

  it('are found, with one of the series, on both sides', () => {
    const routes = routeSelections('h', '', ['{route="/a"}', '{route=~"/a|/b"}', '{route="/c"}'])
    expect([...overlapsOf(routes, series)]).toEqual([
      ['{route="/a"}', [{ match: '{route=~"/a|/b"}', series: 'h{route="/a"}' }]],
      ['{route=~"/a|/b"}', [{ match: '{route="/a"}', series: 'h{route="/a"}' }]],
    ])
  })

  it('are none where they could, but no series does', () => {
    const routes = routeSelections('h', '', ['{route=~"/a|/d"}', '{route=~"/b|/d"}'])
    expect([...overlapsOf(routes, series)]).toEqual([])
  })

  it('are told of buckets of this histogram alone', () => {
    const routes = routeSelections('h', '', ['{route="/a"}', '{route!="/b"}'])
    expect(overlapsOf(routes, [{ __name__: 'other_bucket', route: '/a', le: '1' }]).size).toBe(0)
  })
})

describe('the parts of a histogram', () => {
  const ROUTES = ['/a', '/b', '/c']
  const target = {
    url: 'http://h:1/metrics',
    labels: { instance: 'h:1', job: 'model' },
    honorLabels: false,
    limits: DEFAULT_SCRAPE_LIMITS,
  }

  /** What each route had observed at or below 1 s, and in all, since its process began. */
  const page = (counts: readonly (readonly [fast: number, slow: number])[]) =>
    counts
      .map(([fast, slow], i) => {
        const labels = `route="${ROUTES[i]}"`
        const all = fast + slow
        return `h_bucket{${labels},le="1"} ${fast}\nh_bucket{${labels},le="+Inf"} ${all}\nh_sum{${labels}} ${all}\nh_count{${labels}} ${all}\n`
      })
      .join('')

  const increment = fc.tuple(fc.nat({ max: 50 }), fc.nat({ max: 50 }))
  const scrapes = fc.array(fc.tuple(increment, increment, increment), { minLength: 2, maxLength: 8 })

  it('sum to the whole, wherever the run is scraped', () => {
    fc.assert(
      fc.property(scrapes, (added) => {
        const whole = new ScrapeLog(histogramSelection('h', ''))
        const routes = routeSelections(
          'h',
          '',
          ROUTES.map((route) => `{route="${route}"}`),
        )
        const logs = routes.map(({ selection }) => new ScrapeLog(selection))
        let counts = ROUTES.map((): [number, number] => [0, 0])
        added.forEach((more, second) => {
          counts = counts.map(([fast, slow], i) => [fast + (more[i]?.[0] ?? 0), slow + (more[i]?.[1] ?? 0)])
          const parsed = parseExposition(page(counts), 'text/plain')
          const samples = parsed.samples.map(({ labels, value }) => ({
            labels: { ...labels, ...target.labels },
            value,
          }))
          const scrape = {
            target,
            samples,
            page: parsed,
            error: null,
            problems: [],
            timeoutSeconds: 1,
            failure: null,
            durationSeconds: 0.01,
            timestampMs: second * 1e3,
          }
          const kind = second === 0 || second === added.length - 1 ? 'onDemand' : 'scheduled'
          for (const log of [whole, ...logs]) log.add({ kind, atSeconds: second, scrapes: [scrape] })
        })
        const parts = logs.map((log) => log.result())
        const { total, snapshots } = whole.result()
        const sum = (of: (part: (typeof parts)[number]) => number) => parts.reduce((all, part) => all + of(part), 0)
        expect(sum((part) => part.total?.count ?? Number.NaN)).toBe(total?.count)
        expect(sum((part) => part.total?.sum ?? Number.NaN)).toBe(total?.sum)
        total?.buckets.forEach(({ cumulativeCount }, i) => {
          expect(sum((part) => part.total?.buckets[i]?.cumulativeCount ?? Number.NaN)).toBe(cumulativeCount)
        })
        snapshots.forEach(({ atSeconds, snapshot }, i) => {
          expect(parts.map((part) => part.snapshots[i]?.atSeconds)).toEqual(ROUTES.map(() => atSeconds))
          expect(sum((part) => part.snapshots[i]?.snapshot.count ?? Number.NaN)).toBe(snapshot.count)
        })
      }),
    )
  })
})
