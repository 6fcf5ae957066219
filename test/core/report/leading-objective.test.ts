import { expect, it } from 'vitest'
import { leadingObjective } from '../../../core/report/leading-objective.ts'
import type { SlaFinding } from '../../../core/report/report.ts'

const finding = (objective: string, changes: Partial<SlaFinding>): SlaFinding => ({
  objective,
  during: null,
  observed: 0.1,
  unbounded: false,
  interval: null,
  limit: 1,
  unit: 'seconds',
  finding: 'pass',
  estimateFinding: null,
  estimate: null,
  reason: '',
  ...changes,
})

const share = finding('errors < 1%', { unit: 'share', observed: 0.0099, limit: 0.01 })
const calm = finding('p95 < 1s', { observed: 0.1 })
const close = finding('p99 < 1s', { observed: 0.9 })
const unbounded = finding('p99.9 < 1s', { observed: null, unbounded: true })
const failed = finding('errors < 2%', { unit: 'share', observed: 0.1, finding: 'fail' })
const undecided = finding('p50 < 1s', { finding: 'inconclusive' })

it.each([
  ['a failure before a doubt', [calm, undecided, failed], failed],
  ['a doubt before what was met', [close, undecided], undecided],
  ['a quantile before a share', [share, calm], calm],
  ['the quantile that is nearest to its limit', [calm, close, share], close],
  ['a quantile among the requests that never ended first of all', [close, unbounded], unbounded],
  ['the first of equals', [calm, finding('p90 < 1s', {})], calm],
  ['a share where there is nothing else', [share], share],
  ['nothing of nothing', [], undefined],
])('names %s', (_, sla, expected) => {
  expect(leadingObjective(sla)).toBe(expected)
})
