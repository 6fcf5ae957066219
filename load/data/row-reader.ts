import type { DataRow } from '../../core/data/rows-in.ts'

/** The rows of one data set, by their number. */
export interface RowReader {
  /** @throws UserError where the file is not what it was before the run */
  row(index: number): DataRow
  /** This row will be asked for soon. */
  expect(index: number): void
  close(): void
}
