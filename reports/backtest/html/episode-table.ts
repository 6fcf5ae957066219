// A table of episodes. One of many rows scrolls in a frame of its own, so that it does not hide what stands below it.

import type { Markup } from '../../html/page/markup.ts'
import { type DataTable, renderTable, renderTableView } from '../../html/page/table.ts'

const MOST_ROWS = 12

export function renderEpisodes(table: DataTable): Markup {
  return table.rows.length > MOST_ROWS ? renderTableView(table, true) : renderTable(table)
}
