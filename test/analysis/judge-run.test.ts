import { describe, expect, it } from 'vitest'
import { judgeRun } from '../../analysis/judge-run.ts'
import { NAMED_LAYOUTS } from '../../core/histogram/named-layouts.ts'
import { latenciesOf } from './support/latencies-of.ts'
import { endOf, evenly, FIT_GENERATOR, loadOf, phaseWindows } from './support/load-of.ts'
import { alertOf, exactRecordOf, prometheusRecordOf } from './support/prometheus-record-of.ts'
import { runRecordOf } from './support/run-record-of.ts'

const LAB = [0.1, 0.3, 0.5, 0.7, 1, 2, 5]

describe('the lab', () => {
  const requests = evenly(0, 60, 10, (i) => ({ serviceTime: [0.2002, 0.5002, 2.002][i % 3] as number }))
  const observations = requests.map((request) => ({ at: endOf(request), seconds: request.serviceTime }))
  const record = runRecordOf({
    load: loadOf(phaseWindows([{ name: 'steady', seconds: 60 }]), requests),
    prometheus: prometheusRecordOf(LAB, observations, {
      end: 63,
      problems: ['1 scrape was late'],
      alerts: [
        alertOf('HighLatency', [
          [0, 'inactive'],
          [8, 'pending'],
          [38, 'firing'],
        ]),
      ],
    }),
    exact: exactRecordOf(observations),
    sla: ['p95 < 1s', 'errors < 1%', 'achieved > 99%'],
    alerts: [{ alert: 'HighLatency', kind: 'fires', fires: { after: 'steady', withinSeconds: 45 }, resolves: null }],
  })
  const report = judgeRun(record)

  it('fails, and its report shows 2.00 s exact against 4.55 s estimated, with the reason', () => {
    expect(report.verdict).toBe('fail')
    expect(report.reasons).toEqual([
      'Not met: p95 < 1s. The P95 is 2s (95% interval 2s to 2s, 600 requests), not below 1s.',
      'The P95 lies in the bucket (2s, 5s]; its exact value 2.002s is just above the bound 2s, so 33% of requests fall into that bucket, and interpolation puts it at 4.55s, 2.55s too high. A bound at 2.1s would put it at 2.08s.',
    ])
    expect(report.sla.map(({ finding }) => finding)).toEqual(['fail', 'pass', 'pass'])
    expect(report.alerts[0]).toMatchObject({ finding: 'pass', detectionSeconds: 38, atFiring: { exact: 2.002 } })
  })

  it('contains the scenario, the run and its problems', () => {
    expect(report.schemaVersion).toBe(1)
    expect(report.scenario).toEqual({
      name: 'test',
      question: 'Does it hold?',
      file: '/scenarios/test.yaml',
      expectedVerdict: null,
      resolved: { name: 'test' },
      service: { kind: 'bundled', latency: { kind: 'constant', seconds: 0.1 }, layout: NAMED_LAYOUTS.lab },
    })
    expect(report.run).toMatchObject({ seed: 42, interrupted: false, problems: ['1 scrape was late'] })
    expect(report.timeline.length).toBe(63)
    expect(report.load.total.responseTime.p95).toBe(2.002)
  })

  it('gives the same report for the same record', () => {
    expect(judgeRun(record)).toEqual(report)
  })

  it('survives JSON without a loss', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })
})

describe('the stall: a server frozen for 2 s of 12 s at 50 a second, one connection', () => {
  const phases = phaseWindows([
    { name: 'before', seconds: 5 },
    { name: 'freeze', seconds: 2 },
    { name: 'after', seconds: 5 },
  ])
  const requests = evenly(0, 12, 50, (_, due) => ({ serviceTime: 0.004, wait: due >= 5 && due < 7 ? 7 - due : 0 }))
  const observations = requests.map((request) => ({ at: endOf(request), seconds: 0.003 }))
  const record = runRecordOf({
    load: loadOf(phases, requests),
    prometheus: prometheusRecordOf(LAB, observations, { end: 12.1 }),
    sla: ['p95 < 500ms', 'p95 < 1s'],
  })
  const report = judgeRun(record)

  it('has a P95 of 1.40 s, and fails', () => {
    expect(report.verdict).toBe('fail')
    expect(report.load.total.responseTime.p95).toBeCloseTo(1.4, 1)
    expect(report.sla.map(({ finding, estimateFinding }) => [finding, estimateFinding])).toEqual([
      ['fail', 'pass'],
      ['fail', 'pass'],
    ])
  })

  it('mentions that neither the dashboard nor a closed-loop tool would have shown it', () => {
    expect(report.reasons).toContain(
      'A closed-loop tool would have reported a P95 of 4ms and called p95 < 500ms and p95 < 1s met: that is the time from sending to response. From the intended start it is 1.39s, because requests waited to be sent.',
    )
    expect(report.reasons).toContain(
      'The histogram alone would have called p95 < 500ms met: its estimate is 95ms, the exact value is 1.39s.',
    )
  })
})

describe('an overloaded generator', () => {
  const requests = evenly(0, 20, 50, () => ({ serviceTime: 0.05, wait: 1.5 }))
  const sendLag = latenciesOf(Array(1000).fill(1.5))
  const load = loadOf(phaseWindows([{ name: 'steady', seconds: 20 }]), requests, {
    generator: { ...FIT_GENERATOR, sendLag, dispatchDelay: sendLag },
  })
  const observations = requests.map((request) => ({ at: endOf(request), seconds: 0.05 }))
  const prometheus = prometheusRecordOf(LAB, observations, {
    end: 22,
    alerts: [
      alertOf('High', [
        [0, 'inactive'],
        [9, 'firing'],
      ]),
    ],
  })
  const record = runRecordOf({ load, prometheus, sla: ['p95 < 1s'], alerts: [{ alert: 'High', kind: 'never' }] })

  it('makes every finding and the run inconclusive', () => {
    const report = judgeRun(record)
    expect(report.verdict).toBe('inconclusive')
    expect(report.sla[0]?.finding).toBe('inconclusive')
    expect(report.alerts[0]?.finding).toBe('inconclusive')
    expect(report.reasons[0]).toMatch(
      /^Generator overloaded: 1,000 of 1,000 requests \(100%\) were sent more than 50ms late/,
    )
  })
})

it('reports a run that never began', () => {
  const load = loadOf([], [], { interrupted: true, endSeconds: 0 })
  const report = judgeRun(runRecordOf({ load, sla: ['p95 < 1s'], interrupted: true }))
  expect(report).toMatchObject({ verdict: 'inconclusive', timeline: [], crossCheck: [], server: null })
  expect(report.sla[0]?.finding).toBe('inconclusive')
})
