import { describe, expect, it } from 'vitest'
import { recordedHistograms } from '../../../prometheus/histogram/recorded-histograms.ts'

const scraped = (name: string, instance: string, at: number, [fast, all]: readonly [number, number]) => [
  `${name}_bucket{le="0.5",instance="${instance}"} ${fast} ${at}`,
  `${name}_bucket{le="+Inf",instance="${instance}"} ${all} ${at}`,
  `${name}_count{instance="${instance}"} ${all} ${at}`,
  `${name}_sum{instance="${instance}"} ${all / 2} ${at}`,
]

describe('recordedHistograms', () => {
  const text = [
    '# TYPE h histogram',
    ...scraped('h', 'a', 10, [1, 2]),
    ...scraped('h', 'a', 11.5, [3, 5]),
    ...scraped('h', 'b', 11.75, [10, 10]),
    '# TYPE h_layout_x histogram',
    ...scraped('h_layout_x', 'a', 10, [0, 7]),
    '# EOF',
    '',
  ].join('\n')

  it('sums the latest snapshots of all instances', () => {
    const found = recordedHistograms(text, ['h']).get('h') ?? []
    expect(found.map(({ timestampMs, snapshot }) => [timestampMs, snapshot.count, snapshot.sum])).toEqual([
      [10_000, 2, 1],
      [11_500, 5, 2.5],
      [11_750, 15, 7.5],
    ])
    expect(found[2]?.snapshot.buckets).toEqual([
      { upperBound: 0.5, cumulativeCount: 13 },
      { upperBound: Number.POSITIVE_INFINITY, cumulativeCount: 15 },
    ])
  })

  it('reads a quoted name of Prometheus 3', () => {
    const buckets = ['0.5', '+Inf'].map((le, i) => `{"http.server.duration_bucket",le="${le}"} ${i + 1} 10`)
    const om = ['# TYPE "http.server.duration" histogram', ...buckets, '# EOF', ''].join('\n')
    expect(recordedHistograms(om, ['http.server.duration']).get('http.server.duration')?.[0]?.snapshot.count).toBe(2)
  })

  it('distinguishes histograms by their whole name and returns no instants for one that was not scraped', () => {
    const found = recordedHistograms(text, ['h_layout_x', 'missing'])
    expect(found.get('h_layout_x')?.map(({ snapshot }) => snapshot.count)).toEqual([7])
    expect(found.get('missing')).toEqual([])
  })
})
