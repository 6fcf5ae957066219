import { expect, it } from 'vitest'
import { reopenDelaySeconds } from '../../../load/connections/reopen-delay.ts'

it('is 0 for the first attempt, then doubles from 20 ms up to 1 s', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 100].map(reopenDelaySeconds)).toEqual([0, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1, 1])
})
