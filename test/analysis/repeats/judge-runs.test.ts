import { describe, expect, it } from 'vitest'
import { judgeRun } from '../../../analysis/judge-run.ts'
import { judgeRuns } from '../../../analysis/repeats/judge-runs.ts'
import { poolRuns } from '../../../analysis/repeats/pool-runs.ts'
import type { HistogramSnapshot } from '../../../core/histogram/histogram-snapshot.ts'
import { latencyQuantile } from '../../../core/latency/latency-counts.ts'
import { measuredSlots, slaLatencies } from '../../../core/run/load-result.ts'
import type { RouteRecord } from '../../../core/run/prometheus-record.ts'
import type { RunRecord } from '../../../core/run/run-record.ts'
import type { Scenario } from '../../../core/scenario/scenario.ts'
import { latenciesOf } from '../support/latencies-of.ts'
import { endOf, evenly, FIT_GENERATOR, loadOf, phaseWindows, type Request } from '../support/load-of.ts'
import { alertOf, exactRecordOf, prometheusRecordOf } from '../support/prometheus-record-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const PHASES = phaseWindows([
  { name: 'warm-up', seconds: 2, measured: false },
  { name: 'steady', seconds: 10 },
])

type States = Parameters<typeof alertOf>[1]

function runOf(
  latency: (index: number) => number,
  sla: readonly string[] = ['p95 < 1s'],
  states: States = [[2, 'inactive']],
): RunRecord {
  const requests: Request[] = evenly(0, 12, 30, (i) => ({ serviceTime: latency(i) }))
  const observations = requests.map((request) => ({ at: endOf(request), seconds: request.serviceTime }))
  const measured = observations.filter((_, i) => (requests[i]?.due ?? 0) >= 2)
  return runRecordOf({
    load: loadOf(PHASES, requests),
    prometheus: prometheusRecordOf([0.1, 0.3, 1], measured, {
      baseline: 2,
      end: 14,
      alerts: [alertOf('Slow', states)],
    }),
    exact: exactRecordOf(measured),
    sla,
  })
}

const FOREIGN: Scenario['service'] = {
  kind: 'target',
  target: {
    url: 'http://127.0.0.1:1',
    verifyTls: true,
    metrics: { urls: [], histogram: 'h', match: '', requests: [] },
  },
}

const fast = runOf((i) => 0.05 + (i % 10) * 0.01)
const slow = runOf((i) => 0.2 + (i % 10) * 0.02)

function judgedTogether(records: readonly RunRecord[], run: RunRecord['run']) {
  return judgeRuns({ records, reports: records.map((record) => judgeRun(record)), pooled: poolRuns(records) }, run)
}

