// Counts by cell with a quick answer to "which cell holds the r-th observation?": what a moving window is kept in.
// Two levels (cells, and blocks of 64 cells), for adding is far more frequent than asking.

import type { CellRows } from '../../analysis/layouts/record/cell-rows.ts'

const BLOCK_BITS = 6

export interface RankedCell {
  readonly cell: number
  /** Observations in the cells below it. */
  readonly below: number
  /** Observations in it. */
  readonly inside: number
}

export class RankIndex {
  readonly #counts: Float64Array
  readonly #blocks: Float64Array
  #total = 0

  constructor(cellCount: number) {
    this.#counts = new Float64Array(cellCount)
    this.#blocks = new Float64Array((cellCount >> BLOCK_BITS) + 1)
  }

  static of(counts: Float64Array): RankIndex {
    const index = new RankIndex(counts.length)
    counts.forEach((count, cell) => {
      index.#add(cell, count)
    })
    return index
  }

  get total(): number {
    return this.#total
  }

  /** Whole numbers add up exactly, so what leaves the window takes away just what came with it. */
  addRow(rows: CellRows, row: number): void {
    for (let entry = rows.offsets[row] as number; entry < (rows.offsets[row + 1] as number); entry++)
      this.#add(rows.cells[entry] as number, rows.counts[entry] as number)
  }

  removeRow(rows: CellRows, row: number): void {
    for (let entry = rows.offsets[row] as number; entry < (rows.offsets[row + 1] as number); entry++)
      this.#add(rows.cells[entry] as number, -(rows.counts[entry] as number))
  }

  /** @param rank from 1 to the total @throws RangeError outside it */
  locate(rank: number): RankedCell {
    if (!(rank >= 1 && rank <= this.#total))
      throw new RangeError(`expected a rank from 1 to ${this.#total}, got ${rank}`)
    let below = 0
    let block = 0
    while (below + (this.#blocks[block] as number) < rank) below += this.#blocks[block++] as number
    let cell = block << BLOCK_BITS
    while (below + (this.#counts[cell] as number) < rank) below += this.#counts[cell++] as number
    return { cell, below, inside: this.#counts[cell] as number }
  }

  #add(cell: number, count: number): void {
    this.#counts[cell]! += count
    this.#blocks[cell >> BLOCK_BITS]! += count
    this.#total += count
  }
}
