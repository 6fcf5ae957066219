// The columns of a data file, by its beginning.

import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { DataScan } from '../core/data/data-scan.ts'
import { dataFormat } from '../core/data/data-set.ts'

/** The line that tells the columns is seldom longer than a piece, and never than so many. */
const PIECE_BYTES = 64 * 1024
const MOST_PIECES = 64

/** Null where they cannot be told: the file is missing, or not what it should be, which is told when it is read whole. */
export function columnsOf(file: string): readonly string[] | null {
  const format = dataFormat(file)
  if (format === undefined) return null
  try {
    // Opening a pipe would wait for whoever writes into it.
    if (!statSync(file).isFile()) return null
    const descriptor = openSync(file, 'r')
    try {
      return readColumns(descriptor, new DataScan(format, []))
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return null
  }
}

function readColumns(descriptor: number, scan: DataScan): readonly string[] | null {
  const piece = Buffer.alloc(PIECE_BYTES)
  for (let read = 0; read < MOST_PIECES && scan.columns === null && !scan.isOver; read++) {
    const length = readSync(descriptor, piece, 0, piece.length, null)
    if (length === 0) scan.end()
    else scan.push(piece.subarray(0, length))
    if (length === 0) break
  }
  return scan.columns
}
