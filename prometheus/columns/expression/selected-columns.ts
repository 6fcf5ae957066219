// What selectors find over a stretch of instants: at each of them the last sample of a series, or those of a range. Nothing is
// found before it was written. Where samples lie is found once for all series of an axis, and for all rules.

import { firstWhere } from '../../../core/search.ts'
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
    const ofAxis = this.#known.windows.get(axis) ?? new Map<string, RangeWindows>()
    this.#known.windows.set(axis, ofAxis)
    const key = `${rangeMs} ${offsetMs} ${this.#lateKey(axis)}`
    const known = ofAxis.get(key)
    if (known) return known
    const to = this.#placesThere(axis, offsetMs)
    const windows = new RangeWindows(axis, this.#instants, { rangeMs, offsetMs }, to, this.#context.dialect)
    ofAxis.set(key, windows)
    return windows
  }

  #lastPlaces(axis: TimeAxis, offsetMs: number): LastPlaces {
    const ofAxis = this.#known.lasts.get(axis) ?? new Map<string, LastPlaces>()
    this.#known.lasts.set(axis, ofAxis)
    const key = `${offsetMs} ${this.#lateKey(axis)}`
    const found = ofAxis.get(key) ?? this.#foundLasts(axis, offsetMs)
    ofAxis.set(key, found)
    return found
  }

  #foundLasts(axis: TimeAxis, offsetMs: number): LastPlaces {
    const { rank, dialect } = this.#context
    const { count, pool, queriedMs, queryOffsetMs } = this.#instants
    const behind = this.#placesThere(axis, offsetMs)
    const places = pool.ints(count)
    const there = pool.bytes(count)
    const { timesMs, endsMs } = axis
    const lookbackMs = offsetMs + LOOKBACK_MS + (dialect.leftOpen ? 0 : 1)
    const isThere = (endMs: number, place: number, queried: number) =>
      endMs <= queried - offsetMs && endMs + axis.entryLateFor(rank, 'end', place) <= queried + queryOffsetMs
    let end = 0
    for (let i = 0; i < count; i++) {
      const queried = queriedMs[i] as number
      const place = (behind[i] as number) - 1
      while (end < endsMs.length && isThere(endsMs[end] as number, end, queried)) end++
      const lastMs = place < 0 ? Number.NEGATIVE_INFINITY : (timesMs[place] as number)
      const hasEnded = end > 0 && (endsMs[end - 1] as number) > lastMs
      places[i] = Math.max(0, place)
      there[i] = Number(lastMs > queried - lookbackMs && !hasEnded)
    }
    return { places, present: presenceOf(there, count) }
  }

  /** For each instant, how many samples lie up to so long before it, of those that are written by then. */
  #placesThere(axis: TimeAxis, offsetMs: number): Int32Array {
    const { count, pool, queryOffsetMs } = this.#instants
    const lateMs = axis.lateFor(this.#context.rank)
    if (lateMs !== null) return this.#instants.placesUntil(axis, Math.min(-offsetMs, queryOffsetMs - lateMs))
    const inTime = this.#instants.placesUntil(axis, -offsetMs)
    const written = this.#placesWritten(axis)
    const places = pool.ints(count)
    for (let i = 0; i < count; i++) places[i] = Math.min(inTime[i] as number, written[i] as number)
    return places
  }

  /** Samples come to be written in the order of their instants, one a longer time after its own than another. */
  #placesWritten(axis: TimeAxis): Int32Array {
    const { count, pool, queriedMs, queryOffsetMs } = this.#instants
    const places = pool.ints(count)
    const { rank } = this.#context
    const isWritten = (place: number, atMs: number) =>
      (axis.timesMs[place] as number) + axis.entryLateFor(rank, 'sample', place) <= atMs
    const firstMs = (queriedMs[0] as number) + queryOffsetMs
    let place = firstWhere(0, axis.count, (each) => !isWritten(each, firstMs))
    for (let i = 0; i < count; i++) {
      while (place < axis.count && isWritten(place, (queriedMs[i] as number) + queryOffsetMs)) place++
      places[i] = place
    }
    return places
  }

  /** Rules for which the samples of an axis are there as late find the same. */
  #lateKey(axis: TimeAxis): string {
    const { rank } = this.#context
    const lateMs = axis.lateFor(rank)
    return lateMs === null ? `for ${rank}` : `${lateMs}`
  }
}
