// What selectors find over a stretch of instants: at each of them the last sample of a series, or those of a range. Nothing is
// found before it was written. Where samples lie is found once for all series of an axis, and for all rules.

import type { Dialect } from '../../promql/dialect.ts'
import { LOOKBACK_MS } from '../../promql/evaluate/select-samples.ts'
import type { MatrixSelector, VectorSelector } from '../../promql/expression/expression.ts'
import type { ColumnStore } from '../column-store.ts'
import type { TimeAxis } from '../time-axis.ts'
import { type ColumnElement, type ColumnVector, type Presence, presenceOf } from './column-vector.ts'
import type { Instants } from './instants.ts'
import { type ColumnRanges, RangeWindows } from './range-windows.ts'

export interface SelectionContext {
  readonly store: ColumnStore
  readonly dialect: Dialect
  /** The place of the rule that reads, among all of the file. */
  readonly rank: number
}

/** What was found over some instants already. */
export interface KnownPlaces {
  readonly windows: Map<TimeAxis, Map<string, RangeWindows>>
  readonly lasts: Map<TimeAxis, Map<string, LastPlaces>>
}

export function noKnownPlaces(): KnownPlaces {
  return { windows: new Map(), lasts: new Map() }
}

/** The last sample that an instant selector finds on an axis. */
interface LastPlaces {
  readonly places: Int32Array
  readonly present: Presence | undefined
}

export class SelectedColumns {
  readonly #instants: Instants
  readonly #context: SelectionContext
  readonly #known: KnownPlaces

  constructor(instants: Instants, context: SelectionContext, known: KnownPlaces) {
    this.#instants = instants
    this.#context = context
    this.#known = known
  }

  /** @param read another number in place of the value */
  vector(selector: VectorSelector, read?: (axis: TimeAxis, place: number) => number): ColumnVector {
    const { count, pool } = this.#instants
    const elements = this.#context.store.select(selector.matchers).flatMap((column): ColumnElement[] => {
      const { places, present } = this.#lastPlaces(column.axis, selector.offsetMs)
      if (present === undefined) return []
      const values = pool.floats(count)
      for (let i = 0; i < count; i++) {
        const place = places[i] as number
        values[i] = read ? read(column.axis, place) : (column.values[place] as number)
      }
      return [{ labels: column.labels, values, present }]
    })
    return { elements, isOrdered: true }
  }

  ranges({ selector, rangeMs }: MatrixSelector): ColumnRanges {
    const columns = this.#context.store.select(selector.matchers).map((column) => ({
      column,
      windows: this.windows(column.axis, rangeMs, selector.offsetMs),
    }))
    return { columns, isOrdered: true }
  }

  windows(axis: TimeAxis, rangeMs: number, offsetMs: number): RangeWindows {
    const bounds = { rangeMs, offsetMs, untilMs: this.#untilMs(axis) }
    const ofAxis = this.#known.windows.get(axis) ?? new Map<string, RangeWindows>()
    this.#known.windows.set(axis, ofAxis)
    const key = `${rangeMs} ${offsetMs} ${bounds.untilMs}`
    const windows = ofAxis.get(key) ?? new RangeWindows(axis, this.#instants, bounds, this.#context.dialect)
    ofAxis.set(key, windows)
    return windows
  }

  #lastPlaces(axis: TimeAxis, offsetMs: number): LastPlaces {
    const untilMs = this.#untilMs(axis)
    const ofAxis = this.#known.lasts.get(axis) ?? new Map<string, LastPlaces>()
    this.#known.lasts.set(axis, ofAxis)
    const key = `${offsetMs} ${untilMs}`
    const found = ofAxis.get(key) ?? this.#foundLasts(axis, offsetMs, Math.min(-offsetMs, untilMs))
    ofAxis.set(key, found)
    return found
  }

  #foundLasts(axis: TimeAxis, offsetMs: number, untilMs: number): LastPlaces {
    const { count, pool, queriedMs } = this.#instants
    const behind = this.#instants.placesUntil(axis, untilMs)
    const places = pool.ints(count)
    const there = pool.bytes(count)
    const { timesMs, endsMs } = axis
    const lookbackMs = offsetMs + LOOKBACK_MS + (this.#context.dialect.leftOpen ? 0 : 1)
    let end = 0
    for (let i = 0; i < count; i++) {
      const queried = queriedMs[i] as number
      const place = (behind[i] as number) - 1
      while (end < endsMs.length && (endsMs[end] as number) <= queried + untilMs) end++
      const lastMs = place < 0 ? Number.NEGATIVE_INFINITY : (timesMs[place] as number)
      const hasEnded = end > 0 && (endsMs[end - 1] as number) > lastMs
      places[i] = Math.max(0, place)
      there[i] = Number(lastMs > queried - lookbackMs && !hasEnded)
    }
    return { places, present: presenceOf(there, count) }
  }

  /** How long after an instant the last sample of an axis may lie that is written by then. */
  #untilMs({ writer }: TimeAxis): number {
    const { queryOffsetMs } = this.#instants
    if (writer === null) return queryOffsetMs
    return queryOffsetMs - writer.writtenAfterMs - (writer.rank >= this.#context.rank ? 1 : 0)
  }
}
