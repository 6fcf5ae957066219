// The rows in a part of a data file that was checked before, as the values of its columns.

import { isMapping } from '../file/mapping.ts'
import { parseJson } from '../json/exact-json.ts'
import { csvRows } from './csv-rows.ts'
import type { PlannedData } from './data-set.ts'

/** By column: texts of a CSV file, whatever JSON has of JSON lines, with all digits of its numbers. */
export type DataRow = readonly unknown[]

/** @param text whole rows, without the names of the columns */
export function rowsIn(text: string, { format, columns }: Pick<PlannedData, 'format' | 'columns'>): DataRow[] {
  return format === 'csv' ? csvRows(text) : jsonlRows(text, columns)
}

function jsonlRows(text: string, columns: readonly string[]): DataRow[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const row: unknown = parseJson(line)
      return columns.map((column) => (isMapping(row) ? row[column] : undefined))
    })
}
