// The rows of a large file. Parts of it are read before their rows are needed, and as many are kept as fit into a fixed
// amount of memory. A row that is not at hand when its arrival is due is read at once: its request is sent later by that
// time, which is send lag of the generator and never the service's (load/requests/request-source.ts).

import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs'
import type { PlannedData } from '../../core/data/data-set.ts'
import { blockOf, type RowBlock, type RowBlocks } from '../../core/data/row-blocks.ts'
import { type DataRow, rowsIn } from '../../core/data/rows-in.ts'
import { UserError } from '../../core/user-error.ts'
import type { RowReader } from './row-reader.ts'

/** Of the file. Parsed it takes a few times as much. */
const MOST_KEPT_BYTES = 8 * 1024 ** 2
/** Parts that are being read. Beyond them the disk would only have a longer queue. */
const MOST_READS = 64

interface KeptBlock {
  readonly rows: readonly DataRow[]
  readonly bytes: number
}

export interface RowFile extends Pick<PlannedData, 'name' | 'format' | 'columns'> {
  readonly file: string
  readonly blocks: RowBlocks
}

export class FileRows implements RowReader {
  readonly #of: RowFile
  readonly #descriptor: number
  readonly #mostKeptBytes: number
  /** Least recently used first. */
  readonly #kept = new Map<number, KeptBlock>()
  #keptBytes = 0
  readonly #reading = new Set<number>()
  #isClosed = false
  /** Rows that were not at hand. */
  misses = 0

  /** @throws UserError where the file cannot be opened, or is not as long as it was */
  constructor(of: RowFile, mostKeptBytes = MOST_KEPT_BYTES) {
    this.#of = of
    this.#mostKeptBytes = mostKeptBytes
    this.#descriptor = opened(of)
  }

  /** How much of the file is kept, in bytes. */
  get keptBytes(): number {
    return this.#keptBytes
  }

  row(index: number): DataRow {
    const block = blockOf(this.#of.blocks, index)
    const rows = this.#keptRows(block.index) ?? this.#readNow(block)
    const row = rows[index - block.firstRow]
    if (row === undefined || row.length !== this.#of.columns.length) throw changed(this.#of)
    return row
  }

  expect(index: number): void {
    if (this.#reading.size >= MOST_READS) return
    const block = blockOf(this.#of.blocks, index)
    if (this.#kept.has(block.index) || this.#reading.has(block.index)) return
    this.#reading.add(block.index)
    const bytes = Buffer.allocUnsafe(block.toOffset - block.fromOffset)
    read(this.#descriptor, bytes, 0, bytes.length, block.fromOffset, (error, length) => {
      this.#reading.delete(block.index)
      // Whoever needs the rows finds out what is wrong.
      if (error === null && length === bytes.length && !this.#kept.has(block.index)) this.#keep(block, bytes)
      if (this.#isClosed && this.#reading.size === 0) closeSync(this.#descriptor)
    })
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    if (this.#reading.size === 0) closeSync(this.#descriptor)
  }

  #keptRows(block: number): readonly DataRow[] | undefined {
    const kept = this.#kept.get(block)
    if (kept === undefined) return undefined
    this.#kept.delete(block)
    this.#kept.set(block, kept)
    return kept.rows
  }

  #readNow(block: RowBlock): readonly DataRow[] {
    this.misses++
    const bytes = Buffer.allocUnsafe(block.toOffset - block.fromOffset)
    if (readSync(this.#descriptor, bytes, 0, bytes.length, block.fromOffset) < bytes.length) throw changed(this.#of)
    return this.#keep(block, bytes)
  }

  #keep(block: RowBlock, bytes: Buffer): readonly DataRow[] {
    const rows = parsedRows(bytes, this.#of)
    this.#kept.set(block.index, { rows, bytes: bytes.length })
    this.#keptBytes += bytes.length
    for (const [index, kept] of this.#kept) {
      if (this.#keptBytes <= this.#mostKeptBytes || index === block.index) break
      this.#kept.delete(index)
      this.#keptBytes -= kept.bytes
    }
    return rows
  }
}

/** Empty where they cannot be read. */
function parsedRows(bytes: Buffer, of: RowFile): readonly DataRow[] {
  try {
    return rowsIn(bytes.toString(), of)
  } catch {
    return []
  }
}

function opened(of: RowFile): number {
  let descriptor: number
  try {
    descriptor = openSync(of.file, 'r')
  } catch (cause) {
    throw new UserError(`${of.file}: expected the file of the data set ${of.name}, got ${(cause as Error).message}`, {
      cause,
    })
  }
  if (fstatSync(descriptor).size === of.blocks.endOffset) return descriptor
  closeSync(descriptor)
  throw changed(of)
}

function changed({ name, file }: RowFile): UserError {
  return new UserError(`${file}: expected the file of the data set ${name} as it was before the run, got another one`)
}
