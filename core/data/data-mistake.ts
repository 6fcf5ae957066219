// A mistake in a data file.

import { formatByteSize } from '../text/byte-size.ts'
import { suggestion } from '../text/nearest-word.ts'

/** The phrases complete `expected …, got …`. */
export interface DataMistake {
  /** Counted from 1; where a row takes several lines, that of the first. */
  readonly line: number
  readonly expected: string
  readonly got: string
  readonly nearest?: string
}

/** More of them than this help nobody: the file is mostly another one than was meant. */
export const MOST_DATA_MISTAKES = 20

/** A row is held in memory. A longer one is none: a quote was not closed, or the file is of another kind. */
export const LONGEST_ROW_BYTES = 8 * 1024 ** 2
export const LONGEST_ROW = `a row of at most ${formatByteSize(LONGEST_ROW_BYTES)}`

/** @param file as messages show it */
export function describeDataMistake(file: string, { line, expected, got, nearest }: DataMistake): string {
  return `${file}:${line}: expected ${expected}, got ${got}${suggestion(nearest ?? null)}`
}

const LONGEST_SHOWN = 40

/**
 * A name from a data file, in quotes and without what would move a terminal's cursor. Values are not shown: they may be
 * passwords.
 */
export function shownName(name: string): string {
  const characters = [...name]
  return JSON.stringify(
    characters.length > LONGEST_SHOWN ? `${characters.slice(0, LONGEST_SHOWN - 1).join('')}…` : name,
  )
}
