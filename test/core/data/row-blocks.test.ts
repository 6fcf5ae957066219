import fc from 'fast-check'
import { expect, it } from 'vitest'
import { blockOf, RowBlocksBuilder } from '../../../core/data/row-blocks.ts'

it('finds each row in a block that holds it, and has no more blocks than it may', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 2, max: 8 }),
      (lengths, blockBytes, mostBlocks) => {
        const builder = new RowBlocksBuilder(blockBytes, mostBlocks)
        const starts: number[] = []
        let offset = 5
        for (const length of lengths) {
          starts.push(offset)
          builder.add(offset)
          offset += length
        }
        const blocks = builder.blocks(offset)
        expect(blocks.offsets.length).toBeLessThanOrEqual(mostBlocks)
        expect(builder.rows).toBe(lengths.length)
        for (const [row, start] of starts.entries()) {
          const block = blockOf(blocks, row)
          expect(starts[block.firstRow]).toBe(block.fromOffset)
          expect(block.firstRow).toBeLessThanOrEqual(row)
          expect(start).toBeLessThan(block.toOffset)
        }
      },
    ),
  )
})
