// A table for a terminal: columns as wide as their widest cell, the least important ones left out until it fits.

import { fitLine, type Line, line, lineWidth, padLine, span } from './styled-text.ts'

export interface Column {
  readonly header: string
  readonly align: 'left' | 'right'
  /** Columns with a number may go, the highest first; `keep` stays. */
  readonly drop: number | 'keep'
  /** Before a column goes, cells of this one are cut to as few columns as that. Absent: they are not cut. */
  readonly shortest?: number
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
  const cut = cutToFit(cells, needed - width)
  if (cut !== null) return cut
  const orders = cells.map(({ column }) => (column.drop === 'keep' ? -1 : column.drop))
  const highest = Math.max(...orders)
  if (highest < 0) return null
  return dropUntilFit(
    cells.filter((_, i) => orders[i] !== highest),
    width,
  )
}

/** Null where cutting is not enough. */
function cutToFit(cells: readonly Cells[], tooMuch: number): readonly Cells[] | null {
  let left = tooMuch
  const cut = cells.map(({ column, lines }) => {
    const full = widest(lines)
    const spare = Math.min(left, Math.max(0, full - (column.shortest ?? full)))
    left -= spare
    return spare === 0 ? { column, lines } : { column, lines: lines.map((cell) => fitLine(cell, full - spare)) }
  })
  return left > 0 ? null : cut
}

function widest(lines: readonly Line[]): number {
  return Math.max(...lines.map(lineWidth))
}
