import { describe, expect, it } from 'vitest'
import { doubtAbsence } from '../../../analysis/alerts/doubt-absence.ts'
import type { AlertFinding, PopulationMismatch } from '../../../core/report/report.ts'
import type { Verdict } from '../../../core/report/worst-verdict.ts'
import type { AlertExpectation } from '../../../core/run/alert.ts'

const NEVER: AlertExpectation = { alert: 'Slow', kind: 'never' }
const FIRES: AlertExpectation = {
  alert: 'Slow',
  kind: 'fires',
  fires: { after: 'spike', withinSeconds: 45 },
  resolves: null,
}
const RESOLVES: AlertExpectation = { ...FIRES, resolves: { after: 'recovery', withinSeconds: 120 } }

const SILENT = [{ at: 0, state: 'inactive', value: null }] as const
const FIRED = [...SILENT, { at: 30, state: 'firing', value: 2 }] as const

function findingOf(finding: Verdict, parts: Partial<AlertFinding> = {}): AlertFinding {
  return {
    name: 'Slow',
    expression: 'x > 1',
    forSeconds: 0,
    transitions: SILENT,
    expected: 'as written',
    finding,
    detectionSeconds: null,
    resolutionSeconds: null,
    reason: 'As seen.',
    ...parts,
  }
}

function mismatchOf(kind: PopulationMismatch['kind']): PopulationMismatch {
  return { kind, difference: 100, possibleCauses: [], excludedCauses: [] }
}

describe('doubtAbsence', () => {
  it.each<[string, AlertExpectation, AlertFinding, Verdict]>([
    ['it never fired, as expected', NEVER, findingOf('pass'), 'inconclusive'],
    ['it fired, though never was expected', NEVER, findingOf('fail', { transitions: FIRED }), 'fail'],
    ['it fired in time', FIRES, findingOf('pass', { transitions: FIRED, detectionSeconds: 10 }), 'pass'],
    ['it did not fire in time', FIRES, findingOf('fail'), 'inconclusive'],
    ['it fired late', FIRES, findingOf('fail', { transitions: FIRED, detectionSeconds: 50 }), 'inconclusive'],
    ['it was firing before', FIRES, findingOf('fail', { transitions: FIRED }), 'fail'],
    [
      'it fired and resolved in time',
      RESOLVES,
      findingOf('pass', { transitions: FIRED, detectionSeconds: 10, resolutionSeconds: 20 }),
      'inconclusive',
    ],
    ['it is firing still', RESOLVES, findingOf('fail', { transitions: FIRED, detectionSeconds: 10 }), 'fail'],
    [
      'it resolved late, so that it was firing at the deadline',
      RESOLVES,
      findingOf('fail', { transitions: FIRED, detectionSeconds: 10, resolutionSeconds: 130 }),
      'fail',
    ],
    [
      'it fired late and resolved in time',
      RESOLVES,
      findingOf('fail', { transitions: FIRED, detectionSeconds: 50, resolutionSeconds: 20 }),
      'inconclusive',
    ],
  ])('over half of the traffic, %s', (_, expectation, finding, expected) => {
    expect(doubtAbsence(finding, expectation, mismatchOf('fewer')).finding).toBe(expected)
    expect(doubtAbsence(finding, expectation, mismatchOf('more')).finding).toBe(expected)
  })

  it('says why', () => {
    expect(doubtAbsence(findingOf('pass'), NEVER, mismatchOf('fewer')).reason).toBe(
      'As seen. The histogram lacks requests of the client, and an alert over a part of the traffic proves nothing about all of it.',
    )
  })

  it('leaves findings alone where the counts agree, or differ by unanswered requests of the client', () => {
    const finding = findingOf('pass')
    expect(doubtAbsence(finding, NEVER, undefined)).toBe(finding)
    expect(doubtAbsence(finding, NEVER, mismatchOf('unanswered'))).toBe(finding)
    expect(doubtAbsence(findingOf('pass', { finding: null }), undefined, mismatchOf('fewer')).finding).toBeNull()
  })
})
