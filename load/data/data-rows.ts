// The rows of a plan's data sets, as the turns of arrivals ask for them.

import type { PlannedData } from '../../core/data/data-set.ts'
import { rowOfTurn } from '../../core/data/row-order.ts'
import type { DataRow } from '../../core/data/rows-in.ts'
import type { ValueSource } from '../requests/value-source.ts'
import type { Arrival } from '../schedule/arrival.ts'
import { FileRows } from './file-rows.ts'
import { MemoryRows } from './memory-rows.ts'
import type { RowReader } from './row-reader.ts'

export class DataRows implements ValueSource {
  readonly #data: PlannedData
  readonly #index: number
  readonly #seed: number
  readonly #reader: RowReader
  readonly #columns: ReadonlyMap<string, number>
  // A request often has several values of its row.
  #lastTurn = -1
  #lastRow: DataRow = []

  /**
   * @param index its place in the plan
   * @throws UserError where its file cannot be opened
   */
  constructor(data: PlannedData, index: number, seed: number) {
    this.#data = data
    this.#index = index
    this.#seed = seed
    this.#reader = readerOf(data)
    this.#columns = new Map(data.columns.map((column, i) => [column, i]))
  }

  value(column: string, { draw }: Arrival): unknown {
    const turn = draw?.turns[this.#index] ?? -1
    const place = this.#columns.get(column)
    if (turn < 0 || place === undefined)
      throw new RangeError(`${this.#data.name}.${column}: expected a turn and a column`)
    return this.#rowOf(turn)[place]
  }

  /** The arrival with this turn is due soon. */
  expect(turn: number): void {
    const { order, rows } = this.#data
    if (order !== 'once' || turn < rows) this.#reader.expect(rowOfTurn(this.#data, turn, this.#seed))
  }

  close(): void {
    this.#reader.close()
  }

  #rowOf(turn: number): DataRow {
    if (turn !== this.#lastTurn) {
      this.#lastRow = this.#reader.row(rowOfTurn(this.#data, turn, this.#seed))
      this.#lastTurn = turn
    }
    return this.#lastRow
  }
}

function readerOf(data: PlannedData): RowReader {
  const { source } = data
  if (source.kind === 'memory') return new MemoryRows(source.bytes, data)
  return new FileRows({ ...data, file: source.file, blocks: source.blocks })
}
