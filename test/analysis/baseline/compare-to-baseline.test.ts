import { describe, expect, it } from 'vitest'
import { judgeRun } from '../../../analysis/judge-run.ts'
import { randomStream, standardNormal } from '../../../core/random.ts'
import type { EarlierRun, EarlierSecond } from '../../../core/run/earlier-run.ts'
import { slaLatencies } from '../../../core/run/load-result.ts'
import type { RunRecord } from '../../../core/run/run-record.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { requestTemplates, runRecordOf } from '../support/run-record-of.ts'

const PHASES = phaseWindows([
  { name: 'warm-up', seconds: 2, measured: false },
  { name: 'steady', seconds: 8 },
])

/** Log-normal around the median, a quarter wide; warm-up ten times as slow. */
function runOf(seed: number, medianSeconds: number): RunRecord {
  const random = randomStream(seed, 'baseline-test')
  const latency = () => medianSeconds * Math.exp(0.25 * standardNormal(random))
  const requests = evenly(0, 10, 60, (_, due) => ({ serviceTime: latency() * (due < 2 ? 10 : 1) }))
  return runRecordOf({ load: loadOf(PHASES, requests), sla: ['p95 < 1s'] })
}

function earlier(record: RunRecord): EarlierRun {
  return {
    folder: 'reports/runs/test/before',
    report: judgeRun(record),
    seconds: record.load.slots.map((slot) => ({
      second: slot.second,
      phase: slot.phase,
      responseTime: slaLatencies([slot], 'responseTime'),
    })),
  }
}

function against(before: RunRecord, now: RunRecord, margin = 0.1) {
  const report = judgeRun({ ...now, baseline: { run: earlier(before), margin } })
  return { report, findings: report.baseline?.findings ?? [] }
}

const seeds = Array.from({ length: 40 }, (_, i) => i + 1)

describe('a run against its baseline', () => {
  it('reports no regression where nothing changed, 40 times', () => {
    const fails = seeds.filter((seed) =>
      against(runOf(0, 0.05), runOf(seed, 0.05)).findings.some(({ finding }) => finding === 'fail'),
    )
    expect(fails).toEqual([])
  })

  it('reports a slowdown of 30%, 40 times', () => {
    const called = seeds.filter((seed) =>
      against(runOf(0, 0.05), runOf(seed, 0.065)).findings.some(({ finding }) => finding === 'fail'),
    )
    expect(called).toEqual(seeds)
  })

  it('leaves out phases that are not measured', () => {
    const { findings } = against(runOf(0, 0.05), runOf(1, 0.05))
    expect(findings.map(({ quantile }) => quantile)).toEqual([0.5, 0.95, 0.99])
    expect(findings[0]?.before).toBeCloseTo(0.05, 2)
  })

  it('fails the run, with its reason first', () => {
    const { report } = against(runOf(0, 0.05), runOf(1, 0.07))
    expect(report.verdict).toBe('fail')
    expect(report.reasons[0]).toMatch(/^Slower than the baseline: The P50 went from [\d.]+ms to [\d.]+ms: \+\d\d%/)
  })

  it('proves nothing against a baseline that was as slow only while its server waited for a core', () => {
    const slowFrom = (slowSeconds: number) =>
      evenly(0, 10, 60, (_, due) => ({ serviceTime: due >= slowSeconds ? 0.15 : 0.05 }))
    const recordOf = (slowSeconds: number) =>
      runRecordOf({ load: loadOf(PHASES, slowFrom(slowSeconds)), sla: ['p95 < 1s'] })
    const waits = [{ startSeconds: 3.9, endSeconds: 10, share: 0.6 }]
    const disturbed = { ...recordOf(4), exact: { seconds: [], coreWaits: waits } }
    const found = (before: RunRecord, now: RunRecord) => against(before, now).findings.map(({ finding }) => finding)
    expect(found(recordOf(4), recordOf(0)).slice(0, 2)).toEqual(['pass', 'pass'])
    expect(found(disturbed, recordOf(0)).slice(0, 2)).toEqual(['inconclusive', 'inconclusive'])
    expect(found(disturbed, recordOf(10)).slice(0, 2)).toEqual(['pass', 'pass'])
  })

  it('lists the conditions in which the two runs differ', () => {
    const now = runOf(1, 0.05)
    const { report } = against(runOf(0, 0.05), {
      ...now,
      redactedScenario: { name: 'test', load: { connections: 8 } },
      run: { ...now.run, cpuCount: 16, seed: 7 },
    })
    expect(report.baseline?.differences).toEqual([
      { about: 'scenario', what: 'load.connections', before: 'none', after: '8' },
      { about: 'seed', what: 'seed', before: '42', after: '7' },
      { about: 'environment', what: 'cpu count', before: '2', after: '16' },
    ])
    expect(report.reasons.join('\n')).toContain('The baseline ran under different conditions: load.connections (none')
  })

  it.each([
    { sentence: 'another scenario', before: { name: 'steady' }, now: { name: 'stall' } },
    {
      sentence: 'another request',
      before: { requests: [{ method: 'GET', path: '/a' }] },
      now: { requests: [{ method: 'GET', path: '/b' }] },
    },
    {
      sentence: 'another traffic',
      before: { load: { phases: [{ traffic: { fromRatePerSecond: 20 } }] } },
      now: { load: { phases: [{ traffic: { fromRatePerSecond: 40 } }] } },
    },
    {
      sentence: 'another number of phases',
      before: { load: { phases: [] } },
      now: { load: { phases: [{ measured: true }] } },
    },
    {
      sentence: 'another service',
      before: { service: { target: { url: 'http://a.example/v1' } } },
      now: { service: { target: { url: 'http://b.example/v1' } } },
    },
  ])('proves nothing against $sentence, and says what differs', ({ before, now }) => {
    const { report, findings } = against(
      { ...runOf(0, 0.05), redactedScenario: before },
      { ...runOf(1, 0.08), redactedScenario: now },
    )
    expect(report.verdict).toBe('inconclusive')
    expect(report.reasons[0]).toMatch(
      /^The baseline measured something else, so nothing was compared with it: .* then, .* now/,
    )
    expect(findings.map(({ finding }) => finding)).toEqual([null, null, null])
    expect(report.reasons.join(' ')).not.toContain('different conditions')
  })

  it.each([
    {
      sentence: 'another port of this machine',
      before: { service: { target: { url: 'http://127.0.0.1:4101/v1' } } },
      now: { service: { target: { url: 'http://localhost:4102/v1' } } },
    },
    { sentence: 'another limit', before: { sla: [{ text: 'p95 < 1s' }] }, now: { sla: [{ text: 'p95 < 2s' }] } },
    {
      sentence: 'what the service was changed to do',
      before: { service: { behaviour: { latency: { medianSeconds: 0.05 } } } },
      now: { service: { behaviour: { latency: { medianSeconds: 0.08 } } } },
    },
  ])('is compared with $sentence', ({ before, now }) => {
    const { report } = against(
      { ...runOf(0, 0.05), redactedScenario: before },
      { ...runOf(1, 0.08), redactedScenario: now },
    )
    expect(report.verdict).toBe('fail')
  })
})

