import type { DataMistake } from './data-mistake.ts'

/** Reads a data file piece by piece, and calls back for each row with the place in the file at which it begins. */
export interface RowScanner {
  /** Null until the line was read that tells them. */
  readonly columns: readonly string[] | null
  readonly mistakes: readonly DataMistake[]
  push(chunk: Buffer): void
  /** The file is over. */
  end(): void
}
