import { describe, expect, it } from 'vitest'
import {
  type RunProgress,
  unreachableObjective,
  watchedRequests,
} from '../../../analysis/abort/unreachable-objective.ts'
import { NO_LATENCIES } from '../../../core/latency/latency-counts.ts'
import type { PhaseProgress } from '../../../core/run/phase-progress.ts'
import type { Scenario } from '../../../core/scenario/scenario.ts'
import { flow, step } from '../../support/flows.ts'
import { latenciesOf } from '../support/latencies-of.ts'
import { loadOf, phaseWindows } from '../support/load-of.ts'
import { objectiveOf, requestTemplates, runRecordOf } from '../support/run-record-of.ts'

const NOTHING: PhaseProgress = {
  completed: 0,
  errors: 0,
  answeredErrors: 0,
  unsendable: 0,
  unreadable: 0,
  timeouts: 0,
  responseTime: NO_LATENCIES,
  firstByteResponseTime: NO_LATENCIES,
}

/** A warm-up, then 1,000 requests, then 1,000 more. */
function scenarioOf(sla: string, changes: Partial<Scenario['load']> = {}): Scenario {
  const windows = phaseWindows([
    { name: 'warm-up', seconds: 1, measured: false },
    { name: 'first', seconds: 10 },
    { name: 'second', seconds: 10 },
  ])
  const { scenario } = runRecordOf({ load: loadOf(windows, []), sla: [sla] })
  const traffic = { kind: 'open', fromRatePerSecond: 100, toRatePerSecond: 100 } as const
  const phases = scenario.load.phases.map((phase) => ({ ...phase, traffic }))
  return { ...scenario, load: { ...scenario.load, phases, ...changes } }
}

function progressOf(first: Partial<PhaseProgress>, phaseIndex = 1): RunProgress {
  return {
    phaseIndex,
    phases: [
      { ...NOTHING, errors: 100, timeouts: 100 },
      { ...NOTHING, ...first },
    ],
  }
}

const slow = (count: number, seconds = 2) => ({
  completed: count,
  responseTime: latenciesOf(Array(count).fill(seconds)),
})

describe('unreachableObjective', () => {
  it.each([
    { sentence: 'nothing has happened', sla: 'p95 < 1s', first: {}, unreachable: false },
    { sentence: '100 slow ones of 2,000 may be', sla: 'p95 < 1s', first: slow(100), unreachable: false },
    { sentence: '103 are too many', sla: 'p95 < 1s', first: slow(103), unreachable: true },
    { sentence: 'of one phase, half as many', sla: 'p95 < 1s during first', first: slow(52), unreachable: true },
    { sentence: 'not of a phase to come', sla: 'p95 < 1s during second', first: slow(900), unreachable: false },
    {
      sentence: 'not by a hair that the generator may have added',
      sla: 'p95 < 1s',
      first: slow(900, 1.02),
      unreachable: false,
    },
    {
      sentence: 'timeouts are slow',
      sla: 'p95 < 1s',
      first: { responseTime: latenciesOf([], 103), timeouts: 103 },
      unreachable: true,
    },
    {
      sentence: 'first bytes in time, however late the responses',
      sla: 'ttfb p95 < 1s',
      first: { ...slow(900), firstByteResponseTime: latenciesOf(Array(900).fill(0.5)) },
      unreachable: false,
    },
    {
      sentence: '103 first bytes that are late or missing',
      sla: 'ttfb p95 < 1s',
      first: { completed: 900, timeouts: 3, firstByteResponseTime: latenciesOf(Array(100).fill(1.5), 3) },
      unreachable: true,
    },
    { sentence: '20 errors of 2,000 may be', sla: 'errors < 1%', first: { errors: 20 }, unreachable: false },
    {
      sentence: 'errors and timeouts together',
      sla: 'errors < 1%',
      first: { errors: 11, timeouts: 10 },
      unreachable: true,
    },
    { sentence: 'achieved, the other way round', sla: 'achieved > 99%', first: { errors: 21 }, unreachable: true },
    { sentence: 'a share under a bound', sla: 'under 300ms > 90%', first: slow(205, 0.5), unreachable: true },
    { sentence: 'the same, just possible', sla: 'under 300ms > 90%', first: slow(199, 0.5), unreachable: false },
  ])('$sentence: $unreachable', ({ sla, first, unreachable }) => {
    expect(unreachableObjective(scenarioOf(sla), progressOf(first)) !== null).toBe(unreachable)
  })

  it('allows for the largest number of Poisson arrivals', () => {
    const poisson = scenarioOf('errors < 1%', { arrivals: 'poisson' })
    expect(unreachableObjective(poisson, progressOf({ errors: 22 }))).toBeNull()
    expect(unreachableObjective(poisson, progressOf({ errors: 25 }))).toMatch(/25 requests failed already/)
  })

  it('allows for all steps of all users who arrived so far, where flows arrive', () => {
    const flows = [flow({ steps: [step(0), step(0, { times: 3, chance: 0.5 })] })]
    const shop = { ...scenarioOf('errors < 1% during first'), flows }
    // 1,100 users at most 1,290 times 4 requests: 1% is 51.
    expect(unreachableObjective(shop, progressOf({ errors: 51 }))).toBeNull()
    expect(unreachableObjective(shop, progressOf({ errors: 53 }))).toMatch(/53 requests failed already/)
  })

  it('waits for the end of a closed-loop phase, whose users may send any number of requests', () => {
    const crowd = scenarioOf('errors < 1% during first')
    const phases = crowd.load.phases.map((phase) => ({
      ...phase,
      traffic: { kind: 'closed', users: 10, thinkSeconds: 0 } as const,
    }))
    const scenario = { ...crowd, load: { ...crowd.load, phases } }
    expect(unreachableObjective(scenario, progressOf({ completed: 100, errors: 90 }, 1))).toBeNull()
    expect(unreachableObjective(scenario, progressOf({ completed: 100, errors: 90 }, 2))).toMatch(
      /of at most 200 requests/,
    )
  })

  it('gives the objective and the reason', () => {
    expect(unreachableObjective(scenarioOf('p95 < 1s'), progressOf(slow(500)))).toBe(
      'p95 < 1s can no longer be met: 500 requests were too slow already, more than the allowed 5% of at most 2,002 requests.',
    )
  })
})

