import { describe, expect, it } from 'vitest'
import { evaluateObjectives } from '../../../analysis/objectives/evaluate-objectives.ts'
import { latencyQuantile } from '../../../core/latency/latency-counts.ts'
import type { GeneratorInterval } from '../../../core/run/generators/generator-interval.ts'
import { type LoadResult, slaLatencies } from '../../../core/run/load-result.ts'
import { latenciesOf } from '../support/latencies-of.ts'
import { evenly, FIT_GENERATOR, loadOf, phaseWindows, type Request } from '../support/load-of.ts'
import { prometheusRecordOf } from '../support/prometheus-record-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const PHASES = phaseWindows([{ name: 'go', seconds: 20 }])
const LIMIT = 'ttfb p95 < 100ms'

type Treated = Omit<Request, 'due'>

/** 2,000 requests in 20 s. */
function loaded(request: (index: number, due: number) => Treated, overrides: Partial<LoadResult> = {}): LoadResult {
  return loadOf(PHASES, evenly(0, 20, 100, request), overrides)
}

function findingOf(load: LoadResult, objective = LIMIT, connections = 256) {
  const record = runRecordOf({ load, sla: [objective] })
  const { scenario } = record
  const [found] = evaluateObjectives({ ...record, scenario: { ...scenario, load: { ...scenario.load, connections } } })
  return found
}

/** Every `n`th request is treated so, all others begin after 20 ms and take 200 ms. */
const every = (n: number, treated: Treated) => (index: number) =>
  index % n === 0 ? treated : { serviceTime: 0.2, firstByte: 0.02 }

const NEVER = 1e9

describe('the time to first byte', () => {
  it.each<[string, (index: number, due: number) => Treated, string]>([
    ['in time, of responses that take longer than the limit', every(NEVER, { serviceTime: 0 }), 'pass'],
    ['late', () => ({ serviceTime: 0.2, firstByte: 0.15 }), 'fail'],
    ['in time from sending, of requests that waited before', () => ({ wait: 0.5, serviceTime: 0.02 }), 'fail'],
    [
      'in time of requests that timed out in their bodies',
      () => ({ serviceTime: 10, firstByte: 0.02, outcome: 'timeout' }),
      'pass',
    ],
    ['late of such requests', () => ({ serviceTime: 10, firstByte: 0.5, outcome: 'timeout' }), 'fail'],
    [
      'in time of requests whose bodies were unfinished',
      () => ({ serviceTime: 10, firstByte: 0.02, outcome: 'unfinished' }),
      'pass',
    ],
    ['missing of 10% that timed out', every(10, { serviceTime: 10, outcome: 'timeout' }), 'fail'],
    ['missing of 10% that were never sent', every(10, { serviceTime: 0, outcome: 'never sent' }), 'fail'],
    ['missing of 1% that were never sent', every(100, { serviceTime: 0, outcome: 'never sent' }), 'pass'],
    ['missing of 5%, the allowed share', every(20, { serviceTime: 10, outcome: 'timeout' }), 'inconclusive'],
    ['in time of the half that was no fast error', every(2, { serviceTime: 0.001, outcome: 'status' }), 'pass'],
    [
      'late of the half that was no fast error',
      (i) => (i % 2 === 0 ? { serviceTime: 0.001, outcome: 'status' } : { serviceTime: 0.3 }),
      'fail',
    ],
    ['unknown, because all were errors', () => ({ serviceTime: 0.001, outcome: 'reset' }), 'inconclusive'],
    ['late for two seconds of the run', (_, due) => ({ serviceTime: 0.2, firstByte: due < 2 ? 1 : 0.02 }), 'fail'],
  ])('%s: %#', (_, request, finding) => {
    expect(findingOf(loaded(request))).toMatchObject({ finding, limit: 0.1, unit: 'seconds' })
  })

  it('is named in the reason, and says over how many of how many requests it was judged', () => {
    expect(findingOf(loaded(every(NEVER, { serviceTime: 0 })))?.reason).toBe(
      'The P95 of the time from intended start to first byte is 20ms (95% interval 20ms to 20ms, 2,000 requests), below 100ms.',
    )
    expect(findingOf(loaded(every(2, { serviceTime: 0.001, outcome: 'status' })))).toMatchObject({
      reason:
        'The P95 of the time from intended start to first byte is 20ms (95% interval 20ms to 20ms, the 1,000 of 2,000 requests that did not end as errors), below 100ms.',
      population: { judged: 1000, offered: 2000 },
    })
  })

  it('lies among those without one, not among all that never ended', () => {
    const request = (index: number): Treated =>
      index % 4 === 0
        ? { serviceTime: 10, outcome: 'timeout' }
        : { serviceTime: 10, firstByte: 0.02, outcome: 'timeout' }
    const found = findingOf(loaded(request))
    expect(found).toMatchObject({ finding: 'fail', observed: null, unbounded: true })
    expect(found?.reason).toContain('lies among the 500 requests that got no first byte')
  })

  it('counts from the intended start: a freeze that few requests were sent into is not hidden', () => {
    // Ten connections, and a service that freezes from second 5 to 8: ten requests see it, 290 wait for a connection.
    const frozen = (index: number, due: number): Treated => {
      if (due < 5 || due >= 8) return { serviceTime: 0.02 }
      return index < 510 ? { serviceTime: 8 - due } : { wait: 8 - due, serviceTime: 0.02 }
    }
    const fromSending = slaLatencies(loaded(frozen).slots, 'timeToFirstByte')
    expect(latencyQuantile(fromSending, 0.95)).toBeCloseTo(0.02, 4)
    expect(findingOf(loaded(frozen))).toMatchObject({ finding: 'fail', observed: expect.closeTo(2, 1) })
  })

  it('is not estimated: a histogram of the server does not know it', () => {
    const load = loaded(every(NEVER, { serviceTime: 0 }))
    const observations = Array.from({ length: 2000 }, (_, i) => ({ at: i / 100 + 0.2, seconds: 0.2 }))
    const prometheus = prometheusRecordOf([0.1, 0.3, 1], observations, { baseline: 0, end: 21 })
    const [found, response] = evaluateObjectives(runRecordOf({ load, prometheus, sla: [LIMIT, 'p95 < 100ms'] }))
    expect(found).toMatchObject({ finding: 'pass', estimate: null, estimateFinding: null })
    expect(response).toMatchObject({ finding: 'fail', estimateFinding: 'fail' })
  })

  it('is unknown where the engine did not note it, whatever the rest shows', () => {
    const load = loaded(every(NEVER, { serviceTime: 0 }))
    const slots = load.slots.map((slot, i) =>
      i === 0 ? { ...slot, timeToFirstByte: latenciesOf([]), firstByteResponseTime: latenciesOf([]) } : slot,
    )
    expect(findingOf({ ...load, slots })).toMatchObject({
      finding: 'inconclusive',
      observed: null,
      reason:
        'The generator did not note when the first byte came of 100 responses, so the time to first byte is not known.',
    })
  })

  it('is judged in the phase that the objective names', () => {
    const phases = phaseWindows([
      { name: 'calm', seconds: 20 },
      { name: 'rush', seconds: 20 },
    ])
    const requests = evenly(0, 40, 50, (_, due) => ({ serviceTime: 1, firstByte: due < 20 ? 0.02 : 0.5 }))
    const record = runRecordOf({
      load: loadOf(phases, requests),
      sla: [`${LIMIT} during calm`, `${LIMIT} during rush`],
    })
    expect(evaluateObjectives(record).map(({ finding, during }) => [during, finding])).toEqual([
      ['calm', 'pass'],
      ['rush', 'fail'],
    ])
  })
})

