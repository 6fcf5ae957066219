import { describe, expect, it } from 'vitest'
import { evaluateObjectives } from '../../../analysis/objectives/evaluate-objectives.ts'
import { latenciesOf } from '../support/latencies-of.ts'
import { endOf, evenly, FIT_GENERATOR, loadOf, phaseWindows } from '../support/load-of.ts'
import { prometheusRecordOf } from '../support/prometheus-record-of.ts'
import { requestTemplates, runRecordOf } from '../support/run-record-of.ts'

const PHASES = phaseWindows([
  { name: 'warm-up', seconds: 5, measured: false },
  { name: 'baseline', seconds: 20 },
  { name: 'spike', seconds: 20 },
])
const REQUESTS = [
  ...evenly(0, 5, 20, () => ({ serviceTime: 4 })),
  ...evenly(5, 25, 20, () => ({ serviceTime: 0.08 })),
  ...evenly(25, 45, 40, () => ({ serviceTime: 1.6 })),
]
const LOAD = loadOf(PHASES, REQUESTS)
const observations = REQUESTS.filter(({ due }) => due >= 5).map((request) => ({
  at: endOf(request),
  seconds: request.serviceTime,
}))
const WITNESS = prometheusRecordOf([0.1, 0.3, 1, 2, 5], observations, { baseline: 5, end: 48 })

describe('evaluateObjectives', () => {
  const lines = ['p95 < 1s', 'p95 < 300ms during baseline', 'p95 < 1s during spike', 'errors < 1%', 'under 100ms > 30%']
  const findings = evaluateObjectives(runRecordOf({ load: LOAD, prometheus: WITNESS, sla: lines }))

  it('judges each objective on the requests of its phases', () => {
    expect(findings.map(({ objective, during, finding }) => [objective, during, finding])).toEqual([
      ['p95 < 1s', null, 'fail'],
      ['p95 < 300ms', 'baseline', 'pass'],
      ['p95 < 1s', 'spike', 'fail'],
      ['errors < 1%', null, 'pass'],
      ['under 100ms > 30%', null, 'pass'],
    ])
  })

  it('gives limit, unit and the finding from the histogram alone', () => {
    expect(findings.map(({ limit, unit, estimateFinding }) => [limit, unit, estimateFinding])).toEqual([
      [1, 'seconds', 'fail'],
      [0.3, 'seconds', 'pass'],
      [1, 'seconds', 'fail'],
      [0.01, 'share', null],
      [0.3, 'share', 'pass'],
    ])
  })

  it('is inconclusive for a phase that the run did not reach', () => {
    const [finding] = evaluateObjectives(
      runRecordOf({ load: LOAD, prometheus: WITNESS, sla: ['p95 < 1s during recovery'] }),
    )
    expect(finding).toMatchObject({ finding: 'inconclusive', observed: null, interval: null, estimate: null })
  })

  it('judges an unmeasured phase that an objective names', () => {
    const [finding] = evaluateObjectives(runRecordOf({ load: LOAD, sla: ['p95 < 1s during warm-up'] }))
    expect(finding).toMatchObject({ observed: 4, finding: 'fail', estimateFinding: null })
  })

  it('makes a check that crashes inconclusive, and runs the others', () => {
    const record = runRecordOf({ load: LOAD, sla: lines })
    const crashing = {
      text: 'p95 < 1s',
      during: null,
      objective: { kind: 'quantile', quantile: 2, limitSeconds: 1 } as const,
    }
    const scenario = { ...record.scenario, sla: [crashing, ...record.scenario.sla] }
    const [crashed, next] = evaluateObjectives({ ...record, scenario })
    expect(crashed).toMatchObject({
      finding: 'inconclusive',
      reason: 'This objective could not be judged: expected a quantile between 0 and 1, got 2',
    })
    expect(next?.finding).toBe('fail')
  })
})

describe('a ramp to past capacity', () => {
  // 10 to 110 a second over 60 s against a capacity of 60 a second: a queue from second 30 on.
  const phases = phaseWindows([{ name: 'ramp', seconds: 60 }])
  const requests = Array.from({ length: 60 }, (_, second) => {
    const rate = 10 + (100 * (second + 0.5)) / 60
    const backlog = second < 30 ? 0 : ((second - 30) ** 2 * (100 / 60)) / 2
    return evenly(second, second + 1, Math.round(rate), () => ({ serviceTime: 0.05 + backlog / 60 }))
  }).flat()
  const record = runRecordOf({ load: loadOf(phases, requests), sla: ['p95 < 1s'] })
  const scenario = {
    ...record.scenario,
    load: {
      ...record.scenario.load,
      phases: record.scenario.load.phases.map((phase) => ({
        ...phase,
        traffic: { kind: 'open' as const, fromRatePerSecond: 10, toRatePerSecond: 110 },
      })),
    },
  }

  it('fails, because its slow end is by design and not by chance', () => {
    expect(evaluateObjectives({ ...record, scenario })[0]).toMatchObject({ finding: 'fail' })
  })
})

describe('an objective about one request', () => {
  // Of 25 requests a second one is rare, and half of those are slow: all that came first.
  const phases = phaseWindows([{ name: 'steady', seconds: 40 }])
  const requests = evenly(0, 40, 25, (i, due) =>
    i % 25 === 12 ? { request: 1, serviceTime: due < 20 ? 2 : 0.05 } : { request: 0, serviceTime: 0.05 },
  )
  const findingOf = (sla: string, sendLag: number[]) => {
    const load = loadOf(phases, requests, { generator: { ...FIT_GENERATOR, sendLag: latenciesOf(sendLag) } })
    const scenario = { requests: requestTemplates('browse', 'rare') }
    return evaluateObjectives(runRecordOf({ load, sla: [sla], scenario }))[0]
  }

  it('is judged on its requests alone', () => {
    const onTime = Array<number>(1000).fill(0.0004)
    const rare = findingOf('p90 < 200ms for rare', onTime)
    expect(rare).toMatchObject({ request: 'rare', observed: 2, finding: 'fail', provenBy: 'census' })
    expect(rare?.reason).toContain('40 requests')
    expect(findingOf('p90 < 200ms for browse', onTime)).toMatchObject({ observed: 0.05, finding: 'pass' })
    expect(findingOf('p90 < 200ms', onTime)).toMatchObject({ finding: 'pass' })
  })

  it.each([
    ['p90 < 200ms', 0.05, 2],
    ['ttfb p90 < 200ms', 0.05, 2],
    ['under 200ms > 90%', 1, 0.5],
    ['errors < 1%', 0, 0],
    ['achieved > 99%', 1, 1],
  ])('may be of any kind, and about one phase: %s', (objective, browse, rare) => {
    const onTime = Array<number>(1000).fill(0.0004)
    const observed = (name: string) => findingOf(`${objective} for ${name} during steady`, onTime)?.observed
    expect([observed('browse'), observed('rare')]).toEqual([expect.closeTo(browse, 3), expect.closeTo(rare, 3)])
  })

  it('proves nothing by counting where all that the generator sent late may be its requests', () => {
    const sendLag = [...Array<number>(980).fill(0.0004), ...Array<number>(20).fill(0.1)]
    expect(findingOf('p90 < 200ms for rare', sendLag)).toMatchObject({ finding: 'inconclusive' })
  })
})
