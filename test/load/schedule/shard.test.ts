import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shareCount } from '../../../load/schedule/shard.ts'

it('shares add up to the total and differ by one at most', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 20 }), (total, generators) => {
      const counts = Array.from({ length: generators }, (_, generator) => shareCount(total, { generator, generators }))
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total)
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
    }),
  )
})
