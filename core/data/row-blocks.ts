// Where the rows of a large file lie: not each of them, but the first of every few kilobytes. A gigabyte takes some four
// megabytes so, and a file of any size no more than sixteen.

import { firstWhere } from '../search.ts'

/** Entry i is a row's place in the file, in bytes, and its number, from 0. Both ascend. */
export interface RowBlocks {
  readonly offsets: Float64Array
  readonly firstRows: Float64Array
  /** Where the last row ends. */
  readonly endOffset: number
}

/** A part of a file that holds whole rows. */
export interface RowBlock {
  readonly index: number
  readonly fromOffset: number
  readonly toOffset: number
  /** The number of the first row in it. */
  readonly firstRow: number
}

/** Reading and parsing as much takes some ten microseconds. */
const SMALLEST_BLOCK_BYTES = 4096
const MOST_BLOCKS = 2 ** 20

export class RowBlocksBuilder {
  readonly #mostBlocks: number
  #blockBytes: number
  #offsets: number[] = []
  #firstRows: number[] = []
  #rows = 0

  /** @param mostBlocks at least 2 */
  constructor(blockBytes = SMALLEST_BLOCK_BYTES, mostBlocks = MOST_BLOCKS) {
    this.#blockBytes = blockBytes
    this.#mostBlocks = mostBlocks
  }

  get rows(): number {
    return this.#rows
  }

  /** The next row begins there. */
  add(offset: number): void {
    if (this.#beginsBlock(offset) && this.#offsets.length === this.#mostBlocks) this.#halve()
    if (this.#beginsBlock(offset)) {
      this.#offsets.push(offset)
      this.#firstRows.push(this.#rows)
    }
    this.#rows++
  }

  #beginsBlock(offset: number): boolean {
    const last = this.#offsets.at(-1)
    return last === undefined || offset - last >= this.#blockBytes
  }

  blocks(endOffset: number): RowBlocks {
    return { offsets: Float64Array.from(this.#offsets), firstRows: Float64Array.from(this.#firstRows), endOffset }
  }

  /** Blocks of twice the size. */
  #halve(): void {
    this.#offsets = this.#offsets.filter((_, i) => i % 2 === 0)
    this.#firstRows = this.#firstRows.filter((_, i) => i % 2 === 0)
    this.#blockBytes *= 2
  }
}

/** The block that holds a row. @param row below the number of rows */
export function blockOf({ offsets, firstRows, endOffset }: RowBlocks, row: number): RowBlock {
  const index = firstWhere(0, firstRows.length, (i) => (firstRows[i] as number) > row) - 1
  return {
    index,
    fromOffset: offsets[index] as number,
    toOffset: offsets[index + 1] ?? endOffset,
    firstRow: firstRows[index] as number,
  }
}
