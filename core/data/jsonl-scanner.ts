// Reads a file of JSON lines piece by piece: one object a line, whose keys are the columns. Empty lines are no rows.

import { isMapping } from '../file/mapping.ts'
import { jsonText } from '../json/exact-json.ts'
import { type DataMistake, LONGEST_ROW, LONGEST_ROW_BYTES, MOST_DATA_MISTAKES, shownName } from './data-mistake.ts'
import type { RowScanner } from './row-scanner.ts'

const LINE_FEED = 0x0a

const OBJECT = 'a JSON object on each line, such as {"id": 1}'

export class JsonlScanner implements RowScanner {
  readonly #needed: readonly string[]
  readonly #onRow: (offset: number) => void
  readonly mistakes: DataMistake[] = []
  columns: readonly string[] | null = null
  /** The beginning of a line whose rest is still to come. */
  #begun = Buffer.alloc(0)
  /** Of `#begun`, in the file. */
  #offset = 0
  #line = 1
  #isGivenUp = false

  /** @param needed the columns that each row must have */
  constructor(needed: readonly string[], onRow: (offset: number) => void) {
    this.#needed = needed
    this.#onRow = onRow
  }

  push(chunk: Buffer): void {
    if (this.#isOver) return
    const bytes = this.#begun.length === 0 ? chunk : Buffer.concat([this.#begun, chunk])
    let from = 0
    for (let end = bytes.indexOf(LINE_FEED); end >= 0 && !this.#isOver; end = bytes.indexOf(LINE_FEED, from)) {
      this.#readLine(bytes.toString('utf8', from, end), this.#offset + from)
      from = end + 1
      this.#line++
    }
    this.#begun = Buffer.from(bytes.subarray(from))
    this.#offset += from
    if (this.#begun.length > LONGEST_ROW_BYTES) {
      this.#isGivenUp = true
      this.#add(LONGEST_ROW, 'a longer one')
    }
  }

  end(): void {
    if (this.#isOver) return
    if (this.#begun.length > 0) this.#readLine(this.#begun.toString(), this.#offset)
    if (this.columns === null && this.mistakes.length === 0) this.#add(OBJECT, 'an empty file')
  }

  get #isOver(): boolean {
    return this.#isGivenUp || this.mistakes.length >= MOST_DATA_MISTAKES
  }

  #readLine(text: string, offset: number): void {
    if (text.trim() === '') return
    const row = parsedOrUndefined(text)
    if (!isMapping(row)) {
      this.#add(OBJECT, Array.isArray(row) ? 'a list' : row === undefined ? 'text that is not JSON' : 'another value')
      return
    }
    this.columns ??= Object.keys(row)
    for (const column of this.#needed) this.#checkValue(row, column)
    this.#onRow(offset)
  }

  #checkValue(row: Readonly<Record<string, unknown>>, column: string): void {
    if (!Object.hasOwn(row, column)) this.#add(`a value of ${shownName(column)} in each row`, 'none')
    else if (!canBeWritten(row[column])) this.#add('at most 1,000 levels', `more of them in ${shownName(column)}`)
  }

  #add(expected: string, got: string): void {
    this.mistakes.push({ line: this.#line, expected, got })
  }
}

/** Whoever sends it writes it out. */
function canBeWritten(value: unknown): boolean {
  if (typeof value !== 'object') return true
  try {
    jsonText(value)
    return true
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return false
  }
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
