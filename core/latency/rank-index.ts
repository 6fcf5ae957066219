// Counts by cell with a quick answer to "which cell holds the r-th observation?". Moving windows are kept in it.
// A cell is a number from 0 on that stands for a latency or for a bucket; cells ascend with what they stand for.
// It has two levels, cells and blocks of 64 cells, because counts are added far more often than ranks are located.

const BLOCK_BITS = 6

export interface RankedCell {
  readonly cell: number
  /** Observations in the cells below it. */
  readonly below: number
  /** Observations in it. */
  readonly inside: number
}

/** Some cells and how often each was observed; entry i is `counts[i]` observations of `cells[i]`. */
export interface CellEntries {
  readonly cells: Int32Array
  readonly counts: Float64Array
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
      index.add(cell, count)
    })
    return index
  }

  get total(): number {
    return this.#total
  }

  /** @param count negative to take back what was added: whole numbers add up exactly, so nothing is left over */
  add(cell: number, count: number): void {
    this.#counts[cell]! += count
    this.#blocks[cell >> BLOCK_BITS]! += count
    this.#total += count
  }

  /** Adds the entries from `from` up to, without, `to`. */
  addEntries({ cells, counts }: CellEntries, from: number, to: number): void {
    for (let entry = from; entry < to; entry++) this.add(cells[entry] as number, counts[entry] as number)
  }

  /** Takes back what `addEntries` added. */
  removeEntries({ cells, counts }: CellEntries, from: number, to: number): void {
    for (let entry = from; entry < to; entry++) this.add(cells[entry] as number, -(counts[entry] as number))
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
}
