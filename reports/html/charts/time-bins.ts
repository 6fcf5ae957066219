// The seconds of a run gathered into bins, so that the page of a day-long run still opens at once.

import type { TimelineRow } from '../../../core/report/report.ts'

export interface TimeBins {
  readonly binSeconds: number
  /** Each bin has at least one row. */
  readonly rows: readonly (readonly TimelineRow[])[]
}

// Widths that people count time in. Seconds.
const WIDTHS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]

/** The narrowest bins that give at most `most` of them. */
export function timeBins(timeline: readonly TimelineRow[], most: number): TimeBins {
  const binSeconds = WIDTHS.find((width) => timeline.length / width <= most) ?? Math.ceil(timeline.length / most)
  const rows = Array.from({ length: Math.ceil(timeline.length / binSeconds) }, (_, bin) =>
    timeline.slice(bin * binSeconds, (bin + 1) * binSeconds),
  )
  return { binSeconds, rows }
}