const NO_METRICS = {
  kind: 'target',
  target: { url: 'http://127.0.0.1', verifyTls: true, metrics: null },
} as const

describe('a request that an objective names', () => {
  /** Nine of ten requests are browse, at 50 ms; one is checkout. */
  function mixedRun(
    seed: number,
    checkoutSeconds: number,
    names: readonly string[] = ['browse', 'checkout'],
  ): RunRecord {
    const random = randomStream(seed, 'baseline-requests-test')
    const requests = evenly(0, 10, 100, (i) => {
      const request = i % 10 === 9 ? 1 : 0
      const median = request === 1 ? checkoutSeconds : 0.05
      return { request, serviceTime: median * Math.exp(0.1 * standardNormal(random)) }
    })
    const sla = [`p50 < 1s for ${names[1]}`, `errors < 5% for ${names[1]}`, 'p95 < 1s']
    const scenario = { requests: requestTemplates(...names), service: NO_METRICS }
    return runRecordOf({ load: loadOf(PHASES, requests), sla, scenario })
  }

  const earlierMixed = (record: RunRecord): EarlierRun => {
    const { slots, phases } = record.load
    const seconds = (request: number): EarlierSecond[] =>
      slots
        .filter((slot) => slot.request === request && phases[slot.phase]?.measured)
        .map((slot) => ({ ...slot, responseTime: slaLatencies([slot], 'responseTime') }))
    const names = record.scenario.requests.map(({ name }) => name)
    return { ...earlier(record), requests: new Map(names.map((name, i) => [name, seconds(i)])) }
  }

  const ofRequest = (run: EarlierRun, now: RunRecord) =>
    judgeRun({ ...now, baseline: { run, margin: 0.1 } }).baseline?.findings.filter(
      ({ request }) => request !== undefined,
    )

  it('is compared by itself, in the quantiles that are named', () => {
    const slower = ofRequest(earlierMixed(mixedRun(1, 0.2)), mixedRun(2, 0.3))
    expect(slower).toMatchObject([{ quantile: 0.5, request: 'checkout', finding: 'fail' }])
    expect(slower?.[0]?.reason).toMatch(/^The P50 of checkout went from \d+ms to \d+ms: /)
    expect(ofRequest(earlierMixed(mixedRun(1, 0.2)), mixedRun(2, 0.2))).toMatchObject([{ finding: 'pass' }])
  })

  it.each([
    { sentence: 'a baseline without it', run: earlierMixed(mixedRun(1, 0.2, ['browse', 'refund'])) },
    { sentence: 'a baseline that did not keep its requests apart', run: earlier(mixedRun(1, 0.2)) },
  ])('is inconclusive against $sentence', ({ run }) => {
    const now = mixedRun(2, 0.2)
    expect(ofRequest(run, now)).toMatchObject([
      {
        finding: 'inconclusive',
        before: null,
        reason:
          'The baseline has no record of checkout by itself, so the P50 cannot be compared: record one of this scenario.',
      },
    ])
    const report = judgeRun({ ...now, baseline: { run, margin: 0.1 } })
    expect(report.verdict).toBe('inconclusive')
    expect(report.headline).toContain('the P50 of checkout is undecided against the baseline')
  })
})
