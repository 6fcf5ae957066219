import { describe, expect, it } from 'vitest'
import { judgeAlerts } from '../../../analysis/alerts/judge-alerts.ts'
import { doubtEstimate } from '../../../analysis/generator/doubt-estimate.ts'
import { judgeRun } from '../../../analysis/judge-run.ts'
import type { AlertExpectation } from '../../../core/run/alert.ts'
import type { PrometheusRecord } from '../../../core/run/prometheus-record.ts'
import type { RunRecord } from '../../../core/run/run-record.ts'
import { generatorFacts, generatorMachine } from '../../support/generator-facts.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { alertOf, P95_EXPRESSION, prometheusRecordOf } from '../support/prometheus-record-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const PHASES = phaseWindows([
  { name: 'baseline', seconds: 20 },
  { name: 'spike', seconds: 20 },
  { name: 'recovery', seconds: 60 },
])
const requests = evenly(0, 100, 10, () => ({ serviceTime: 0.1 }))

/** A run of two generators, of which the second may have been so far away. */
function recordOf(
  apartAtMostSeconds: number,
  alerts: readonly AlertExpectation[],
  prometheus: Partial<PrometheusRecord> = {},
): RunRecord {
  const generators = [
    generatorFacts(1, { arrivals: [100, 100, 300] }),
    generatorFacts(2, { arrivals: [100, 100, 300], machine: generatorMachine(2, { apartAtMostSeconds }) }),
  ]
  const fired = alertOf('Slow', [
    [0, 'inactive'],
    [25, 'pending'],
    [30, 'firing'],
    [60, 'inactive'],
  ])
  const silent = alertOf('Silent', [[0, 'inactive']])
  const watched = prometheusRecordOf([1], [], { end: 100, alerts: [fired, silent], ...prometheus })
  const sla = ['p95 < 1s', 'p95 < 1s during spike', 'errors < 5%']
  return runRecordOf({ load: loadOf(PHASES, requests, { generators }), prometheus: watched, sla, alerts })
}

const fires = (withinSeconds: number, resolvesWithin?: number): AlertExpectation => ({
  alert: 'Slow',
  kind: 'fires',
  fires: { after: 'spike', withinSeconds },
  resolves: resolvesWithin === undefined ? null : { after: 'recovery', withinSeconds: resolvesWithin },
})
const never: AlertExpectation = { alert: 'Silent', kind: 'never' }

describe('a finding that holds generators against scrapes', () => {
  it.each([
    { what: 'close enough', apart: 0.9, expectation: fires(20), finding: 'pass' },
    { what: 'too far apart for the deadline', apart: 1.1, expectation: fires(20), finding: 'inconclusive' },
    { what: 'too far apart for a missed deadline too', apart: 0.5, expectation: fires(8), finding: 'inconclusive' },
    { what: 'close enough for a missed deadline', apart: 0.3, expectation: fires(8), finding: 'fail' },
    {
      what: 'too far apart for the shorter of two deadlines',
      apart: 1.2,
      expectation: fires(40, 22),
      finding: 'inconclusive',
    },
    { what: 'close enough for both', apart: 1, expectation: fires(40, 22), finding: 'pass' },
    { what: 'far apart, and an alert that was never to fire', apart: 3, expectation: never, finding: 'pass' },
  ])('is $finding where the clocks are $what', ({ apart, expectation, finding }) => {
    const found = judgeAlerts(recordOf(apart, [expectation])).find(({ name }) => name === expectation.alert)
    expect(found?.finding).toBe(finding)
    expect(found?.reason.startsWith('What generators sent and what was scraped may lie')).toBe(
      finding === 'inconclusive',
    )
  })

  it('is inconclusive where requests may have been due in a stretch without data', () => {
    // The last request is due at 99: on a clock that is 45 s away its rule had no data then.
    const lacks = [{ kind: 'noEstimate', expression: P95_EXPRESSION }] as const
    const changes = [
      { at: 0, lacks: [] },
      { at: 100, lacks },
    ]
    const evidence = { changes, untilSeconds: 160, missed: [], absentNumerators: [], stoodIn: [] }
    const silent = { ...alertOf('Silent', [[0, 'inactive']]), evidence }
    const judged = (apart: number) => judgeAlerts(recordOf(apart, [never], { alerts: [silent] }))[0]
    expect(judged(0.001)?.finding).toBe('pass')
    expect(judged(45)).toMatchObject({
      finding: 'inconclusive',
      reason: expect.stringContaining('in which its rule had no data'),
    })
  })

  it('leaves objectives alone: each latency is a difference on one clock', () => {
    const { sla, verdict } = judgeRun(recordOf(30, [fires(20)]))
    expect(sla.map(({ finding }) => finding)).toEqual(['pass', 'pass', 'pass'])
    expect(verdict).toBe('inconclusive')
  })
})

describe('what the histogram says of one phase', () => {
  const finding = (during: string | null) => {
    const [whole] = judgeRun(recordOf(0, [])).sla
    if (whole === undefined) throw new Error('expected an objective')
    return { ...whole, during, estimate: 0.2, estimateFinding: 'fail' as const }
  }

  it('is doubted where the clocks are too far apart for its length', () => {
    const spike = finding('spike')
    expect(doubtEstimate(spike, recordOf(0.9, []).load)).toBe(spike)
    const doubted = doubtEstimate(spike, recordOf(1.1, []).load)
    expect(doubted).toMatchObject({ finding: 'pass', estimate: 0.2, estimateFinding: 'inconclusive' })
    expect(doubted.estimateDoubt).toContain('5% of the 20s')
  })

  it('is not doubted of the whole run: its first and last scrape lie before and after all requests', () => {
    const whole = finding(null)
    expect(doubtEstimate(whole, recordOf(500, []).load)).toBe(whole)
  })
})

describe('the exact quantile beside an alert that fired', () => {
  it('is not known where the clocks are too far apart for its window', () => {
    const at = (apart: number) => judgeAlerts(recordOf(apart, [fires(40)]))[0]?.atFiring
    expect(at(0.01)?.exact).toBeGreaterThan(0)
    expect(at(20)?.exact).toBeNull()
  })
})
