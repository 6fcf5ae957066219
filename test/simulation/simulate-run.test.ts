import { describe, expect, it } from 'vitest'
import { bucketLayout } from '../../core/histogram/bucket-layout.ts'
import { layoutMetric } from '../../core/histogram/layout-metric.ts'
import { type LatencyCounts, latencyQuantile, totalCount } from '../../core/latency/latency-counts.ts'
import { joinVarying } from '../../core/references/varying-text.ts'
import { allObservations } from '../../core/run/exact-record.ts'
import { measuredSlots, slaLatencies, sumAccounting } from '../../core/run/load-result.ts'
import type { SimulatedRun } from '../../simulation/simulate-run.ts'
import { flow, step } from '../support/flows.ts'
import { openPhase, requestTemplate } from '../support/load-plan.ts'
import { plannedData } from '../support/planned-data.ts'
import { smallSimulation, TIMELESS_MACHINE } from '../support/simulation.ts'

const responseTimes = ({ load }: SimulatedRun): LatencyCounts => slaLatencies(measuredSlots(load), 'responseTime')
const accounting = ({ load }: SimulatedRun) => sumAccounting(measuredSlots(load))
const p = latencyQuantile

const FIRST_BYTE_IN_100_MS = { kind: 'ttfb', belowSeconds: 0.1 } as const

const RULES = `
groups:
  - name: latency
    rules:
      - alert: Slow
        expr: histogram_quantile(0.95, rate(model_latency_seconds_bucket[10s])) > 0.3
        for: 3s
`

