import { describe, expect, it } from 'vitest'
import type { ReportedFlow } from '../../../core/report/report.ts'
import { flowFailures, iterationFigure, iterationTimes, setupFigure } from '../../../reports/figures/flow-figures.ts'
import { SAMPLE_SETUP, sampleFlow } from '../../support/sample-flow.ts'

const failure = (step: number, kind: 'status' | 'timeout', count: number): ReportedFlow['failures'][number] => ({
  step,
  request: step === 1 ? 'login' : 'checkout',
  kind,
  count,
})

describe('the figures of a flow', () => {
  it('account for every iteration', () => {
    expect(iterationFigure(sampleFlow())).toBe('1,200 iterations = 1,190 completed + 8 failed + 2 unfinished')
    expect(iterationFigure(sampleFlow({ offered: 1203, lost: 3 }))).toBe(
      '1,203 iterations = 1,190 completed + 8 failed + 2 unfinished + 3 lost',
    )
    expect(iterationFigure(sampleFlow({ offered: 1, completed: 1, failed: 0, unfinished: 0 }))).toBe(
      '1 iteration = 1 completed + 0 failed + 0 unfinished',
    )
  })

  it('name the steps that ended iterations', () => {
    expect(flowFailures(sampleFlow())).toBe('6 at login (step 1): status, 2 at checkout (step 3): timeout')
    expect(flowFailures(sampleFlow({ failures: [] }))).toBe('')
  })

  it('show the most frequent of many', () => {
    const failures = Array.from({ length: 8 }, (_, i) => failure(1, 'status', 10 - i))
    expect(flowFailures(sampleFlow({ failures }))).toMatch(/6 at login \(step 1\): status, and 3 more in report.json$/)
  })

  it('have no times where no iteration was completed', () => {
    expect(iterationTimes(sampleFlow())).toBe('P50 4.2s, P95 6.1s')
    expect(iterationTimes(sampleFlow({ completed: 0 }))).toBeUndefined()
  })
})

describe('the figure of a setup', () => {
  it('tells what was sent and captured, and what became of its renewals', () => {
    expect(setupFigure(SAMPLE_SETUP)).toBe(
      'token in 42ms before the run, captured token, expires_in; renewed 3 times; 1 renewal failed',
    )
    expect(setupFigure({ ...SAMPLE_SETUP, captured: [], renewed: 0, failed: [] })).toBe('token in 42ms before the run')
  })
})
