import { expect, it } from 'vitest'
import { failedIterations, unfinishedIterations } from '../../../../core/run/flows/iteration-ends.ts'

it('iterations that were offered have completed, failed at a step, or are unfinished', () => {
  const failures = [
    { step: 0, kind: 'status', count: 3 },
    { step: 2, kind: 'timeout', count: 1 },
  ] as const
  expect(failedIterations({ failures })).toBe(4)
  expect(unfinishedIterations({ offered: 10, completed: 5, failures })).toBe(1)
})
