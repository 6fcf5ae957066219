import { describe, expect, it } from 'vitest'
import { wasEvaluated } from '../../../core/backtest/was-evaluated.ts'

describe('wasEvaluated', () => {
  it.each([
    ['evaluated', 1, true],
    ['evaluated', 0, false],
    ['no-data', 0, false],
    ['not-evaluated', 0, false],
  ] as const)('an alert that is %s, at %d instants: %s', (outcome, evaluations, was) => {
    expect(wasEvaluated({ outcome, evaluations })).toBe(was)
  })
})
