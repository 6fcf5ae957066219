import { describe, expect, it } from 'vitest'
import { assumedLatency } from '../../../../harness/drill/service/assumed-service.ts'
import { ruleObjectives } from '../../../../harness/drill/service/rule-objectives.ts'
import { alertReads } from '../../../support/alert-reads.ts'

function assumed(expr: string) {
  const { file, reads } = alertReads([expr])
  const objectives = ruleObjectives(reads)
  return { latency: assumedLatency(reads, file, objectives).model, objectives: objectives.map(({ name }) => name) }
}

const tooSlow = (matchers: readonly string[]) =>
  `1 - (${matchers.map((le) => `sum(rate(request_duration_seconds_bucket{${le}}[5m]))`).join(' + ')})
    / sum(rate(request_duration_seconds_count[5m])) > 14.4 * 0.01`

describe('what is assumed of a service', () => {
  it.each(['le="0.6"', 'le=~"0.6|0.6"', 'le=~"0\\\\.6(0)?"'])('takes the bound that {%s} names for a limit', (le) => {
    expect(assumed(tooSlow([le]))).toEqual({
      latency: { kind: 'lognormal', p95Seconds: expect.closeTo(0.2), medianSeconds: expect.closeTo(0.08) },
      objectives: ['under 600ms > 99%'],
    })
  })

  it('keeps below the lowest of several bounds, and counts no budget of slow requests by one of them', () => {
    const matchers = ['scope="resource",le=~"1(\\\\.0)?"', 'scope="cluster",le=~"30(\\\\.0)?"']
    expect(assumed(tooSlow(matchers))).toEqual({
      latency: expect.objectContaining({ p95Seconds: expect.closeTo(1 / 3) }),
      objectives: ['errors < 1%'],
    })
  })
})
