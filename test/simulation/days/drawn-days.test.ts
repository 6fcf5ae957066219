// What is drawn of a service over days: series as a Prometheus would have them, and what truly happened.

import { describe, expect, it } from 'vitest'
import type { ServiceModel } from '../../../core/drill/service-model.ts'
import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'
import { USUAL_MACHINE } from '../../../core/simulation/machine-model.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import type { SeriesColumn } from '../../../prometheus/columns/series-column.ts'
import { formatOpenMetricsFloat } from '../../../prometheus/series/go-float.ts'
import { type DrawnDaysOptions, drawnDays } from '../../../simulation/days/drawn-days.ts'
import { rateShape } from '../../../simulation/drawn/rate-shape.ts'
import { openPhase, requestTemplate } from '../../support/load-plan.ts'
import { smallSimulation } from '../../support/simulation.ts'

const HOUR = 3600
const START_MS = Date.UTC(2026, 0, 5)

const MODEL: ServiceModel = {
  series: [
    {
      kind: 'histogram',
      metric: 'latency_ms',
      unitsPerSecond: 1000,
      upperBounds: [50, 300],
      boundLabels: ['50', '300'],
      labels: { app: 'shop' },
      requests: 'answered',
    },
    { kind: 'counter', metric: 'requests_total', labels: { code: '200' }, requests: 'succeeded' },
    { kind: 'counter', metric: 'requests_total', labels: { code: '500' }, requests: 'failed' },
    { kind: 'counter', metric: 'arrivals_total', labels: {}, requests: 'all' },
    { kind: 'gauge', metric: 'started', labels: {}, value: 'start' },
    { kind: 'gauge', metric: 'workers', labels: {}, value: 8 },
  ],
}

/** Everything is read. */
const RULES = `groups: [{ name: g, rules: [{ alert: Any, expr: '{__name__!=""}' }] }]`

function drawn(more: Partial<DrawnDaysOptions> = {}) {
  return drawnDays({
    seconds: HOUR,
    startedAtUnixMs: START_MS,
    model: MODEL,
    latency: { kind: 'uniform', fromSeconds: 0, toSeconds: 0.4 },
    shape: rateShape(50),
    incidents: [],
    ruleFile: parseRuleFile(RULES, 'rules.yml'),
    scrapeIntervalSeconds: 15,
    scrapes: { jitterSeconds: 0, failureShare: 0 },
    evaluationSeconds: 15,
    seed: 1,
    boundsSeconds: [0.3],
    ...more,
  })
}

type Drawn = ReturnType<typeof drawn>

function column({ run }: Drawn, name: string, labels: Readonly<Record<string, string>> = {}): SeriesColumn {
  const found = run.series.filter(
    (each) =>
      each.labels.__name__ === name && Object.entries(labels).every(([label, value]) => each.labels[label] === value),
  )
  expect(found, `${name} ${JSON.stringify(labels)}`).toHaveLength(1)
  return found[0] as SeriesColumn
}

const valuesOf = ({ values, axis }: SeriesColumn): number[] => [...values.subarray(0, axis.count)]
const lastOf = (series: SeriesColumn): number => valuesOf(series).at(-1) ?? Number.NaN
const sumOf = (values: Float64Array | undefined): number => values?.reduce((sum, value) => sum + value, 0) ?? 0

