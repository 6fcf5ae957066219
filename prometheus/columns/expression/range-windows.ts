// Which samples of an axis lie in a range, at each of a stretch of instants; and what the extrapolation of a rate makes of
// where they lie, which is the same for all series of the axis.

import type { Dialect } from '../../promql/dialect.ts'
import { extrapolated, type RateKind } from '../../promql/evaluate/extrapolated-rate.ts'
import type { SeriesColumn } from '../series-column.ts'
import type { TimeAxis } from '../time-axis.ts'
import { type Presence, presenceOf } from './column-vector.ts'
import type { Instants } from './instants.ts'

export interface RangeBounds {
  /** Before the instants. */
  readonly rangeMs: number
  readonly offsetMs: number
}

/** The series that a range selects. */
export interface ColumnRanges {
  readonly columns: readonly RangeColumn[]
  /** As of a vector. */
  readonly isOrdered: boolean
}

export interface RangeColumn {
  readonly column: SeriesColumn
  readonly windows: RangeWindows
}

export class RangeWindows {
  /** The places of the first sample inside and of the first one behind, for each instant. */
  readonly from: Int32Array
  readonly to: Int32Array
  readonly instants: Instants
  readonly #axis: TimeAxis
  readonly #bounds: RangeBounds
  readonly #present = new Map<number, Presence | undefined>()
  readonly #multipliers = new Map<RateKind, Float64Array>()

  /** @param to how many samples of the axis lie before the ends of the ranges, and are there by then */
  constructor(axis: TimeAxis, instants: Instants, bounds: RangeBounds, to: Int32Array, { leftOpen }: Dialect) {
    this.#axis = axis
    this.instants = instants
    this.#bounds = bounds
    const startMs = -bounds.offsetMs - bounds.rangeMs
    this.from = instants.placesUntil(axis, leftOpen ? startMs : startMs - 1)
    this.to = to
  }

  startMs(i: number): number {
    return this.endMs(i) - this.#bounds.rangeMs
  }

  endMs(i: number): number {
    return (this.instants.queriedMs[i] as number) - this.#bounds.offsetMs
  }

  /** Where at least so many samples are inside; undefined where that is nowhere. */
  presentWith(least: 1 | 2): Presence | undefined {
    if (!this.#present.has(least)) this.#present.set(least, this.#presentWith(least))
    return this.#present.get(least)
  }

  /** By what a growth from the first sample to the last one is multiplied, unless a counter would reach zero on the way. */
  multiplier(kind: RateKind, dialect: Dialect): Float64Array {
    const known = this.#multipliers.get(kind)
    if (known) return known
    const { count, pool } = this.instants
    const multiplier = pool.floats(count)
    const { timesMs } = this.#axis
    // Scrapes mostly lie as they did an evaluation before.
    let [samples, toFirstMs, toLastMs, same] = [0, Number.NaN, Number.NaN, Number.NaN]
    for (let i = 0; i < count; i++) {
      const [from, to] = [this.from[i] as number, this.to[i] as number]
      if (to - from < 2) continue
      const endMs = this.endMs(i)
      const [first, last] = [endMs - (timesMs[from] as number), endMs - (timesMs[to - 1] as number)]
      if (to - from !== samples || first !== toFirstMs || last !== toLastMs) {
        same = this.extrapolate(i, 1, -1, kind, dialect)
        samples = to - from
        toFirstMs = first
        toLastMs = last
      }
      multiplier[i] = same
    }
    this.#multipliers.set(kind, multiplier)
    return multiplier
  }

  /** @param growth from the first sample inside to the last one; there are at least two */
  extrapolate(i: number, growth: number, firstValue: number, kind: RateKind, dialect: Dialect): number {
    const { timesMs } = this.#axis
    const [from, to] = [this.from[i] as number, this.to[i] as number]
    const ends = {
      firstMs: timesMs[from] as number,
      lastMs: timesMs[to - 1] as number,
      firstValue,
      growth,
      count: to - from,
    }
    return extrapolated(ends, { startMs: this.startMs(i), endMs: this.endMs(i) }, kind, dialect)
  }

  #presentWith(least: 1 | 2): Presence | undefined {
    const { count, pool } = this.instants
    const present = pool.bytes(count)
    for (let i = 0; i < count; i++) present[i] = (this.to[i] as number) - (this.from[i] as number) >= least ? 1 : 0
    return presenceOf(present, count)
  }
}
