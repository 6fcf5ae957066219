import { describe, expect, it } from 'vitest'
import { judgeAchieved, judgeErrors, judgeUnder } from '../../../analysis/objectives/judge-fraction.ts'
import { objectiveEvidence } from '../../../analysis/objectives/objective-evidence.ts'
import { stratifiedSeconds } from '../../../analysis/statistics/stratified-seconds.ts'
import { evenly, loadOf, phaseWindows, type Request } from '../support/load-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

function evidenceOf(count: number, request: (i: number) => Omit<Request, 'due'>, ownLagSeconds = 0) {
  const load = loadOf(phaseWindows([{ name: 'only', seconds: 20 }]), evenly(0, 20, count / 20, request))
  const { phases } = runRecordOf({ load }).scenario.load
  return objectiveEvidence(stratifiedSeconds(load.slots, load.phases, phases), 42, ownLagSeconds)
}

const fine = (count: number) => evidenceOf(count, () => ({ serviceTime: 0.1 }))
const failing = (count: number, every: number) =>
  evidenceOf(count, (i) => (i % every === 0 ? { serviceTime: 0.1, outcome: 'status' } : { serviceTime: 0.1 }))

describe('errors < 1%', () => {
  it('is met by 0 errors of 600', () => {
    expect(judgeErrors(fine(600), 0.01)).toMatchObject({
      observed: 0,
      finding: 'pass',
      reason: '0% of 600 requests failed (95% interval 0% to 0.613%), below 1%.',
    })
  })

  it('is inconclusive for 0 errors of 200, because up to 1.83% may fail', () => {
    expect(judgeErrors(fine(200), 0.01)).toMatchObject({
      observed: 0,
      finding: 'inconclusive',
      reason:
        '0% of 200 requests failed (95% interval 0% to 1.83%): the limit 1% lies within the interval; about 170 more requests would settle it.',
    })
  })

  it('is not met by 30 errors of 600', () => {
    expect(judgeErrors(failing(600, 20), 0.01)).toMatchObject({
      observed: 0.05,
      finding: 'fail',
      reason: '5% of 600 requests failed (30 status) (95% interval 3.4% to 7.06%), not below 1%.',
    })
  })

  it('counts timeouts and unfinished requests as failures', () => {
    const mixed = evidenceOf(600, (i) => {
      const outcome = (['timeout', 'unfinished', 'reset'] as const)[i % 20]
      return outcome ? { serviceTime: 0, outcome } : { serviceTime: 0.1 }
    })
    const { observed, reason } = judgeErrors(mixed, 0.01)
    expect(observed).toBe(0.15)
    expect(reason).toContain('(30 reset, 30 timeout and 30 unfinished)')
  })

  it('proves that not all fail by one request that did not, as `errors < 100%` asks', () => {
    const burst = evidenceOf(600, (i) => (i < 400 ? { serviceTime: 0, outcome: 'reset' } : { serviceTime: 0.1 }))
    expect(judgeErrors(burst, 1).finding).toBe('pass')
    expect(judgeErrors(failing(600, 1), 1).finding).not.toBe('pass')
    expect(judgeAchieved(burst, 0).finding).toBe('pass')
  })

  it('has a wider interval for errors in one second than for the same number over the run', () => {
    const burst = evidenceOf(600, (i) => (i < 25 ? { serviceTime: 0, outcome: 'reset' } : { serviceTime: 0.1 }))
    expect(judgeErrors(burst, 0.02).finding).toBe('inconclusive')
    expect(judgeErrors(failing(600, 24), 0.02).finding).toBe('fail')
  })
})

describe('achieved > 99%', () => {
  it.each([
    { what: 'all of 600', evidence: fine(600), finding: 'pass' },
    { what: 'all of 200', evidence: fine(200), finding: 'inconclusive' },
    { what: '19 of 20', evidence: failing(600, 20), finding: 'fail' },
  ])('$what: $finding', ({ evidence, finding }) => {
    expect(judgeAchieved(evidence, 0.99).finding).toBe(finding)
  })

  it('is never met above 100%', () => {
    expect(judgeAchieved(fine(600), 1).finding).toBe('fail')
  })
})

describe('under 300ms > 90%', () => {
  const slow = (every: number) => evidenceOf(600, (i) => ({ serviceTime: i % every === 0 ? 0.5 : 0.1 }))

  it.each([
    { what: 'one of 20 is slow', evidence: slow(20), observed: 0.95, finding: 'pass' },
    { what: 'one of 10 is slow', evidence: slow(10), observed: 0.9, finding: 'inconclusive' },
    { what: 'one of 5 is slow', evidence: slow(5), observed: 0.8, finding: 'fail' },
  ])('$what: $finding', ({ evidence, observed, finding }) => {
    const judgement = judgeUnder(evidence, 0.3, 0.9)
    expect(judgement).toMatchObject({ observed, finding })
  })

  it('gives no number of requests where the share equals the limit', () => {
    expect(judgeUnder(slow(10), 0.3, 0.9).reason).toMatch(
      /the limit 90% lies within the interval; a longer run may settle it\.$/,
    )
  })

  it('counts requests that never ended as slow', () => {
    const timeouts = evidenceOf(600, (i) =>
      i % 5 === 0 ? { serviceTime: 0, outcome: 'timeout' } : { serviceTime: 0.1 },
    )
    expect(judgeUnder(timeouts, 0.3, 0.9)).toMatchObject({ observed: 0.8, finding: 'fail' })
  })

  it("does not fail the service for the generator's own lag", () => {
    const late = (lag: number) => evidenceOf(600, () => ({ serviceTime: 0.31 }), lag)
    expect(judgeUnder(late(0.002), 0.3, 0.9).finding).toBe('fail')
    expect(judgeUnder(late(0.015), 0.3, 0.9)).toMatchObject({
      finding: 'inconclusive',
      reason:
        '0% of 600 requests took less than 300ms, not above 90%, but the generator itself may have added up to 15ms.',
    })
  })
})

it.each([
  {
    what: 'errors',
    judge: () =>
      judgeErrors(
        evidenceOf(0, () => ({ serviceTime: 0 })),
        0.01,
      ),
  },
  {
    what: 'achieved',
    judge: () =>
      judgeAchieved(
        evidenceOf(0, () => ({ serviceTime: 0 })),
        0.99,
      ),
  },
  {
    what: 'under',
    judge: () =>
      judgeUnder(
        evidenceOf(0, () => ({ serviceTime: 0 })),
        0.3,
        0.9,
      ),
  },
])('of no request, $what is undecided', ({ judge }) => {
  expect(judge()).toMatchObject({ observed: null, interval: null, finding: 'inconclusive' })
})
