// One pass through a data file, whatever its format: what it holds, where its rows are, and every mistake in it. The file
// comes in pieces of any size, the first of them with at least three bytes if there are that many.

import { nearestWord } from '../text/nearest-word.ts'
import { CsvScanner } from './csv-scanner.ts'
import { type DataMistake, MOST_DATA_MISTAKES, shownName } from './data-mistake.ts'
import type { DataFormat } from './data-set.ts'
import { JsonlScanner } from './jsonl-scanner.ts'
import { type RowBlocks, RowBlocksBuilder } from './row-blocks.ts'
import type { RowScanner } from './row-scanner.ts'
import { Utf8Watch } from './utf8-watch.ts'

export interface ScannedData {
  readonly columns: readonly string[]
  readonly rows: number
  readonly blocks: RowBlocks
  /** Ordered by line; where there are any, nothing else may be relied on. */
  readonly mistakes: readonly DataMistake[]
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

export class DataScan {
  readonly #needed: readonly string[]
  readonly #scanner: RowScanner
  readonly #utf8 = new Utf8Watch()
  readonly #rows = new RowBlocksBuilder()
  #encodingMistake: DataMistake | undefined
  #bytes = 0
  /** The length of the mark at the beginning, if there is one: places are counted without it by the scanner. */
  #markBytes = 0

  /** @param needed the columns whose values are asked for */
  constructor(format: DataFormat, needed: readonly string[]) {
    this.#needed = needed
    const onRow = (offset: number) => this.#rows.add(this.#markBytes + offset)
    this.#scanner = format === 'csv' ? new CsvScanner(onRow) : new JsonlScanner(needed, onRow)
  }

  /** Whether more mistakes would help nobody: the rest of the file need not be read. */
  get isOver(): boolean {
    return this.#encodingMistake !== undefined || this.#scanner.mistakes.length >= MOST_DATA_MISTAKES
  }

  /** Null until the line was read that tells them, and where that line has mistakes. */
  get columns(): readonly string[] | null {
    return this.#scanner.mistakes.some(({ line }) => line === 1) ? null : this.#scanner.columns
  }

  push(piece: Buffer): void {
    if (this.isOver) return
    const isFirst = this.#bytes === 0
    this.#bytes += piece.length
    if (isFirst && isUtf16(piece)) {
      this.#encodingMistake = { line: 1, ...UTF8, got: 'UTF-16' }
      return
    }
    const hasMark = isFirst && piece.subarray(0, 3).equals(BYTE_ORDER_MARK)
    if (hasMark) this.#markBytes = BYTE_ORDER_MARK.length
    this.#checkEncoding(this.#utf8.push(piece))
    this.#scanner.push(hasMark ? piece.subarray(BYTE_ORDER_MARK.length) : piece)
  }

  end(): ScannedData {
    this.#checkEncoding(this.#utf8.end())
    this.#scanner.end()
    const columns = this.#scanner.columns ?? []
    return {
      columns,
      rows: this.#rows.rows,
      blocks: this.#rows.blocks(this.#bytes),
      mistakes: this.#mistakes(columns),
    }
  }

  #checkEncoding(line: number | undefined): void {
    if (line !== undefined) this.#encodingMistake ??= { line, ...UTF8, got: 'other bytes' }
  }

  #mistakes(columns: readonly string[]): readonly DataMistake[] {
    if (this.#encodingMistake !== undefined) return [this.#encodingMistake]
    const { mistakes } = this.#scanner
    if (mistakes.length > 0) return mistakes
    if (this.#rows.rows === 0)
      return [{ line: 2, expected: 'at least one row below the names of the columns', got: 'none' }]
    return this.#needed.flatMap((column) => (columns.includes(column) ? [] : [missingColumn(column, columns)]))
  }
}

const UTF8 = { expected: 'text in UTF-8' }

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}

const MOST_COLUMNS_SHOWN = 20

function missingColumn(column: string, columns: readonly string[]): DataMistake {
  const nearest = nearestWord(column, columns)
  const shown = columns.slice(0, MOST_COLUMNS_SHOWN).map(shownName).join(', ')
  return {
    line: 1,
    expected: `a column ${shownName(column)}`,
    got: shown,
    ...(nearest === undefined ? {} : { nearest }),
  }
}