describe('judgeRuns', () => {
  it('counts every request once', () => {
    const report = judgedTogether([fast, slow], fast.run)
    expect(report.load.total.offered).toBe(600)
    expect(report.server?.count).toBe(600)
    expect(report.populations).toEqual({ clientAnswered: 600, serverObserved: 600, serverExact: 600, note: null })
    expect(report.load.phases.map(({ name }) => name)).toEqual(['warm-up', 'steady', 'warm-up', 'steady'])
    expect(report.timeline.reduce((sum, { offered }) => sum + offered, 0)).toBe(720)
  })

  it('counts the connections of all runs', () => {
    const opened = (...seconds: number[]): RunRecord => ({
      ...fast,
      load: { ...fast.load, connectionTimes: { connectTime: latenciesOf(seconds), tlsTime: latenciesOf([]) } },
    })
    const report = judgedTogether([opened(0.001, 0.002), opened(0.004)], fast.run)
    expect(report.load.connections).toMatchObject({ opened: 3, connectTime: { min: 0.001, max: 0.004 }, tlsTime: null })
  })

  it('adds up what single requests were observed in, and does not where a run could not count it', () => {
    const match = '{route="/a"}'
    const withRoute = (record: RunRecord, changes: Partial<RouteRecord> = {}): RunRecord => {
      const { prometheus } = record
      if (prometheus === null) throw new Error('the run was scraped')
      const { snapshots, total, resets } = prometheus
      const requests = record.scenario.requests.map((request) => ({ ...request, match }))
      return {
        ...record,
        exact: null,
        scenario: { ...record.scenario, requests, service: FOREIGN },
        prometheus: { ...prometheus, routes: [{ match, snapshots, total, resets, ...changes }] },
      }
    }
    const report = judgedTogether([withRoute(fast), withRoute(slow)], fast.run)
    expect(report.routes).toMatchObject([
      { requests: ['predict'], match, populations: { clientAnswered: 600, serverObserved: 600 } },
    ])
    expect(report.routes?.[0]?.crossCheck).toEqual(report.crossCheck)
    const uncounted = { kind: 'boundsDiffer' } as const
    const cut = judgedTogether([withRoute(fast), withRoute(slow, { total: null, uncounted })], fast.run)
    expect(cut.routes).toMatchObject([{ populations: null, uncounted: { kind: 'boundsDiffer' } }])
  })

  it('takes quantiles of all requests together, never an average', () => {
    const report = judgedTogether([fast, slow], fast.run)
    const all = [fast, slow].flatMap(({ load }) => measuredSlots(load))
    expect(report.load.total.responseTime.p50).toBe(latencyQuantile(slaLatencies(all, 'responseTime'), 0.5))
    expect(report.sla[0]?.observed).toBe(report.load.total.responseTime.p95)
  })

  it('shows each run and the spread of the runs', () => {
    const { repeats } = judgedTogether([fast, slow], fast.run)
    expect(repeats?.runs.map(({ verdict, offered, failed }) => [verdict, offered, failed])).toEqual([
      ['pass', 300, 0],
      ['pass', 300, 0],
    ])
    const p50 = repeats?.spread[0]
    expect([p50?.lowest, p50?.highest]).toEqual([repeats?.runs[0]?.p50, repeats?.runs[1]?.p50])
    expect(p50?.variation).toBeGreaterThan(0.3)
    expect(judgedTogether([fast, fast], fast.run).repeats?.spread[0]?.variation).toBe(0)
  })

  it('joins the alert transitions of the runs, each of which begins inactive', () => {
    const firing: States = [
      [2, 'inactive'],
      [5, 'firing'],
    ]
    const records = [fast, runOf((i) => 0.05 + (i % 10) * 0.01, undefined, firing), fast]
    const [alert] = judgedTogether(records, fast.run).alerts
    expect(alert?.transitions.map(({ state }) => state)).toEqual(['inactive', 'firing', 'inactive'])
  })

  it('widens the interval where the runs differ', () => {
    const width = (records: RunRecord[]) => {
      const interval = judgedTogether(records, fast.run).sla[0]?.interval
      return (interval?.upper ?? Infinity) - (interval?.lower ?? 0)
    }
    expect(width([fast, slow, fast, slow, fast, slow])).toBeGreaterThan(3 * width(Array(6).fill(fast)))
  })

  it('gives the report of the run where there is only one', () => {
    const { repeats, ...report } = judgedTogether([fast], fast.run)
    const alone = judgeRun(fast)
    expect(report.sla).toEqual(alone.sla)
    expect(report.load).toEqual(alone.load)
    expect(report.crossCheck).toEqual(alone.crossCheck)
    expect(repeats?.runs).toHaveLength(1)
  })

  it('is inconclusive where the generator of one run was overloaded', () => {
    const late = { ...FIT_GENERATOR, sendLag: latenciesOf(Array(1000).fill(0.2)) }
    const unfit = { ...fast, load: { ...fast.load, generator: late } }
    const report = judgedTogether([fast, unfit], fast.run)
    expect([report.verdict, report.generator.fit]).toEqual(['inconclusive', false])
    expect(report.generator.reasons[0]).toMatch(/^Run 2: Generator overloaded: /)
  })

  it('names the unit that is suspected in all of them, and compares nothing', () => {
    const inMilliseconds = (record: RunRecord): RunRecord => {
      const { prometheus } = record
      if (prometheus === null) return record
      const scaled = (snapshot: HistogramSnapshot): HistogramSnapshot => ({
        ...snapshot,
        buckets: snapshot.buckets.map((bucket) => ({ ...bucket, upperBound: bucket.upperBound * 1000 })),
        sum: snapshot.sum * 1000,
      })
      const snapshots = prometheus.snapshots.map(({ atSeconds, snapshot }) => ({
        atSeconds,
        snapshot: scaled(snapshot),
      }))
      return {
        ...record,
        exact: null,
        scenario: { ...record.scenario, service: FOREIGN },
        prometheus: {
          ...prometheus,
          snapshots,
          total: prometheus.total && scaled(prometheus.total),
          unit: { name: 'seconds', from: 'convention' },
        },
      }
    }
    const report = judgedTogether([fast, slow].map(inMilliseconds), fast.run)
    expect(report.headline).toMatch(/^The histogram is read in seconds and is in milliseconds, it seems: /)
    expect(report.crossCheck.map(({ comparable }) => comparable)).toEqual(Array(report.crossCheck.length).fill(false))
    expect(report.server?.unit?.suspected).toBe('milliseconds')
    expect(report.reasons.filter((reason) => reason.includes('is in milliseconds'))).toHaveLength(1)
  })

  it('says first that the histograms lack requests where one run of several was scraped in part', () => {
    const { prometheus } = slow
    if (prometheus === null) throw new Error('expected a record of Prometheus')
    const halved = (snapshot: HistogramSnapshot): HistogramSnapshot => ({
      buckets: snapshot.buckets.map((bucket) => ({
        ...bucket,
        cumulativeCount: Math.floor(bucket.cumulativeCount / 2),
      })),
      count: Math.floor(snapshot.count / 2),
      sum: snapshot.sum / 2,
    })
    const snapshots = prometheus.snapshots.map(({ atSeconds, snapshot }) => ({ atSeconds, snapshot: halved(snapshot) }))
    const half = { ...prometheus, snapshots, total: prometheus.total && halved(prometheus.total) }
    const report = judgedTogether([fast, { ...slow, exact: null, prometheus: half }], fast.run)
    expect(report.populations?.mismatch).toMatchObject({ kind: 'fewer', difference: -150 })
    expect(report.headline).toMatch(/^(?:Undecided: )?The histogram counted 450 of the client's 600 requests: /)
  })

  it('rejects an empty list of runs', () => {
    expect(() => poolRuns([])).toThrow(RangeError)
  })
})
