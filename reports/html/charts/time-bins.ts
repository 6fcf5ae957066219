// The seconds of a run gathered into bins, so that a run of a day still makes a page that opens at once.

import type { TimelineRow } from '../../../core/report/report.ts'

export interface TimeBins {
  readonly binSeconds: number
  /** At least one row each. */
  readonly rows: readonly (readonly TimelineRow[])[]
}

// Widths that people can name.
const WIDTHS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]

/** The narrowest bins of which there are no more than `most`. */
export function timeBins(timeline: readonly TimelineRow[], most: number): TimeBins {
  const binSeconds = WIDTHS.find((width) => timeline.length / width <= most) ?? Math.ceil(timeline.length / most)
  const rows = Array.from({ length: Math.ceil(timeline.length / binSeconds) }, (_, bin) =>
    timeline.slice(bin * binSeconds, (bin + 1) * binSeconds),
  )
  return { binSeconds, rows }
}
