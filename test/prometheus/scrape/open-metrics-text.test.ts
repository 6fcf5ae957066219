import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FamilyMetadata } from '../../../prometheus/scrape/exposition/exposition.ts'
import { parseExposition } from '../../../prometheus/scrape/exposition/parse-exposition.ts'
import { openMetricsText } from '../../../prometheus/scrape/open-metrics-text.ts'
import { SeriesStore } from '../../../prometheus/scrape/series-store.ts'

const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0'
const T = 1_700_000_000_000
const newStore = () => new SeriesStore({ retentionSeconds: 60, dotAll: true })

describe('openMetricsText', () => {
  it('groups samples by family, then by label set, then by instant', () => {
    const store = newStore()
    const declared = new Map<string, FamilyMetadata>([
      ['h_seconds', { type: 'histogram', help: 'It\'s "quoted" \\ and\nbroken' }],
      ['hits_total', { type: 'counter', help: 'Hits.' }],
    ])
    for (const second of [0, 1])
      for (const route of ['/a', '/b'])
        for (const [name, le, value] of [
          ['h_seconds_bucket', '1.0', 3],
          ['hits_total', undefined, 7],
          ['h_seconds_bucket', '+Inf', 4],
          ['h_seconds_sum', undefined, 2.5],
        ] as const)
          store
            .series({ __name__: name, ...(le ? { le } : {}), route }, true)
            .append(T + second * 1000 + 123, value + second)
    expect(openMetricsText(store.all, declared).text).toBe(`# TYPE h_seconds histogram
# HELP h_seconds It's \\"quoted\\" \\\\ and\\nbroken
h_seconds_bucket{le="1.0",route="/a"} 3 1700000000.123
h_seconds_bucket{le="+Inf",route="/a"} 4 1700000000.123
h_seconds_sum{route="/a"} 2.5 1700000000.123
h_seconds_bucket{le="1.0",route="/a"} 4 1700000001.123
h_seconds_bucket{le="+Inf",route="/a"} 5 1700000001.123
h_seconds_sum{route="/a"} 3.5 1700000001.123
h_seconds_bucket{le="1.0",route="/b"} 3 1700000000.123
h_seconds_bucket{le="+Inf",route="/b"} 4 1700000000.123
h_seconds_sum{route="/b"} 2.5 1700000000.123
h_seconds_bucket{le="1.0",route="/b"} 4 1700000001.123
h_seconds_bucket{le="+Inf",route="/b"} 5 1700000001.123
h_seconds_sum{route="/b"} 3.5 1700000001.123
# TYPE hits counter
# HELP hits Hits.
hits_total{route="/a"} 7 1700000000.123
hits_total{route="/a"} 8 1700000001.123
hits_total{route="/b"} 7 1700000000.123
hits_total{route="/b"} 8 1700000001.123
# EOF
`)
  })

  it('leaves out stale markers and recorded series', () => {
    const store = newStore()
    const series = store.series({ __name__: 'a' }, true)
    series.append(T, 1)
    series.appendStale(T + 1000)
    series.append(T + 2000, Number.POSITIVE_INFINITY)
    store.series({ __name__: 'ALERTS' }, false).append(T, 1)
    expect(openMetricsText(store.all, new Map()).text).toBe(
      '# TYPE a unknown\na 1 1700000000\na +Inf 1700000002\n# EOF\n',
    )
  })

  it('leaves out label sets beyond the size limit, those that no rule read first', () => {
    const store = newStore()
    for (const name of ['idle', 'read', 'idle_too']) store.series({ __name__: name }, true).append(T, 1)
    void store.select([{ label: '__name__', operator: '=', value: 'read' }])[0]?.samples
    const text = '# TYPE read unknown\nread 1 1700000000\n# EOF\n'
    expect(openMetricsText(store.all, new Map(), 41)).toEqual({ text, seriesLeftOut: 2 })
    expect(openMetricsText(store.all, new Map(), 39)).toEqual({ text: '# EOF\n', seriesLeftOut: 3 })
  })

  it('writes only # EOF where nothing was scraped', () => {
    expect(openMetricsText([], new Map()).text).toBe('# EOF\n')
  })

  it('holds exactly the samples of the store, whatever the labels and values', () => {
    const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
    const label = anyText.filter((name) => name !== '__name__')
    const labels = fc.tuple(anyText, fc.dictionary(label, anyText)).map(([name, rest]) => ({ ...rest, __name__: name }))
    const value = fc.double().map((number) => (Object.is(number, -0) ? 0 : number))
    fc.assert(
      fc.property(fc.array(fc.tuple(labels, fc.array(value, { minLength: 1, maxLength: 3 }))), (all) => {
        const store = newStore()
        for (const [one, values] of all) {
          const series = store.series(one, true)
          for (const number of values) series.append(Math.max(T, series.lastTimestampMs + 250), number)
        }
        const stored = [...store.all].flatMap((series) =>
          Array.from({ length: series.count }, (_, i) => ({ labels: { ...series.labels }, ...series.at(i) })),
        )
        const { samples } = parseExposition(openMetricsText(store.all, new Map()).text, OPEN_METRICS)
        expect(samples.toSorted(byLabels)).toEqual(stored.toSorted(byLabels))
      }),
    )
  })
})

function byLabels(a: { labels: object; timestampMs: number | null }, b: typeof a): number {
  const key = ({ labels, timestampMs }: typeof a) => JSON.stringify([Object.entries(labels).sort(), timestampMs])
  return key(a) < key(b) ? -1 : 1
}
