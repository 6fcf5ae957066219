// A table for a terminal: columns as wide as their widest cell, the least important ones left out until it fits.

import { type Line, line, lineWidth, padLine, span } from './styled-text.ts'

export interface Column {
  readonly header: string
  readonly align: 'left' | 'right'
  /** Columns with a number may go, the highest first; `keep` stays. */
  readonly drop: number | 'keep'
}

const GAP = 2

/** Header and rows, or null where not even the columns that must stay fit. Rows have one cell a column. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Line[])[],
  width: number,
): Line[] | null {
  const cells = columns.map((column, i) => ({
    column,
    lines: [line(column.header, 'quiet'), ...rows.map((row) => row[i] ?? [])],
  }))
  const worthShowing = cells.filter(
    ({ column, lines }) => column.drop === 'keep' || lines.slice(1).some((cell) => lineWidth(cell) > 0),
  )
  const shown = dropUntilFit(worthShowing, width)
  if (shown === null) return null
  return Array.from({ length: rows.length + 1 }, (_, row) =>
    shown.flatMap(({ column, lines }, i) => [
      ...(i === 0 ? [] : [span(' '.repeat(GAP))]),
      ...padLine(lines[row] as Line, widest(lines), column.align),
    ]),
  )
}

interface Cells {
  readonly column: Column
  readonly lines: readonly Line[]
}

function dropUntilFit(cells: readonly Cells[], width: number): readonly Cells[] | null {
  const needed = cells.reduce((sum, { lines }) => sum + widest(lines), 0) + GAP * (cells.length - 1)
  if (needed <= width) return cells
  const orders = cells.map(({ column }) => (column.drop === 'keep' ? -1 : column.drop))
  const highest = Math.max(...orders)
  if (highest < 0) return null
  return dropUntilFit(
    cells.filter((_, i) => orders[i] !== highest),
    width,
  )
}

function widest(lines: readonly Line[]): number {
  return Math.max(...lines.map(lineWidth))
}
