import type { Markup } from './markup.ts'
import { type DataTable, renderTable, renderTableView } from './table.ts'

const MOST_ROWS = 12

/** A table of many rows scrolls in a frame of its own, so that it does not hide what stands below it. */
export function renderLongTable(table: DataTable): Markup {
  return table.rows.length > MOST_ROWS ? renderTableView(table, true) : renderTable(table)
}
