import { describe, expect, it } from 'vitest'
import type { LatencyModel } from '../../../core/scenario/server-behaviour.ts'
import { configuredDelays } from '../../../harness/layouts/configured-delays.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const report = SAMPLE_REPORTS['passing-spike']
const delaysOf = (latency: LatencyModel) =>
  configuredDelays({
    ...report,
    scenario: { ...report.scenario, service: { kind: 'bundled', latency, layout: { name: 'lab', upperBounds: [1] } } },
  })

describe('configuredDelays', () => {
  it('lists the choices of a choice', () => {
    const choices = [0.2, 0.5, 2].map((seconds) => ({ seconds, weight: 1 }))
    expect(delaysOf({ kind: 'choice', choices })).toEqual([0.2, 0.5, 2])
  })

  it('is the one delay of a constant', () => {
    expect(delaysOf({ kind: 'constant', seconds: 0.2 })).toEqual([0.2])
  })

  it('is empty for a distribution, and for a service that is unknown', () => {
    expect(delaysOf({ kind: 'lognormal', medianSeconds: 0.1, p95Seconds: 0.3 })).toEqual([])
    expect(configuredDelays(report)).toEqual([])
  })
})