describe('drawnDays', () => {
  it('has every series of the model, with the labels of its target, and `up`', () => {
    const names = drawn().run.series.map(({ labels }) => labels)
    const target = { instance: '127.0.0.1:8000', job: 'service' }
    expect(names).toEqual([
      ...['50', '300', '+Inf'].map((le) => ({ __name__: 'latency_ms_bucket', ...target, app: 'shop', le })),
      { __name__: 'latency_ms_sum', ...target, app: 'shop' },
      { __name__: 'latency_ms_count', ...target, app: 'shop' },
      ...['200', '500'].map((code) => ({ __name__: 'requests_total', ...target, code })),
      { __name__: 'arrivals_total', ...target },
      { __name__: 'started', ...target },
      { __name__: 'workers', ...target },
      { __name__: 'up', ...target },
    ])
  })

  it('keeps no series that nothing reads', () => {
    const rules = `groups: [{ name: g, rules: [{ alert: A, expr: 'rate(latency_ms_bucket{le="300"}[5m]) > up' }] }]`
    const { run } = drawn({ ruleFile: parseRuleFile(rules, 'rules.yml') })
    expect(run.series.map(({ labels }) => labels.__name__)).toEqual(['latency_ms_bucket', 'up'])
  })

  it('counts the same requests in every series, in the shares and with the mean of the model', () => {
    const days = drawn({ usualErrorShare: 0.1 })
    const [fast, slow, all] = ['50', '300', '+Inf'].map((le) => lastOf(column(days, 'latency_ms_bucket', { le })))
    const count = lastOf(column(days, 'latency_ms_count'))
    expect(all).toBe(count)
    expect((fast as number) / count).toBeCloseTo(0.125, 2)
    expect((slow as number) / count).toBeCloseTo(0.75, 2)
    expect(lastOf(column(days, 'latency_ms_sum')) / count).toBeCloseTo(200, -1)
    const [succeeded, failed] = ['200', '500'].map((code) => lastOf(column(days, 'requests_total', { code })))
    expect((succeeded as number) + (failed as number)).toBe(count)
    expect((failed as number) / count).toBeCloseTo(0.1, 2)
    expect(lastOf(column(days, 'arrivals_total'))).toBe(count)
    // The last scrape is at the very end.
    expect(sumOf(days.exact.requests)).toBe(count)
    expect(sumOf(days.exact.failed)).toBe(failed)
    expect(sumOf(days.exact.slower.get(0.3))).toBe(count - (slow as number))
    expect(sumOf(days.exact.unanswered)).toBe(0)
  })

  it('draws what single requests come to: bucket by bucket, within chance', () => {
    const latency = { kind: 'lognormal', medianSeconds: 0.04, p95Seconds: 0.12 } as const
    const histogram = {
      kind: 'histogram',
      metric: 'model_latency_seconds',
      unitsPerSecond: 1,
      upperBounds: NAMED_LAYOUTS.lab.upperBounds,
      labels: {},
      requests: 'all',
    } as const
    const days = drawn({
      ...{ seconds: 6 * HOUR, model: { series: [histogram] }, latency },
      wakeLatenessSeconds: USUAL_MACHINE.wakeLatenessSeconds,
    })
    const all = lastOf(column(days, 'model_latency_seconds_count'))
    const single = smallSimulation({
      plan: {
        arrivals: 'poisson',
        requests: [requestTemplate({ path: '/predict' })],
        phases: [openPhase({ rate: 50, durationSeconds: 400 })],
      },
      behaviour: { latency, concurrency: Number.POSITIVE_INFINITY },
      machine: USUAL_MACHINE,
    }).prometheus.total
    const n = single?.count ?? 0
    expect(n).toBeGreaterThan(19_000)
    const buckets = single?.buckets ?? []
    expect(buckets).toHaveLength(NAMED_LAYOUTS.lab.upperBounds.length + 1)
    for (const [i, { cumulativeCount }] of buckets.entries()) {
      const le = formatOpenMetricsFloat(NAMED_LAYOUTS.lab.upperBounds[i] ?? Number.POSITIVE_INFINITY)
      const share = lastOf(column(days, 'model_latency_seconds_bucket', { le })) / all
      expect(Math.abs(share - cumulativeCount / n), `up to ${le}`).toBeLessThan(1.95 / Math.sqrt(n))
    }
    const mean = lastOf(column(days, 'model_latency_seconds_sum')) / all
    expect(mean / ((single?.sum ?? 0) / n)).toBeCloseTo(1, 1)
  })

  it('counts as many as the shape expects, give or take chance', () => {
    const expected = 50 * 6 * HOUR
    const count = lastOf(column(drawn({ seconds: 6 * HOUR }), 'arrivals_total'))
    expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected))
  })

  it('refuses an incident beyond the end', () => {
    const incidents = [{ kind: 'away', fromSeconds: 0, toSeconds: 1e9 } as const]
    expect(() => drawn({ incidents })).toThrow('incident')
  })

  it('gives the same days for the same seed, and others for another', () => {
    const counts = (seed: number) => valuesOf(column(drawn({ seed }), 'arrivals_total'))
    expect(counts(3)).toEqual(counts(3))
    expect(counts(3)).not.toEqual(counts(4))
  })

  it('is away, and then has a fresh process: no samples, the series end, the counters begin at zero', () => {
    const days = drawn({ incidents: [{ kind: 'away', fromSeconds: 1000, toSeconds: 1100 }] })
    const counter = column(days, 'arrivals_total')
    const up = valuesOf(column(days, 'up'))
    expect(up.filter((value) => value === 0)).toHaveLength(7)
    expect(counter.axis.count).toBe(up.length - 7)
    expect(counter.axis.endsMs).toEqual([START_MS + 1005_000])
    expect(counter.falls()).toEqual([67])
    const started = [...new Set(valuesOf(column(days, 'started')))]
    expect(started).toEqual([START_MS / 1e3, START_MS / 1e3 + 1100])
    const unanswered = [...days.exact.unanswered.keys()].filter((minute) => days.exact.unanswered[minute] !== 0)
    expect(unanswered).toEqual([16, 17, 18])
    expect(days.exact.requests[17]).toBe(days.exact.unanswered[17])
  })

  it('has what Prometheus adds with every scrape, at 0 where one fails', () => {
    const days = drawn({
      model: { ...MODEL, series: [...MODEL.series, { kind: 'scrape', metric: 'scrape_samples_scraped', value: 40 }] },
      incidents: [{ kind: 'away', fromSeconds: 1000, toSeconds: 1100 }],
    })
    const samples = column(days, 'scrape_samples_scraped')
    expect(samples.labels).toEqual({ __name__: 'scrape_samples_scraped', instance: '127.0.0.1:8000', job: 'service' })
    expect(valuesOf(samples)).toEqual(valuesOf(column(days, 'up')).map((up) => 40 * up))
  })

  it('is restarted between two scrapes: no scrape fails, and the counters begin anew', () => {
    const days = drawn({ incidents: [{ kind: 'away', fromSeconds: 1001, toSeconds: 1003 }] })
    expect(valuesOf(column(days, 'up')).every((value) => value === 1)).toBe(true)
    expect(column(days, 'arrivals_total').falls()).toHaveLength(1)
  })

  it('loses scrapes and has others late, as it was asked', () => {
    const days = drawn({ scrapes: { offsetSeconds: 2, jitterSeconds: 5, failureShare: 0.2 } })
    const up = column(days, 'up')
    const lost = valuesOf(up).filter((value) => value === 0).length
    expect(lost / 240).toBeCloseTo(0.2, 1)
    expect(column(days, 'workers').axis.count).toBe(up.axis.count - lost)
    for (const [i, timeMs] of up.axis.timesMs.subarray(0, up.axis.count).entries()) {
      const lateMs = timeMs - START_MS - i * 15_000
      expect(lateMs).toBeGreaterThanOrEqual(2000)
      expect(lateMs).toBeLessThanOrEqual(7000)
    }
  })

  it('scrapes each target somewhere in the interval, as the seed has it', () => {
    const targets = ['a', 'b'].map((instance) => ({ labels: { instance }, share: 0.5 }))
    const offsets = (seed: number) => {
      const days = drawn({
        ...{ seed, seconds: 60, model: { ...MODEL, targets } },
        scrapes: { offsetSeconds: 'drawn', jitterSeconds: 0, failureShare: 0 },
      })
      return targets.map(({ labels }) => {
        const { timesMs, count } = column(days, 'up', labels).axis
        const late = [...timesMs.subarray(0, count)].map((timeMs, i) => timeMs - START_MS - i * 15_000)
        expect(new Set(late).size).toBe(1)
        return late[0] as number
      })
    }
    expect(offsets(7)).toEqual(offsets(7))
    const many = Array.from({ length: 200 }, (_, seed) => offsets(seed)).flat()
    expect(Math.min(...many)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...many)).toBeLessThan(15_000)
    // The mean of 400 even draws from 0 to 15 s lies within four of its deviations, 15 s / √12 / √400.
    expect(Math.abs(many.reduce((sum, late) => sum + late, 0) / many.length - 7500)).toBeLessThan(866)
    expect(new Set(many).size).toBeGreaterThan(300)
  })

  it('divides requests among targets and routes, and has an incident concern one of them', () => {
    const part = (name: string, value: string, share: number) => ({ labels: { [name]: value }, share })
    const days = drawn({
      model: {
        ...MODEL,
        targets: [part('instance', 'a', 0.25), part('instance', 'b', 0.75)],
        routes: [part('route', '/', 0.5), part('route', '/buy', 0.5)],
      },
      incidents: [
        {
          kind: 'degraded',
          fromSeconds: 0,
          toSeconds: HOUR,
          share: 1,
          faults: [{ kind: 'errors', share: 1 }],
          concerns: { instance: 'b', route: '/buy' },
        },
      ],
    })
    const arrivals = (instance: string, route: string) => lastOf(column(days, 'arrivals_total', { instance, route }))
    expect(arrivals('a', '/') / (50 * HOUR)).toBeCloseTo(0.125, 2)
    expect(arrivals('b', '/buy') / (50 * HOUR)).toBeCloseTo(0.375, 2)
    const failed = (instance: string, route: string) =>
      lastOf(column(days, 'requests_total', { instance, route, code: '500' }))
    expect(failed('b', '/buy')).toBe(arrivals('b', '/buy'))
    expect([failed('a', '/buy'), failed('b', '/')]).toEqual([0, 0])
    expect(sumOf(days.exact.failed)).toBe(failed('b', '/buy'))
  })

  describe('where series begin with the first request that they count', () => {
    const model = { ...MODEL, begin: 'with-first-count' } as const
    const failing = (fromSeconds: number, toSeconds: number) =>
      ({
        kind: 'degraded',
        fromSeconds,
        toSeconds,
        share: 1,
        faults: [{ kind: 'errors', share: 0.5 }],
      }) as const
    const codes = (days: Drawn) => days.run.series.flatMap(({ labels }) => labels.code ?? [])
    const timesOf = ({ axis }: SeriesColumn) => [...axis.timesMs.subarray(0, axis.count)].map((at) => at - START_MS)

    it('has none of failures while nothing fails', () => {
      expect(codes(drawn({ model }))).toEqual(['200'])
    })

    it('has it at the scrape after the first failure, with what it has counted by then', () => {
      const failures = column(drawn({ model, incidents: [failing(1001, 1200)] }), 'requests_total', { code: '500' })
      expect(timesOf(failures)[0]).toBe(1005_000)
      expect(failures.axis.count).toBe(240 + 1 - 67)
      // 25 a second, for 4 seconds.
      expect(Math.abs((failures.values[0] as number) - 100)).toBeLessThan(50)
      expect(failures.axis.endsMs).toEqual([])
    })

    it('has what counts without such a label from the start of the process, and what every request counts from the first', () => {
      const days = drawn({ model })
      expect(valuesOf(column(days, 'arrivals_total'))[0]).toBe(0)
      expect(timesOf(column(days, 'requests_total', { code: '200' }))[0]).toBe(15_000)
      expect(timesOf(column(days, 'latency_ms_bucket', { le: '50' }))[0]).toBe(15_000)
    })

    it('counts the same as series that begin at zero, where both are', () => {
      const incidents = [failing(1001, 1200), { kind: 'away', fromSeconds: 2000, toSeconds: 2100 } as const]
      const late = column(drawn({ model, incidents }), 'requests_total', { code: '500' })
      const whole = column(drawn({ incidents }), 'requests_total', { code: '500' })
      const at = new Map(timesOf(whole).map((time, i) => [time, whole.values[i]]))
      expect(valuesOf(late)).toEqual(timesOf(late).map((time) => at.get(time)))
    })

    it.each([
      // A scrape fails, and it ends there.
      ['goes away for longer than a scrape', { fromSeconds: 2000, toSeconds: 2100 }, 2010],
      // No scrape fails, and it ends at the first page that lacks it.
      ['goes away in between two scrapes', { fromSeconds: 2000, toSeconds: 2003 }, 2010],
    ])('ends it as the process %s, until the next one fails', (_, span, endSeconds) => {
      const incidents = [failing(1001, 1200), { kind: 'away', ...span } as const, failing(3001, 3600)]
      const failures = column(drawn({ model, incidents }), 'requests_total', { code: '500' })
      expect(failures.axis.endsMs).toEqual([START_MS + endSeconds * 1e3])
      const gap = timesOf(failures).findIndex((time) => time > endSeconds * 1e3)
      expect([timesOf(failures)[gap - 1], timesOf(failures)[gap]]).toEqual([1995_000, 3015_000])
      expect(failures.falls().length).toBeLessThanOrEqual(1)
    })

    it('ends it where a scrape is lost, and goes on with the next one', () => {
      const scrapes = { jitterSeconds: 0, failureShare: 0.1 }
      const days = drawn({ model, usualErrorShare: 0.1, scrapes })
      const failures = column(days, 'requests_total', { code: '500' })
      const pages = column(days, 'workers').axis
      expect(failures.axis.count).toBe(pages.count - 1)
      expect(failures.axis.endsMs).toEqual(pages.endsMs.filter((end) => end > (failures.axis.timesMs[0] as number)))
    })

    it('has it from the beginning where the process has run long enough to have failed', () => {
      const days = drawn({ model, usualErrorShare: 0.01, runningSeconds: 86_400 })
      const failures = column(days, 'requests_total', { code: '500' })
      expect(failures.axis.count).toBe(241)
      expect(Math.abs((failures.values[0] as number) / (0.01 * 50 * 86_400) - 1)).toBeLessThan(0.05)
      expect(sumOf(days.exact.requests)).toBe(
        lastOf(column(days, 'arrivals_total')) - (column(days, 'arrivals_total').values[0] as number),
      )
      expect(valuesOf(column(days, 'started'))[0]).toBe(START_MS / 1e3 - 86_400)
    })
  })
})
