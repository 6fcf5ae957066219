import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shardSize } from '../../../load/schedule/shard.ts'

it('the sizes of all shards add up to the total and differ by one at most', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 20 }), (total, count) => {
      const sizes = Array.from({ length: count }, (_, index) => shardSize(total, { index, count }))
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(total)
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    }),
  )
})
