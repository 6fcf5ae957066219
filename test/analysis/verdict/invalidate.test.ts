import { expect, it } from 'vitest'
import { doubtStarved, invalidateAlert, invalidateObjective } from '../../../analysis/verdict/invalidate.ts'
import type { AlertFinding, SlaFinding } from '../../../core/report/report.ts'

const objective = { finding: 'fail', reason: 'The P95 is 2s.', observed: 2 } as SlaFinding
const alert = { finding: 'pass', reason: 'It fired.', expected: 'fires' } as AlertFinding

it('makes an objective inconclusive and keeps its figures', () => {
  expect(invalidateObjective(objective)).toEqual({
    finding: 'inconclusive',
    observed: 2,
    reason: 'The generator was overloaded, so this finding is inconclusive. The P95 is 2s.',
  })
  expect(invalidateAlert(alert).finding).toBe('inconclusive')
})

it('leaves an alert without an expectation as it is', () => {
  const shown: AlertFinding = { ...alert, finding: null, expected: null }
  expect(invalidateAlert(shown)).toBe(shown)
})

it('doubts only a failed alert where the bundled server waited for a core', () => {
  const failed: AlertFinding = { ...alert, finding: 'fail' }
  expect(doubtStarved(failed, true)).toMatchObject({
    finding: 'inconclusive',
    reason: expect.stringMatching(/^The bundled server was kept waiting for a core.* It fired\.$/),
  })
  expect(doubtStarved(failed, false)).toBe(failed)
  expect(doubtStarved(alert, true)).toBe(alert)
})