describe('a late first byte that may not be the doing of the service', () => {
  const saturated: GeneratorInterval[] = Array.from({ length: 20 }, (_, second) => ({
    startSeconds: second,
    endSeconds: second + 1,
    cpuShare: 0.97,
    eventLoopUtilization: 1,
    waitingForCoreShare: 0,
    saturatedSeconds: 1,
    backlog: 0,
  }))
  const generator = { ...FIT_GENERATOR, intervals: saturated }
  const connectionUse = [{ phase: 0, spare: latenciesOf(Array(5).fill(1)), waited: latenciesOf(Array(50).fill(1)) }]

  it.each<[string, Treated, Partial<LoadResult>, string, string | undefined]>([
    ['of a saturated generator', { serviceTime: 0.3 }, { generator }, 'inconclusive', 'generator-saturated'],
    ['in time in spite of it', { serviceTime: 0.3, firstByte: 0.02 }, { generator }, 'pass', undefined],
    [
      'of too few connections',
      { wait: 2, serviceTime: 1, firstByte: 0.02 },
      { connectionUse },
      'inconclusive',
      'too-few-connections',
    ],
    ['late from sending, too', { wait: 2, serviceTime: 1, firstByte: 0.5 }, { connectionUse }, 'fail', undefined],
  ])('%s', (_, request, overrides, finding, doubt) => {
    const found = findingOf(
      loaded(() => request, overrides),
      LIMIT,
      10,
    )
    expect([found?.finding, found?.doubt]).toEqual([finding, doubt])
  })

  it('is no fail by a lag of the generator', () => {
    const lagging = { ...FIT_GENERATOR, sendLag: latenciesOf(Array(1000).fill(0.02)) }
    expect(findingOf(loaded(() => ({ serviceTime: 0.11 }), { generator: lagging }))).toMatchObject({
      finding: 'inconclusive',
    })
  })

  it('does not pass where those that were cut off may have had none', () => {
    const request = (_: number, due: number): Treated =>
      due < 19 ? { serviceTime: 0.2, firstByte: 0.02 } : { serviceTime: 0, outcome: 'interrupted' }
    expect(findingOf(loaded(request, { interrupted: true }))).toMatchObject({
      finding: 'inconclusive',
      doubt: 'interrupted',
    })
  })
})
