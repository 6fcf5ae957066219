// The figures that several writers share: of objectives, of the cross-check, of the load.

import { describe, expect, it } from 'vitest'
import type { CrossCheckRow, SlaFinding } from '../../../../core/report/report.ts'
import {
  bucketFigure,
  errorFigure,
  leadingRow,
  nothingToCompare,
  partsFigure,
  truthSentence,
} from '../../../../reports/figures/cross-check-figures.ts'
import { accountingFigure, errorFigures, latencyFigures } from '../../../../reports/figures/load-figures.ts'
import {
  estimateFigure,
  estimateMisleads,
  intervalFigure,
  objectiveWithPlace,
  observedFigure,
} from '../../../../reports/figures/sla-figures.ts'
import { SAMPLE_REPORTS } from '../../../support/sample-reports.ts'

const lab = SAMPLE_REPORTS['failing-lab']
const unfit = SAMPLE_REPORTS['inconclusive-unfit']
const stall = SAMPLE_REPORTS['interrupted-stall']

function figures(finding: SlaFinding | undefined) {
  if (finding === undefined) throw new Error('the sample has that finding')
  return [
    objectiveWithPlace(finding),
    observedFigure(finding),
    intervalFigure(finding),
    estimateFigure(finding),
    estimateMisleads(finding),
  ]
}

describe('the figures of an objective', () => {
  it.each([
    [
      'a latency, and a histogram that would fail what was met',
      lab.sla[1],
      ['p95 < 3s during steady', '2s', '2s to 2s', '4.55s', true],
    ],
    ['a share', lab.sla[2], ['under 300ms > 90%', '33.2%', '30.6% to 35.9%', '33.2%', false]],
    [
      'an objective that no histogram can judge',
      unfit.sla[1],
      ['errors < 0.1%', '0.09%', '0.078% to 0.103%', null, false],
    ],
    ['a quantile among the requests that never ended', stall.sla[0], ['p95 < 1s', '∞', '', null, false]],
    ['a phase without requests', stall.sla[1], ['p95 < 300ms during after', 'n/a', '', null, false]],
  ])('%s', (_, finding, expected) => {
    expect(figures(finding)).toEqual(expected)
  })

  it('an interval that is open to one side', () => {
    const finding: SlaFinding = { ...(stall.sla[0] as SlaFinding), interval: { lower: 0.9, upper: null } }
    expect(intervalFigure(finding)).toBe('900ms or more')
    expect(intervalFigure({ ...finding, interval: { lower: null, upper: 1.2 } })).toBe('up to 1.2s')
  })
})

describe('the figures of the cross-check', () => {
  const leading = leadingRow(lab.crossCheck) as CrossCheckRow
  const [lost, beyond] = unfit.crossCheck as readonly [CrossCheckRow, CrossCheckRow]

  it('leads with P95, or with what there is', () => {
    expect(leading.quantile).toBe(0.95)
    expect(leadingRow([beyond])).toBe(beyond)
    expect(leadingRow([])).toBeUndefined()
  })

  it('says what the histogram makes of the truth', () => {
    expect(truthSentence(leading)).toBe('P95 of all measured phases: histogram 4.55s, exact 2s (+127%)')
    expect(truthSentence(beyond)).toBe('P99 of all measured phases: histogram n/a, exact 3.4s')
  })

  it('says what the error is made of', () => {
    expect(errorFigure(leading)).toBe('+2.55s (+127%)')
    expect(partsFigure(leading)).toBe('interpolation +2.55s, network and queues −1ms, queueing delay −1ms')
    expect(partsFigure(lost)).toBe('interpolation with network and queues +730µs, queueing delay −2.91s')
    expect(errorFigure(beyond)).toBe('n/a')
  })

  it('says what is known apart of a part, where it is worth a word', () => {
    const split = { beforeFirstByte: -0.0004, afterFirstByte: -0.0006, tls: -0.0005, connect: -0.00001, queue: -0.0005 }
    expect(partsFigure({ ...leading, parts: { ...leading.parts, split } })).toBe(
      'interpolation +2.55s, network and queues −1ms (after the first byte −600µs), queueing delay −1ms (TLS −500µs)',
    )
    const nothing = { beforeFirstByte: null, afterFirstByte: null, tls: null, connect: 0, queue: null }
    expect(partsFigure({ ...leading, parts: { ...leading.parts, split: nothing } })).toBe(partsFigure(leading))
  })

  it('names the bucket, and says where the exact value lies outside', () => {
    expect(bucketFigure(leading)).toBe('(2s, 5s]')
    expect(bucketFigure(beyond)).toBe('not in (250ms, +Inf]')
    expect(bucketFigure({ ...leading, bucket: null })).toBe('n/a')
  })

  it('says why there is nothing to compare', () => {
    expect(nothingToCompare(lab)).toBeNull()
    expect(nothingToCompare(stall)).toBe('No histogram was scraped, so there is nothing to compare.')
    expect(nothingToCompare({ ...lab, crossCheck: [] })).toBe('Nothing could be compared.')
  })
})

describe('the figures of the load', () => {
  it('add up, as the accounting does', () => {
    expect(accountingFigure(stall.load.total)).toBe(
      '180 offered = 120 completed + 0 errors + 20 timeouts + 40 unfinished',
    )
  })

  it('name the errors, the most frequent first, with their status codes', () => {
    expect(errorFigures(unfit.load.total)).toBe('200 status (503: 196, 500: 4), 16 reset')
    expect(errorFigures(lab.load.total)).toBe('')
    expect(errorFigures({ ...lab.load.total, errorKinds: { status: 3 }, statusCodes: { '200': 3 } })).toBe('3 status')
  })

  it('show what lies among the requests that never ended as unbounded', () => {
    expect(latencyFigures(stall.load.total.responseTime)).toBe('P50 41.2ms, P95 ∞, P99 ∞, max ∞')
    expect(latencyFigures(stall.load.total.errorTime)).toBe('no requests')
  })
})
