// Reads a CSV file (RFC 4180) piece by piece: its columns, where each row begins, and what is wrong with it. Nothing is
// kept of the rows, so that a file may be larger than the memory.
//
//   field ─┬─ " ─▶ quoted ── " ─▶ closed ─┬─ " ─▶ quoted          a doubled quote is one
//          └────▶ plain                   ├─ , ─▶ field
//   plain, field, closed ── , ─▶ field    └─ LF, CR LF ─▶ the next row

import { counted } from '../text/plural.ts'
import { csvRows } from './csv-rows.ts'
import { type DataMistake, LONGEST_ROW, LONGEST_ROW_BYTES, MOST_DATA_MISTAKES, shownName } from './data-mistake.ts'
import type { RowScanner } from './row-scanner.ts'

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const QUOTE = 0x22
const COMMA = 0x2c

/** Of the bytes of a value without quotes. */
const MEANS_SOMETHING = Uint8Array.from({ length: 256 }, (_, byte) =>
  [LINE_FEED, CARRIAGE_RETURN, QUOTE, COMMA].includes(byte) ? 1 : 0,
)

// States.
const FIELD = 0
const PLAIN = 1
const QUOTED = 2
const CLOSED = 3
const RETURN = 4

export class CsvScanner implements RowScanner {
  readonly #onRow: (offset: number) => void
  readonly mistakes: DataMistake[] = []
  columns: readonly string[] | null = null
  #state = FIELD
  /** Of the piece that is being read, in the file. */
  #base = 0
  #line = 1
  /** Of the row that is being read. */
  #rowOffset = 0
  #rowLine = 1
  #commas = 0
  #isBlank = true
  #quoteLine = 1
  /** Pieces of the header, until it is whole. */
  #header: Buffer[] = []
  #isGivenUp = false

  constructor(onRow: (offset: number) => void) {
    this.#onRow = onRow
  }

  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length && !this.#isOver; at++) {
      at = this.#skip(chunk, at)
      if (at < chunk.length) this.#step(chunk[at] as number, chunk, at)
    }
    const rowFrom = Math.max(0, this.#rowOffset - this.#base)
    if (this.columns === null) this.#header.push(Buffer.from(chunk.subarray(rowFrom)))
    this.#base += chunk.length
    if (this.#base - this.#rowOffset > LONGEST_ROW_BYTES) this.#tooLong()
  }

  end(): void {
    if (this.#isOver) return
    if (this.#state === QUOTED) {
      this.#add(this.#quoteLine, 'a closing quote', 'a quote that is never closed')
      return
    }
    if (this.#state === RETURN) this.#add(this.#line, LINE_END, 'one at the end of the file')
    else if (!this.#isBlank) this.#endRow(Buffer.alloc(0), 0)
    if (this.columns === null && this.mistakes.length === 0)
      this.#add(1, 'a first line with the names of the columns', 'an empty file')
  }

  get #isOver(): boolean {
    return this.#isGivenUp || this.mistakes.length >= MOST_DATA_MISTAKES
  }

  /** Most bytes are within a value and mean nothing. @returns the place of the next one that may */
  #skip(chunk: Buffer, from: number): number {
    let at = from
    if (this.#state === PLAIN) while (at < chunk.length && MEANS_SOMETHING[chunk[at] as number] === 0) at++
    else if (this.#state === QUOTED) while (at < chunk.length && chunk[at] !== QUOTE && chunk[at] !== LINE_FEED) at++
    return at
  }

  #step(byte: number, chunk: Buffer, at: number): void {
    if (byte === LINE_FEED) {
      this.#line++
      if (this.#state !== QUOTED) this.#endRow(chunk, at)
      return
    }
    if (this.#state === QUOTED) {
      this.#state = CLOSED
      return
    }
    if (this.#state === RETURN) this.#add(this.#line, LINE_END, 'something else behind it')
    if (byte === CARRIAGE_RETURN) {
      this.#state = RETURN
      return
    }
    this.#isBlank = false
    if (byte === COMMA) this.#startField()
    else if (byte === QUOTE) this.#quote()
    else if (this.#state === CLOSED) this.#behindQuote()
    else this.#state = PLAIN
  }

  #startField(): void {
    this.#commas++
    this.#state = FIELD
  }

  #quote(): void {
    if (this.#state === PLAIN) {
      this.#add(this.#line, QUOTED_WHOLE, 'a quote within a value that does not begin with one')
      return
    }
    if (this.#state === FIELD) this.#quoteLine = this.#line
    this.#state = QUOTED
  }

  #behindQuote(): void {
    this.#add(this.#line, 'a comma or the end of the line behind a closing quote', 'something else')
    this.#state = PLAIN
  }

  /** @param at where in the chunk the line feed is, or the chunk's end */
  #endRow(chunk: Buffer, at: number): void {
    if (!this.#isBlank) this.#endFilledRow(chunk, at)
    this.#rowOffset = this.#base + at + 1
    this.#rowLine = this.#line
    this.#commas = 0
    this.#isBlank = true
    this.#state = FIELD
  }

  #endFilledRow(chunk: Buffer, at: number): void {
    if (this.columns === null) {
      const text = Buffer.concat([...this.#header, chunk.subarray(Math.max(0, this.#rowOffset - this.#base), at)])
      this.#header = []
      this.#readHeader(csvRows(text.toString())[0] ?? [])
      return
    }
    const got = this.#commas + 1
    if (got === this.columns.length) this.#onRow(this.#rowOffset)
    else this.#add(this.#rowLine, counted(this.columns.length, 'value'), String(got))
  }

  #readHeader(columns: readonly string[]): void {
    this.columns = columns
    const [first = ''] = columns
    const separator = columns.length === 1 ? /[;\t|]/.exec(first)?.[0] : undefined
    if (separator !== undefined) this.#add(1, 'columns parted by commas', `${SEPARATORS[separator]} between them`)
    columns.forEach((column, i) => {
      if (column.trim() === '') this.#add(1, 'a name for each column', `none for column ${i + 1}`)
      else if (columns.indexOf(column) < i) this.#add(1, 'each column once', `${shownName(column)} again`)
    })
  }

  #tooLong(): void {
    if (this.#isOver) return
    this.#isGivenUp = true
    const line = this.#state === QUOTED ? this.#quoteLine : this.#rowLine
    this.#add(line, LONGEST_ROW, this.#state === QUOTED ? 'a quote that is not closed within it' : 'a longer one')
  }

  #add(line: number, expected: string, got: string): void {
    this.mistakes.push({ line, expected, got })
  }
}

/** What other dialects have in place of commas. */
const SEPARATORS: Readonly<Record<string, string>> = { ';': 'semicolons', '\t': 'tabs', '|': 'bars' }

const LINE_END = 'a line feed behind each carriage return'
const QUOTED_WHOLE = 'quotes around a value that holds one, and each quote in it twice'
