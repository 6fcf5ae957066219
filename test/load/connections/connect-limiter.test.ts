import { expect, it } from 'vitest'
import { ConnectLimiter } from '../../../load/connections/connect-limiter.ts'

it('starts as many as the limit at once, and the next in order when one leaves', () => {
  const queue = new ConnectLimiter(2)
  const started: number[] = []
  for (const i of [1, 2, 3, 4]) queue.enter(() => started.push(i))
  expect(started).toEqual([1, 2])
  queue.leave()
  expect(started).toEqual([1, 2, 3])
  queue.leave()
  queue.leave()
  queue.enter(() => started.push(5))
  expect(started).toEqual([1, 2, 3, 4, 5])
})
