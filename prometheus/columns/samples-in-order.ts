// The samples of columns, handed to a store as time goes on: nothing is read before it was there.

import { firstWhere } from '../../core/search.ts'
import type { SeriesStore } from '../scrape/series-store.ts'
import type { SeriesColumn } from './series-column.ts'

export interface ColumnInOrder {
  readonly column: SeriesColumn
  /** Its samples are there so much after the instants that they carry. */
  readonly lateMs: number
}

interface Place extends ColumnInOrder {
  sample: number
  end: number
}

export class SamplesInOrder {
  readonly #store: SeriesStore
  readonly #places: Place[]

  /** Series appear in the order of their first samples. @param fromMs what was before is never handed over */
  constructor(columns: readonly ColumnInOrder[], store: SeriesStore, fromMs = Number.NEGATIVE_INFINITY) {
    this.#store = store
    this.#places = columns
      .toSorted((a, b) => a.column.axis.firstMs - b.column.axis.firstMs)
      .map(({ column, lateMs }) => ({
        column,
        lateMs,
        sample: column.axis.countUntil(fromMs),
        end: firstWhere(0, column.axis.endsMs.length, (i) => (column.axis.endsMs[i] as number) > fromMs),
      }))
  }

  bringUntil(timeMs: number): void {
    for (const place of this.#places) this.#bring(place, timeMs)
  }

  #bring(place: Place, timeMs: number): void {
    const { axis, labels, values } = place.column
    for (;;) {
      const sampleMs = place.sample < axis.count ? (axis.timesMs[place.sample] as number) : Number.POSITIVE_INFINITY
      const endMs = axis.endsMs[place.end] ?? Number.POSITIVE_INFINITY
      if (Math.min(sampleMs, endMs) + place.lateMs > timeMs) return
      const stored = this.#store.series(labels, true)
      if (sampleMs < endMs) stored.append(sampleMs, values[place.sample++] as number)
      else {
        stored.appendStale(endMs)
        place.end++
      }
    }
  }
}
