// The samples of one series in a range that moves forward: its ends are found by walking on from where they were.

import { withoutName } from '../../promql/evaluate/instant-sample.ts'
import type { Labels } from '../../series/series.ts'
import type { SampleColumn } from './sample-column.ts'

/** More samples than this are skipped by a search. */
const LONGEST_WALK = 32

export class Window {
  readonly column: SampleColumn
  /** Those of the series without its name: what a calculated value has. */
  readonly unnamed: Labels
  /** The positions of the first sample inside and of the first one behind. */
  from = 0
  to = 0
  #startMs = Number.NEGATIVE_INFINITY
  #endMs = Number.NEGATIVE_INFINITY

  constructor(column: SampleColumn) {
    this.column = column
    this.unnamed = withoutName(column.labels)
  }

  /** The samples after `startMs`, up to and including `endMs`. */
  moveTo(startMs: number, endMs: number): void {
    const { column } = this
    this.from = this.#walk(this.from, startMs, startMs >= this.#startMs)
    this.to = this.#walk(this.to, endMs, endMs >= this.#endMs)
    this.#startMs = startMs
    this.#endMs = endMs
    if (this.from < column.firstPosition) this.from = column.firstPosition
    if (this.to < this.from) this.to = this.from
  }

  #walk(position: number, timeMs: number, isForward: boolean): number {
    const { column } = this
    if (!isForward) return column.positionAfter(timeMs)
    const end = column.endPosition
    let at = Math.max(position, column.firstPosition)
    for (let steps = 0; at < end && column.timeAt(at) <= timeMs; at++)
      if (++steps > LONGEST_WALK) return column.positionAfter(timeMs)
    return at
  }
}
