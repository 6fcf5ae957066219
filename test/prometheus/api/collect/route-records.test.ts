import { describe, expect, it } from 'vitest'
import { observedHistogram } from '../../../../prometheus/api/collect/observed-histogram.ts'
import { routeRecords } from '../../../../prometheus/api/collect/route-records.ts'
import { routeSelections } from '../../../../prometheus/observation/route-selections.ts'
import type { Series } from '../../../../prometheus/series/series.ts'

const span = { baselineMs: 1000, finalMs: 9000 }
const time = { startSeconds: 0, startedAtUnixMs: 0 }

/** What a route had counted at three instants, half of it at or below 1 s. */
function seriesOf(route: string, counts: readonly [number, number, number]): Series[] {
  const series = (part: string, more: Record<string, string>, share: number): Series => ({
    labels: { __name__: `h_${part}`, instance: 'a', route, ...more },
    samples: counts.map((count, i) => ({ timestampMs: [900, 4000, 8800][i] as number, value: count * share })),
  })
  return [
    series('bucket', { le: '1' }, 0.5),
    series('bucket', { le: '+Inf' }, 1),
    series('count', {}, 1),
    series('sum', {}, 2),
  ]
}

const series = [...seriesOf('/a', [2, 10, 22]), ...seriesOf('/b', [0, 4, 6])]
const recordsOf = (...matches: readonly string[]) =>
  routeRecords(routeSelections('h', '', matches), series, (own, selection) =>
    observedHistogram(own.series, selection, span, time, { starts: [], unmatched: own.unmatched }),
  )

describe('the routes of a histogram that a Prometheus stored', () => {
  it('are counted each by itself', () => {
    const records = recordsOf('{route="/a"}', '{route="/b"}')
    expect(records.map(({ match, total }) => [match, total?.count, total?.buckets[0]?.cumulativeCount])).toEqual([
      ['{route="/a"}', 20, 10],
      ['{route="/b"}', 6, 3],
    ])
    expect(records[0]?.snapshots.map(({ atSeconds, snapshot }) => [atSeconds, snapshot.count])).toEqual([
      [0.9, 2],
      [4, 10],
      [8.8, 22],
    ])
  })

  it('say which values there are where none matches', () => {
    expect(recordsOf('{route="/c"}')).toEqual([
      {
        match: '{route="/c"}',
        total: null,
        snapshots: [],
        resets: 0,
        uncounted: { kind: 'noMatch', labels: [{ label: 'route', values: ['/a', '/b'] }] },
      },
    ])
  })

  it('name the routes that count the same series', () => {
    const [first, second] = recordsOf('{route="/a"}', '{route!="/b"}')
    expect(first?.overlaps).toEqual([{ match: '{route!="/b"}', series: 'h{instance="a", route="/a"}' }])
    expect(second?.overlaps?.[0]?.match).toBe('{route="/a"}')
  })
})