describe('simulateRun', () => {
  it('sends every arrival of the schedule, and every answer takes what the model says', () => {
    const run = smallSimulation()
    expect(accounting(run)).toMatchObject({ offered: 200, completed: 200, errors: 0, timeouts: 0, unfinished: 0 })
    expect(p(responseTimes(run), 0)).toBeCloseTo(0.1, 3)
    expect(p(responseTimes(run), 1)).toBeCloseTo(0.1, 3)
  })

  it('gives the same run for the same options, and another one for another seed', () => {
    const behaviour = { latency: { kind: 'lognormal', medianSeconds: 0.04, p95Seconds: 0.12 }, concurrency: 2 } as const
    const of = (seed: number) => smallSimulation({ behaviour, plan: { seed, arrivals: 'poisson' } })
    expect(of(7)).toEqual(of(7))
    expect(responseTimes(of(7))).not.toEqual(responseTimes(of(8)))
  })

  it('takes a queue for what Lindley says of it: each waits until those before it are done', () => {
    // 20 a second, one at a time, 60 ms each: the nth waits n times the 10 ms that each takes longer than the gap.
    const behaviour = { latency: { kind: 'constant', seconds: 0.06 }, concurrency: 1 } as const
    const run = smallSimulation({ behaviour, plan: { timeoutSeconds: 10 } })
    const waits = Array.from({ length: 200 }, (_, n) => 0.06 + n * 0.01)
    for (const quantile of [0.5, 0.95, 0.99])
      expect(p(responseTimes(run), quantile)).toBeCloseTo(waits[Math.ceil(quantile * 200) - 1] as number, 2)
  })

  it("gives the canonical stall's P95 in closed form", () => {
    // 600 requests at 50 a second; 100 come during a freeze of 2 s. 5% of 600 are 30: the 30th waits 2 s - 30 / 50 s.
    const run = smallSimulation({
      plan: {
        phases: ['before', 'freeze', 'after'].map((name) =>
          openPhase({ name, rate: 50, durationSeconds: name === 'freeze' ? 2 : 5 }),
        ),
        connections: 10,
        timeoutSeconds: 10,
      },
      behaviour: {
        latency: { kind: 'constant', seconds: 0 },
        faults: [{ during: 'freeze', fault: { kind: 'stall' } }],
      },
    })
    expect(accounting(run).completed).toBe(600)
    expect(p(responseTimes(run), 0.95)).toBeGreaterThan(2 - 31 / 50)
    expect(p(responseTimes(run), 0.95)).toBeLessThanOrEqual(2 - 29 / 50)
  })

  it('gives up requests and waiting arrivals after the timeout, and accounts for each', () => {
    const run = smallSimulation({
      plan: { connections: 4, timeoutSeconds: 1 },
      behaviour: { latency: { kind: 'constant', seconds: 0.5 }, concurrency: 1 },
    })
    const { offered, completed, timeouts, neverSent, errors, unfinished } = accounting(run)
    expect(offered).toBe(200)
    expect(completed + timeouts + errors + unfinished).toBe(offered)
    // One at a time, half a second each: what takes a connection and is given up leaves the queue.
    expect(completed).toBeGreaterThan(0)
    expect(completed).toBeLessThanOrEqual(24)
    expect(neverSent).toBeGreaterThan(100)
    expect(errors).toBe(0)
  })

  it('has users of a closed loop wait for their answers', () => {
    const traffic = { kind: 'closed', users: 3, thinkSeconds: 0.4 } as const
    const run = smallSimulation({ plan: { phases: [{ name: 'crowd', durationSeconds: 10, measured: true, traffic }] } })
    // Each takes 0.1 s and 0.4 s of thinking: 20 rounds in 10 s, less what a user begins later.
    expect(accounting(run).offered).toBeGreaterThanOrEqual(3 * 19)
    expect(accounting(run).offered).toBeLessThanOrEqual(3 * 20)
  })

  it('has users of a flow go through its steps, each after the answer before', () => {
    const flows = [flow({ steps: [step(0, { times: 2, thinkSeconds: 1 }), step(1, { chance: 0.5 })] })]
    const requests = ['browse', 'buy'].map((name) => requestTemplate({ name, path: '/predict' }))
    const phases = [openPhase({ rate: 5, durationSeconds: 60 })]
    const { load } = smallSimulation({ plan: { flows, requests, phases } })
    const [iterations] = load.flows ?? []
    expect(iterations?.offered).toBe(300)
    // The last of them are on their way when the traffic ends.
    expect(iterations?.completed).toBeGreaterThan(285)
    const of = (request: number) => load.slots.filter((slot) => slot.request === request)
    const offered = (request: number) => of(request).reduce((sum, slot) => sum + slot.offered, 0)
    expect(offered(0)).toBeGreaterThan(590)
    expect(offered(1) / 300).toBeCloseTo(0.5, 1)
  })

  it('sends what each row of a data set makes of a request, and what HTTP cannot carry is never sent', () => {
    const rows = 'path,header\n/predict,a\n/nothing,b\n/predict,\u20ac\n/healthz,d\n'
    const { load } = smallSimulation({
      plan: {
        data: [plannedData({ name: 'rows', text: rows })],
        requests: [
          requestTemplate({
            path: joinVarying([{ source: 'rows', name: 'path' }]),
            headers: { 'X-Row': joinVarying([{ source: 'rows', name: 'header' }]) },
            varies: true,
          }),
        ],
      },
    })
    const { offered, completed, errorKinds, statusCodes } = sumAccounting(measuredSlots(load))
    expect([offered, completed]).toEqual([200, 100])
    expect(statusCodes).toEqual({ 200: 100, 404: 50 })
    expect(errorKinds).toEqual({ status: 50, unsendable: 50 })
    expect(load.firstErrors.find(({ kind }) => kind === 'unsendable')?.reason).toContain('HTTP can carry')
  })

  it('opens a connection anew for each head that the server does not read, which answers in a stall too', () => {
    const run = smallSimulation({
      plan: { requests: [requestTemplate({ path: '/predict', headers: { 'X-Large': 'a'.repeat(20_000) } })] },
      behaviour: { faults: [{ during: 'steady', fault: { kind: 'stall' } }] },
    })
    expect(accounting(run)).toMatchObject({ statusCodes: { 431: 200 }, errorKinds: { status: 200 } })
    expect(totalCount(allObservations(run.exact))).toBe(0)
    expect(totalCount(run.load.connectionTimes.connectTime)).toBeGreaterThan(190)
  })

  it('asks when an answer came, and counts what came too late', () => {
    const run = smallSimulation({
      plan: {
        requests: [requestTemplate({ path: '/predict', expect: { statuses: [], checks: [FIRST_BYTE_IN_100_MS] } })],
      },
      behaviour: { latency: { kind: 'choice', choices: [0.05, 0.2].map((seconds) => ({ seconds, weight: 1 })) } },
    })
    const { completed, errorKinds, offered } = accounting(run)
    expect(completed).toBeGreaterThan(70)
    expect(errorKinds).toEqual({ expectation: offered - completed })
    const [check] = run.load.answers?.checks ?? []
    expect(check).toMatchObject({ request: 0, check: 0, judged: 200, failed: offered - completed })
  })

  it('ends the share of requests that the faults say as errors and resets', () => {
    const run = smallSimulation({
      plan: { phases: [openPhase({ name: 'bad', rate: 200, durationSeconds: 10 })] },
      behaviour: {
        faults: [
          { during: 'bad', fault: { kind: 'errors', share: 0.2 } },
          { during: 'bad', fault: { kind: 'resets', share: 0.1 } },
        ],
      },
    })
    const { errorKinds, statusCodes, offered } = accounting(run)
    expect((errorKinds.status ?? 0) / offered).toBeCloseTo(0.2, 1)
    expect((errorKinds.reset ?? 0) / offered).toBeCloseTo(0.1, 1)
    expect(statusCodes['500']).toBe(errorKinds.status)
    expect(run.load.firstErrors.map(({ kind }) => kind).sort()).toEqual(['reset', 'status'])
  })

  it('refuses what comes while the server is replaced, and loses no answer in flight', () => {
    const run = smallSimulation({
      plan: {
        phases: ['before', 'restart', 'after'].map((name) => openPhase({ name, rate: 20, durationSeconds: 5 })),
      },
      behaviour: { restarts: ['restart'] },
    })
    const { errors, errorKinds, completed, offered } = accounting(run)
    expect(completed + errors).toBe(offered)
    // Away for the rest of an answer of 0.1 s and half a second to start: about 12 arrivals.
    expect(errors).toBeGreaterThanOrEqual(9)
    expect(errors).toBeLessThanOrEqual(14)
    expect(Object.keys(errorKinds).filter((kind) => kind !== 'connect' && kind !== 'closed')).toEqual([])
    expect(run.prometheus.resets).toBe(1)
    expect(run.prometheus.problems.join(' ')).toContain('reset')
    expect(totalCount(allObservations(run.exact))).toBe(completed)
  })

  it('counts the same in the exact record and in every layout, and the total is that of the exact record', () => {
    const behaviour = { latency: { kind: 'uniform', fromSeconds: 0.05, toSeconds: 0.4 } } as const
    const extra = bucketLayout('fine', [0.1, 0.2, 0.3])
    const run = smallSimulation({ behaviour, extraLayouts: [extra], plan: { arrivals: 'poisson' } })
    const exact = allObservations(run.exact)
    expect(run.prometheus.total?.count).toBe(totalCount(exact))
    const below = exact.values.reduce((sum, value, i) => sum + (value <= 0.3 ? (exact.counts[i] ?? 0) : 0), 0)
    const bucket = run.prometheus.total?.buckets.find(({ upperBound }) => upperBound === 0.3)
    expect(Math.abs((bucket?.cumulativeCount ?? 0) - below)).toBeLessThanOrEqual(1)
    const name = `${layoutMetric(extra.name)}_bucket`
    const fine = run.prometheus.openMetrics
      .split('\n')
      .filter((line) => line.startsWith(name) && line.includes('le="0.3"'))
    const own = run.prometheus.openMetrics
      .split('\n')
      .filter((line) => /^model_latency_seconds_bucket.*le="0.3"/.test(line))
    expect(fine.map((line) => line.split(' ')[1])).toEqual(own.map((line) => line.split(' ')[1]))
    expect(fine.length).toBeGreaterThan(9)
  })

  it('sees a sleep that equals a bound just above it, as timers that are never early make it', () => {
    const behaviour = { latency: { kind: 'constant', seconds: 0.3 } } as const
    const inBucket = (run: SimulatedRun) =>
      run.prometheus.total?.buckets.find(({ upperBound }) => upperBound === 0.3)?.cumulativeCount
    expect(inBucket(smallSimulation({ behaviour }))).toBe(200)
    const late = { ...TIMELESS_MACHINE, wakeLatenessSeconds: 0.001 }
    expect(inBucket(smallSimulation({ behaviour, machine: late }))).toBe(0)
  })

  it('fires an alert as long after the incident as the arithmetic says', () => {
    const run = smallSimulation({
      rules: RULES,
      plan: {
        phases: ['quiet', 'slow', 'calm'].map((name) => openPhase({ name, rate: 20, durationSeconds: 15 })),
      },
      behaviour: { faults: [{ during: 'slow', fault: { kind: 'addedDelay', seconds: 0.5 } }] },
    })
    const transitions = run.prometheus.alerts[0]?.transitions ?? []
    expect(transitions.map(({ state }) => state)).toEqual(['inactive', 'pending', 'firing', 'inactive'])
    const [, pending, firing, resolved] = transitions
    // Slow answers come from 15.6 s on; 5% of what the rule looks at is reached by the second scrape after that.
    expect(pending?.at).toBeGreaterThan(15.6)
    expect(pending?.at).toBeLessThan(18.2)
    expect((firing?.at ?? 0) - (pending?.at ?? 0)).toBeCloseTo(3, 6)
    // The last slow answer comes at 30.6 s, and leaves the ten seconds of the rule by 40.6 s.
    expect(resolved?.at).toBeGreaterThan(38)
    expect(resolved?.at).toBeLessThan(42.2)
  })

  it('keeps counting where scrapes fail and come late, and says so', () => {
    const scrapes = { jitterSeconds: 0.5, failureShare: 0.5 }
    const run = smallSimulation({ scrapes })
    const failed = run.prometheus.scrapes.filter(({ failure }) => failure === 'timeout')
    expect(failed.length).toBeGreaterThan(1)
    expect(failed.length).toBeLessThan(10)
    expect(run.prometheus.total?.count).toBe(200)
    const offGrid = run.prometheus.scrapes.filter(({ atSeconds }) => Math.abs(atSeconds - Math.round(atSeconds)) > 0.01)
    expect(offGrid.length).toBeGreaterThan(4)
  })

  it.each([
    [{ jitterSeconds: 1, failureShare: 0 }, 'jitter'],
    [{ jitterSeconds: 0, failureShare: 1.5 }, 'failures'],
  ])('refuses scrapes that cannot be: %j', (scrapes, word) => {
    expect(() => smallSimulation({ scrapes })).toThrow(word)
  })

  it('evaluates a group on an interval of its own, and keeps an alert firing as long as it is told', () => {
    const ofGroup = (group: string, keep: string) =>
      RULES.replace('name: latency', `name: latency\n    ${group}`).replace('for: 3s', keep)
    const behaviour = { latency: { kind: 'constant', seconds: 1 } } as const
    const transitionsOf = (rules: string) =>
      smallSimulation({ behaviour, rules, plan: SHORT_THEN_QUIET }).prometheus.alerts[0]?.transitions ?? []
    const each5s = transitionsOf(ofGroup('interval: 5s', 'for: 0s'))
    for (const { at } of each5s) expect((at - 0.1) % 5).toBeCloseTo(0, 6)
    const kept = transitionsOf(ofGroup('interval: 1s', 'keep_firing_for: 5s'))
    const notKept = transitionsOf(ofGroup('interval: 1s', 'for: 0s'))
    const endOf = (transitions: typeof kept) =>
      transitions.find(({ at, state }) => at > 2 && state === 'inactive')?.at ?? 0
    expect(endOf(kept) - endOf(notKept)).toBeGreaterThanOrEqual(4)
    expect(endOf(kept) - endOf(notKept)).toBeLessThan(5.01)
  })
})

/** Three seconds of traffic, and half a minute of next to none. */
const SHORT_THEN_QUIET = {
  phases: [
    openPhase({ name: 'busy', rate: 20, durationSeconds: 3 }),
    openPhase({ name: 'quiet', rate: 0.01, durationSeconds: 30 }),
  ],
}
