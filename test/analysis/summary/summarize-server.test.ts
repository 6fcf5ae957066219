import { describe, expect, it } from 'vitest'
import { summarizeServer } from '../../../analysis/summary/summarize-server.ts'
import { latenciesOf } from '../support/latencies-of.ts'
import { prometheusRecordOf } from '../support/prometheus-record-of.ts'

const observations = [0.05, 0.2, 0.2, 7].map((seconds, i) => ({ at: i * 0.5 + 0.1, seconds }))
const prometheus = prometheusRecordOf([0.1, 5], observations, {
  end: 3,
  resets: 1,
  scrapes: [
    { instance: 'a', atSeconds: 0, durationSeconds: 0.003, error: null },
    { instance: 'a', atSeconds: 1, durationSeconds: 0.2, error: 'timed out' },
    { instance: 'a', atSeconds: 2, durationSeconds: 0.008, error: null },
  ],
})

describe('summarizeServer', () => {
  it('gives the counts of the scrapes and how the scrapes went', () => {
    const summary = summarizeServer(prometheus, latenciesOf(observations.map(({ seconds }) => seconds)))
    expect(summary).toMatchObject({
      witness: 'embedded',
      metric: 'model_latency_seconds',
      count: 4,
      buckets: [
        { le: 0.1, count: 1 },
        { le: 5, count: 3 },
        { le: '+Inf', count: 4 },
      ],
      exact: { count: 4, min: 0.05, max: 7 },
      scrapes: { succeeded: 2, failed: 1, slowestSeconds: 0.008 },
      resets: 1,
    })
    expect(summary?.sum).toBeCloseTo(7.45, 12)
  })

  it.each([
    { what: 'a foreign service keeps no exact record', serverTime: null },
    { what: 'an empty record is none', serverTime: latenciesOf([]) },
  ])('$what', ({ serverTime }) => {
    expect(summarizeServer(prometheus, serverTime)?.exact).toBeNull()
  })

  it('tells scrapes that timed out from those that had no connection, where each failure is known', () => {
    const failed = (failure?: 'timeout' | 'unreachable' | 'page') =>
      ({ instance: 'a', atSeconds: 1, durationSeconds: 1, error: 'failed', ...(failure && { failure }) }) as const
    const scrapesOf = (...scrapes: (typeof prometheus.scrapes)[number][]) =>
      summarizeServer({ ...prometheus, scrapes }, null)?.scrapes
    const known = scrapesOf(failed('timeout'), failed('unreachable'), failed('timeout'), failed('page'))
    expect(known).toMatchObject({ failed: 4, timedOut: 2, unreachable: 1 })
    expect(scrapesOf(failed('timeout'), failed())).toEqual({ succeeded: 0, failed: 2, slowestSeconds: null })
  })

  it('is null without scrapes or with an unknown count', () => {
    expect(summarizeServer(null, null)).toBeNull()
    expect(summarizeServer({ ...prometheus, total: null }, null)).toBeNull()
  })
})
