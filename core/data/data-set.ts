// A data set: rows that requests draw their values from, `${users.email}`, as a scenario names it and as a plan carries it.

import type { RowBlocks } from './row-blocks.ts'

/** How its files are written. */
export type DataFormat = 'csv' | 'jsonl'

/** The endings of files by which their format is told. */
export const DATA_ENDINGS: Readonly<Record<string, DataFormat>> = {
  '.csv': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
}

/** `sequence`: row by row, and from the first again; `random`: drawn by the seed; `once`: row by row, none twice. */
export const DATA_ORDERS = ['sequence', 'random', 'once'] as const
export type DataOrder = (typeof DATA_ORDERS)[number]

export interface DataSet {
  readonly name: string
  /** Absolute path. */
  readonly file: string
  readonly order: DataOrder
}

/** Where a generator finds the rows. */
export type RowSource =
  /** A small file, whole. */
  | { readonly kind: 'memory'; readonly bytes: Uint8Array }
  /** A large one, read piece by piece while the run goes on. */
  | { readonly kind: 'file'; readonly file: string; readonly blocks: RowBlocks }

/** A data set whose file was read once and found to have no mistakes. */
export interface PlannedData {
  readonly name: string
  readonly order: DataOrder
  readonly format: DataFormat
  /** The columns whose values can be asked for, in the order in which a row has them. */
  readonly columns: readonly string[]
  /** How many there are. */
  readonly rows: number
  readonly source: RowSource
  /** By request of the plan: whether it draws a row. */
  readonly usedBy: readonly boolean[]
}

/** The format of a file by its ending; undefined where that is none of those. */
export function dataFormat(file: string): DataFormat | undefined {
  const ending = /\.[^./\\]+$/.exec(file)?.[0].toLowerCase() ?? ''
  return Object.hasOwn(DATA_ENDINGS, ending) ? DATA_ENDINGS[ending] : undefined
}
