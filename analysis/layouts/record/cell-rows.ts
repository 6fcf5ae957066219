// How often each cell was observed in each second, as compressed sparse rows. A cell is a latency that the record
// distinguishes from others, or a bucket of a layout.

export interface CellRows {
  readonly cellCount: number
  /** Row r holds the entries offsets[r] to offsets[r + 1]. */
  readonly offsets: Int32Array
  /** Ascending within a row. */
  readonly cells: Int32Array
  readonly counts: Float64Array
}

export function rowCount(rows: CellRows): number {
  return rows.offsets.length - 1
}

/** How often each cell was observed in the rows [from, to). */
export function cellTotals(rows: CellRows, from = 0, to = rowCount(rows)): Float64Array {
  const totals = new Float64Array(rows.cellCount)
  const { offsets, cells, counts } = rows
  const end = offsets[Math.min(to, rowCount(rows))] as number
  for (let entry = offsets[Math.min(from, rowCount(rows))] as number; entry < end; entry++)
    totals[cells[entry] as number]! += counts[entry] as number
  return totals
}

const knownTotals = new WeakMap<CellRows, Float64Array>()

/** The same of all rows, counted once: nobody writes to rows, nor to these. */
export function allTotals(rows: CellRows): Float64Array {
  const known = knownTotals.get(rows)
  if (known) return known
  const totals = cellTotals(rows)
  knownTotals.set(rows, totals)
  return totals
}

/** The same rows with cells summed by group. @param groupOf the group of each cell, ascending with the cell */
export function groupRows(rows: CellRows, groupOf: Int32Array, groupCount: number): CellRows {
  const offsets = groupedOffsets(rows, groupOf)
  const entries = offsets.at(-1) as number
  const cells = new Int32Array(entries)
  const counts = new Float64Array(entries)
  const { offsets: from, cells: ungrouped, counts: seen } = rows
  let at = -1
  for (let row = 0; row < rowCount(rows); row++) {
    const end = from[row + 1] as number
    let previous = -1
    let sum = 0
    for (let entry = from[row] as number; entry < end; entry++) {
      const group = groupOf[ungrouped[entry] as number] as number
      if (group !== previous) {
        if (previous >= 0) counts[at] = sum
        cells[++at] = previous = group
        sum = 0
      }
      sum += seen[entry] as number
    }
    if (previous >= 0) counts[at] = sum
  }
  return { cellCount: groupCount, offsets, cells, counts }
}

// Counts the entries before they are filled, because arrays as long as the record's, for each layout, would need more memory
// than everything else.
function groupedOffsets(rows: CellRows, groupOf: Int32Array): Int32Array {
  const offsets = new Int32Array(rows.offsets.length)
  const { offsets: from, cells: ungrouped } = rows
  let entries = 0
  for (let row = 0; row < rowCount(rows); row++) {
    const end = from[row + 1] as number
    let previous = -1
    for (let entry = from[row] as number; entry < end; entry++) {
      const group = groupOf[ungrouped[entry] as number] as number
      if (group !== previous) entries++
      previous = group
    }
    offsets[row + 1] = entries
  }
  return offsets
}
