import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SeriesStore } from '../../../prometheus/scrape/series-store.ts'
import type { LabelMatcher } from '../../../prometheus/series/series.ts'

const newStore = (retentionSeconds = 3600, dotAll = true) => new SeriesStore({ retentionSeconds, dotAll })
const named = (name: string): LabelMatcher => ({ label: '__name__', operator: '=', value: name })

describe('StoredSeries.append', () => {
  const labels = { __name__: 'a' }

  it('keeps the first sample of an instant and drops late ones, as Prometheus does', () => {
    const series = newStore().series(labels, true)
    expect([
      series.append(1000, 1),
      series.append(1000, 1),
      series.append(1000, 2),
      series.append(999, 0),
      series.append(2000, Number.NaN),
      series.append(2000, Number.NaN),
    ]).toEqual(['stored', 'repeated', 'duplicate', 'outOfOrder', 'stored', 'repeated'])
    expect(series.samples).toEqual([
      { timestampMs: 1000, value: 1 },
      { timestampMs: 2000, value: Number.NaN },
    ])
  })

  it('ends a series with a marker, which is not the value NaN, and lets it begin again', () => {
    const series = newStore().series(labels, true)
    series.append(1000, 1)
    series.appendStale(1000)
    series.appendStale(2000)
    series.append(3000, 2)
    expect(series.samples).toEqual([
      { timestampMs: 1000, value: 1 },
      { timestampMs: 2000, value: Number.NaN, stale: true },
      { timestampMs: 3000, value: 2 },
    ])
    expect(series.append(2000, 0)).toBe('outOfOrder')
  })

  it('finds the same series for the same labels in any order', () => {
    const store = newStore()
    store.series({ __name__: 'a', b: '1', c: '2' }, true).append(1, 5)
    expect(store.series({ c: '2', b: '1', __name__: 'a' }, true).count).toBe(1)
    expect([...store.all]).toHaveLength(1)
  })
})

describe('SeriesStore.select', () => {
  const store = newStore()
  for (const route of ['/a', '/b', '/a\n'])
    for (const name of ['x_bucket', 'x_count']) store.series({ __name__: name, route }, true).append(1, 1)
  store.series({ __name__: 'x_bucket' }, true).append(1, 1)

  const match = (label: string, operator: LabelMatcher['operator'], value: string) => ({ label, operator, value })

  it.each([
    ['a name', [named('x_bucket')], 4],
    ['a name that no series has', [named('y')], 0],
    ['a name and a value', [named('x_bucket'), match('route', '=', '/a')], 1],
    ['a value alone', [match('route', '=', '/a')], 2],
    ['a missing label', [named('x_bucket'), match('route', '=', '')], 1],
    ['a value that is not equal', [named('x_bucket'), match('route', '!=', '/a')], 3],
    ['a pattern of the whole value', [named('x_bucket'), match('route', '=~', '/[ab]')], 2],
    [
      'a pattern that matches a part of the value, which selects nothing',
      [named('x_bucket'), match('route', '=~', 'a')],
      0,
    ],
    ['a dot that matches a newline', [named('x_bucket'), match('route', '=~', '/a.?')], 2],
    ['a pattern that must not match', [named('x_bucket'), match('route', '!~', '/.*')], 1],
    ['a pattern of names', [match('__name__', '=~', 'x_.*')], 7],
  ])('selects by %s', (_, matchers, count) => {
    expect(store.select(matchers)).toHaveLength(count)
  })

  it('stops a dot at a newline where the dialect is that of Prometheus 2', () => {
    const before3 = newStore(3600, false)
    before3.series({ __name__: 'x', route: '/a\n' }, true).append(1, 1)
    expect(before3.select([match('route', '=~', '/a.?')])).toHaveLength(0)
  })

  it('selects series that appear after the first selection', () => {
    const growing = newStore()
    expect(growing.select([named('a')])).toHaveLength(0)
    growing.series({ __name__: 'a' }, true).append(1, 1)
    expect(growing.select([named('a')])).toHaveLength(1)
  })
})

describe('StoredSeries.samples', () => {
  it('returns at least the retention, while every sample is kept for the OpenMetrics text', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 300 }),
        fc.nat(300),
        (retentionSeconds, steps, readAt) => {
          const series = newStore(retentionSeconds).series({ __name__: 'a' }, true)
          let now = 0
          const all: number[] = []
          steps.forEach((step, i) => {
            if (i === readAt) void series.samples
            now += step
            series.append(now, i)
            all.push(now)
          })
          const given = series.samples.map(({ timestampMs }) => timestampMs)
          const needed = all.filter((timestampMs) => timestampMs >= now - retentionSeconds * 1e3)
          expect(given.slice(-needed.length)).toEqual(needed)
          expect(given.length).toBeLessThanOrEqual(1.5 * needed.length + 17)
          expect(Array.from({ length: series.count }, (_, i) => series.at(i).timestampMs)).toEqual(all)
        },
      ),
    )
  })
})
