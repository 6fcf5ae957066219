import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RankIndex } from '../../../core/latency/rank-index.ts'

describe('RankIndex', () => {
  it('finds the cell of every rank', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 300 }), (counts) => {
        const index = RankIndex.of(Float64Array.from(counts))
        let below = 0
        counts.forEach((inside, cell) => {
          for (let rank = below + 1; rank <= below + inside; rank++)
            expect(index.locate(rank)).toEqual({ cell, below, inside })
          below += inside
        })
        expect(index.total).toBe(below)
      }),
    )
  })

  it('holds what was added, without the entries that were removed', () => {
    const entries = { cells: Int32Array.of(0, 2, 1), counts: Float64Array.of(5, 1, 2) }
    const index = new RankIndex(3)
    index.addEntries(entries, 0, 2)
    index.addEntries(entries, 2, 3)
    index.removeEntries(entries, 0, 2)
    expect(index.total).toBe(2)
    expect(index.locate(1)).toEqual({ cell: 1, below: 0, inside: 2 })
  })

  it('rejects a rank outside 1 to the total', () => {
    const index = RankIndex.of(Float64Array.of(2))
    expect(() => index.locate(3)).toThrow('expected a rank from 1 to 2, got 3')
    expect(() => index.locate(0)).toThrow(RangeError)
    expect(() => index.locate(Number.NaN)).toThrow(RangeError)
  })
})
