import { describe, expect, it } from 'vitest'
import { judgeQuantile } from '../../../analysis/objectives/judge-quantile.ts'
import { objectiveEvidence } from '../../../analysis/objectives/objective-evidence.ts'
import { stratifiedSeconds } from '../../../analysis/statistics/stratified-seconds.ts'
import { evenly, loadOf, phaseWindows, type Request } from '../support/load-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

function evidenceOf(requests: readonly Request[], ownLagSeconds = 0) {
  const load = loadOf(phaseWindows([{ name: 'only', seconds: 20 }]), requests)
  const { phases } = runRecordOf({ load }).scenario.load
  return objectiveEvidence(stratifiedSeconds(load.slots, load.phases, phases), 42, ownLagSeconds)
}

const steady = (rate: number, seconds: number, slowEvery = 0, slow = 2) =>
  evidenceOf(evenly(0, 20, rate, (i) => ({ serviceTime: slowEvery > 0 && i % slowEvery === 0 ? slow : seconds })))

describe('p95 < 1s', () => {
  const P95_UNDER_1S = [0.95, 1] as const

  it('passes where the whole interval lies below', () => {
    expect(judgeQuantile(steady(30, 0.1), ...P95_UNDER_1S)).toEqual({
      observed: 0.1,
      unbounded: false,
      interval: { lower: 0.1, upper: 0.1 },
      finding: 'pass',
      reason: 'The P95 is 100ms (95% interval 100ms to 100ms, 600 requests), below 1s.',
    })
  })

  it('fails where the whole interval lies above', () => {
    const { finding, observed, reason } = judgeQuantile(steady(30, 0.1, 5), ...P95_UNDER_1S)
    expect([finding, observed]).toEqual(['fail', 2])
    expect(reason).toBe('The P95 is 2s (95% interval 2s to 2s, 600 requests), not below 1s.')
  })

  it('is inconclusive where the interval contains the limit, and says how many requests would settle it', () => {
    const { finding, interval, reason } = judgeQuantile(steady(30, 0.1, 24), ...P95_UNDER_1S)
    expect(finding).toBe('inconclusive')
    expect(interval?.lower).toBeCloseTo(0.1, 3)
    expect(interval?.upper).toBe(2)
    expect(reason).toMatch(
      /^The P95 is 100ms \(95% interval 100ms to 2s, 600 requests\): the limit 1s lies within the interval; about [\d,]+ more requests would settle it\.$/,
    )
  })

  it('is inconclusive for 50 fast requests, because 72 are needed', () => {
    const { finding, interval, reason } = judgeQuantile(steady(2.5, 0.1), ...P95_UNDER_1S)
    expect(finding).toBe('inconclusive')
    expect(interval?.upper).toBeNull()
    expect(reason).toContain('95% interval 100ms to no upper end, 50 requests')
    expect(reason).toContain('about 22 more requests would settle it')
  })

  it('counts requests that never ended at +∞', () => {
    const timeouts = evidenceOf(
      evenly(0, 20, 30, (i) => (i % 5 === 0 ? { serviceTime: 10, outcome: 'timeout' } : { serviceTime: 0.1 })),
    )
    expect(judgeQuantile(timeouts, ...P95_UNDER_1S)).toEqual({
      observed: null,
      unbounded: true,
      interval: { lower: null, upper: null },
      finding: 'fail',
      reason:
        'The P95 lies among the 120 requests that never ended (and so does its whole 95% interval, 600 requests), not below 1s.',
    })
  })

  it('leaves error responses out, so that a fast 500 does not flatter the P95', () => {
    const errors = evidenceOf(
      evenly(0, 20, 60, (i) => (i % 2 === 0 ? { serviceTime: 0.001, outcome: 'status' } : { serviceTime: 2 })),
    )
    expect(judgeQuantile(errors, ...P95_UNDER_1S)).toMatchObject({ observed: 2, finding: 'fail' })
  })

  it('is inconclusive without a latency', () => {
    const none = evidenceOf(evenly(0, 20, 5, () => ({ serviceTime: 0, outcome: 'connect' })))
    expect(judgeQuantile(none, ...P95_UNDER_1S)).toEqual({
      observed: null,
      unbounded: false,
      interval: null,
      finding: 'inconclusive',
      reason: 'All 100 requests ended as errors and none got the expected response, so there is no latency to judge.',
    })
  })
})

it("does not fail the service for the generator's own lag", () => {
  const slow = evenly(0, 20, 30, () => ({ serviceTime: 1.01 }))
  expect(judgeQuantile(evidenceOf(slow, 0.002), 0.95, 1).finding).toBe('fail')
  const lagging = judgeQuantile(evidenceOf(slow, 0.04), 0.95, 1)
  expect(lagging.finding).toBe('inconclusive')
  expect(lagging.reason).toContain(
    'The P95 is 1.01s (95% interval 1.01s to 1.01s, 600 requests), not below 1s, but the generator itself may have added up to 40ms.',
  )
})

it('does not fail for a latency that HdrHistogram cannot separate from the limit', () => {
  expect(judgeQuantile(steady(30, 0.29999), 0.95, 0.3).finding).not.toBe('fail')
  expect(judgeQuantile(steady(30, 0.3005), 0.95, 0.3).finding).toBe('fail')
})