describe('an objective about one request', () => {
  /** A tenth of the requests, so that there are about 200 of them. */
  const mixed = (sla: string) => {
    const scenario = scenarioOf(sla)
    const [browse, checkout] = requestTemplates('browse', 'checkout')
    return { ...scenario, requests: [{ ...browse!, weight: 9 }, checkout!] }
  }
  const progress = (checkout: Partial<PhaseProgress>, phaseIndex = 1): RunProgress => ({
    phaseIndex,
    phases: [NOTHING, { ...NOTHING, ...slow(900), requests: new Map([[1, { ...NOTHING, ...checkout }]]) }],
  })

  it.each([
    { sentence: 'not by what others missed', sla: 'p95 < 1s for checkout', own: {}, unreachable: false },
    { sentence: '12 slow ones of about 200 may be', sla: 'p95 < 1s for checkout', own: slow(12), unreachable: false },
    { sentence: '17 are too many', sla: 'p95 < 1s for checkout', own: slow(17), unreachable: true },
    {
      sentence: 'of one phase, half as many',
      sla: 'p95 < 1s for checkout during first',
      own: slow(9),
      unreachable: true,
    },
    { sentence: 'errors of its own', sla: 'errors < 1% for checkout', own: { errors: 4 }, unreachable: true },
  ])('$sentence: $unreachable', ({ sla, own, unreachable }) => {
    expect(unreachableObjective(mixed(sla), progress(own)) !== null).toBe(unreachable)
  })

  it('is never given up where its progress is not known', () => {
    const phases = [NOTHING, { ...NOTHING, ...slow(900) }]
    expect(unreachableObjective(mixed('p95 < 1s for checkout'), { phaseIndex: 1, phases })).toBeNull()
  })

  it('waits for the end of a closed-loop phase', () => {
    const scenario = mixed('errors < 1% for checkout during first')
    const traffic = { kind: 'closed', users: 10, thinkSeconds: 0 } as const
    const phases = scenario.load.phases.map((phase) => ({ ...phase, traffic }))
    const crowd = { ...scenario, load: { ...scenario.load, phases } }
    expect(unreachableObjective(crowd, progress({ completed: 100, errors: 90 }, 1))).toBeNull()
    expect(unreachableObjective(crowd, progress({ completed: 100, errors: 90 }, 2))).toBe(
      'errors < 1% for checkout during first can no longer be met: 90 requests failed already, more than the allowed 1% of at most 200 requests.',
    )
  })

  it('is watched, and so is what an implied objective is left with', () => {
    expect(watchedRequests(mixed('p95 < 1s'))).toEqual([])
    expect(watchedRequests(mixed('p95 < 1s for checkout'))).toEqual([1])
    const implied = { except: [], exceptFor: [{ request: 'checkout', during: null }] }
    const scenario = mixed('p95 < 1s')
    expect(watchedRequests({ ...scenario, sla: [{ ...objectiveOf('errors < 1%'), implied }] })).toEqual([0])
  })
})
