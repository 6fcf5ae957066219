import { describe, expect, it } from 'vitest'
import { bucketLayout } from '../../core/histogram/bucket-layout.ts'
import { NAMED_LAYOUTS } from '../../core/histogram/named-layouts.ts'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'
import { USUAL_MACHINE } from '../../core/simulation/machine-model.ts'
import { parseRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import { rateShape } from '../../simulation/drawn/rate-shape.ts'
import { type DaysOptions, simulateDays } from '../../simulation/simulate-days.ts'
import { openPhase, requestTemplate } from '../support/load-plan.ts'
import { smallSimulation } from '../support/simulation.ts'

const HOUR = 3600
const LATENCY = { kind: 'lognormal', medianSeconds: 0.04, p95Seconds: 0.12 } as const

function days({ witness, ...more }: Partial<Omit<DaysOptions, 'witness'>> & { readonly witness?: object } = {}) {
  return simulateDays({
    seconds: 6 * HOUR,
    shape: rateShape(20),
    behaviour: { latency: LATENCY, concurrency: 64, layout: NAMED_LAYOUTS.lab },
    witness: {
      endpoints: ['http://127.0.0.1:8000/metrics'],
      histogram: 'model_latency_seconds',
      match: '',
      ruleFile: null,
      scrapeIntervalSeconds: 60,
      evaluationIntervalSeconds: 60,
      fallbackQuantile: 0.95,
      watchedAlerts: [],
      ...witness,
    },
    seed: 1,
    readTrace: () => [],
    startedAtUnixMs: Date.UTC(2026, 0, 5),
    ...more,
  })
}

const shares = ({ total }: PrometheusRecord): number[] =>
  (total?.buckets ?? []).map(({ cumulativeCount }) => cumulativeCount / (total?.count ?? 0))

describe('simulateDays', () => {
  it('counts as many as the shape expects, give or take chance', () => {
    const count = days().total?.count ?? 0
    const expected = 20 * 6 * HOUR
    expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected))
  })

  it('gives the same days for the same seed, and others for another', () => {
    expect(days({ seed: 3 })).toEqual(days({ seed: 3 }))
    expect(days({ seed: 3 }).total?.count).not.toBe(days({ seed: 4 }).total?.count)
  })

  it('draws what single requests come to: bucket by bucket, within chance', () => {
    const drawn = days()
    const requests = smallSimulation({
      plan: {
        arrivals: 'poisson',
        requests: [requestTemplate({ path: '/predict' })],
        phases: [openPhase({ rate: 50, durationSeconds: 400 })],
      },
      behaviour: { latency: LATENCY, concurrency: Number.POSITIVE_INFINITY },
      machine: USUAL_MACHINE,
    }).prometheus
    const n = requests.total?.count ?? 0
    expect(n).toBeGreaterThan(19_000)
    const [of, single] = [shares(drawn), shares(requests)]
    for (const [i, share] of single.entries())
      expect(Math.abs(share - (of[i] as number)), `bucket ${i}`).toBeLessThan(1.95 / Math.sqrt(n))
    const mean = ({ total }: PrometheusRecord) => (total?.sum ?? 0) / (total?.count ?? 0)
    expect(mean(drawn) / mean(requests)).toBeCloseTo(1, 1)
  })

  it('draws any number of layouts of the same observations', () => {
    const fine = bucketLayout('fine', [0.02, 0.04, 0.3])
    const text = days({ seconds: HOUR, extraLayouts: [fine] }).openMetrics
    const lastOf = (name: string, le: string) =>
      Number(
        text
          .split('\n')
          .filter((line) => line.startsWith(`${name}{`) && line.includes(`le="${le}"`))
          .at(-1)
          ?.split(' ')[1],
      )
    const name = text.match(/^(\S*fine\S*_bucket)\{/m)?.[1] ?? ''
    expect(lastOf(name, '0.3')).toBe(lastOf('model_latency_seconds_bucket', '0.3'))
    expect(lastOf(name, '0.04')).toBeGreaterThan(0)
    expect(lastOf(name, '0.04')).toBeLessThan(lastOf('model_latency_seconds_bucket', '0.1'))
  })

  it('has an incident concern its share of the requests, for as long as it is', () => {
    const incident = {
      kind: 'degraded',
      fromSeconds: 0,
      toSeconds: 6 * HOUR,
      share: 0.1,
      faults: [{ kind: 'addedDelay', seconds: 3 }],
    } as const
    const slow = 1 - (shares(days({ incidents: [incident] })).at(-3) ?? 0)
    expect(slow).toBeCloseTo(0.1, 2)
    expect(1 - (shares(days()).at(-3) ?? 0)).toBeLessThan(0.001)
  })

  it('counts errors and resets in their shares', () => {
    const faults = [
      { kind: 'errors', share: 0.2 },
      { kind: 'resets', share: 0.05 },
    ] as const
    const incident = { kind: 'degraded', fromSeconds: 0, toSeconds: HOUR, share: 1, faults } as const
    const record = days({ seconds: HOUR, incidents: [incident] })
    const lastOf = (code: string) =>
      Number(
        record.openMetrics
          .split('\n')
          .filter((line) => line.startsWith(`model_requests_total{code="${code}"`))
          .at(-1)
          ?.split(' ')[1],
      )
    const all = lastOf('200') + lastOf('500') + lastOf('reset')
    expect(lastOf('500') / all).toBeCloseTo(0.2, 2)
    expect(lastOf('reset') / all).toBeCloseTo(0.05, 2)
  })

  it('is away for an outage: scrapes fail, and its counters begin anew', () => {
    const record = days({ seconds: 3 * HOUR, incidents: [{ kind: 'away', fromSeconds: HOUR, toSeconds: HOUR + 300 }] })
    expect(record.scrapes.filter(({ failure }) => failure === 'unreachable')).toHaveLength(5)
    expect(record.resets).toBe(1)
  })

  it('pages for an hour of slow answers, and is quiet otherwise', () => {
    const rules = parseRuleFile(
      `
groups:
  - name: g
    rules:
      - alert: Slow
        expr: histogram_quantile(0.95, rate(model_latency_seconds_bucket[5m])) > 1
        for: 5m
`,
      'rules.yml',
    )
    const incident = {
      kind: 'degraded',
      fromSeconds: 2 * HOUR,
      toSeconds: 3 * HOUR,
      share: 0.1,
      faults: [{ kind: 'addedDelay', seconds: 3 }],
    } as const
    const [alert] = days({ witness: { ruleFile: rules }, incidents: [incident] }).alerts
    const firing = (alert?.transitions ?? []).filter(({ state }) => state === 'firing')
    expect(firing).toHaveLength(1)
    const afterSeconds = (firing[0]?.at ?? 0) - incident.fromSeconds
    expect(afterSeconds).toBeGreaterThan(300)
    expect(afterSeconds).toBeLessThan(900)
  })

  it.each([
    ['an incident beyond the end', { incidents: [{ kind: 'away', fromSeconds: 0, toSeconds: 1e9 }] }, 'incident'],
    ['a rate at which requests queue', { shape: rateShape(2000) }, 'nothing waits in a queue'],
  ] as const)('refuses %s', (_what, options, word) => {
    expect(() => days(options)).toThrow(word)
  })
})
