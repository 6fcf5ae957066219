import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DueQueue } from '../../../load/schedule/due-queue.ts'

it('takes the earliest user first, and the lower number of two at once', () => {
  const entry = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.nat(50))
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const queue = new DueQueue()
      for (const [seconds, user] of entries) queue.add(seconds, user)
      const sorted = [...entries].sort(([s1, u1], [s2, u2]) => s1 - s2 || u1 - u2)
      const taken = entries.map(() => [queue.earliestSeconds(), queue.take()])
      expect(taken).toEqual(sorted)
      expect(queue.earliestSeconds()).toBe(Number.POSITIVE_INFINITY)
    }),
  )
})

it('throws when it is empty', () => {
  expect(() => new DueQueue().take()).toThrow(RangeError)
})
