// The samples of columns, handed to a store as time goes on: nothing is read before it was there.

import { firstWhere } from '../../core/search.ts'
import type { SeriesStore } from '../scrape/series-store.ts'
import type { SeriesColumn } from './series-column.ts'

export interface SamplesReader {
  /** Of the rule that reads: what is written after it is there for its next evaluation. */
  readonly rank: number
  /** What was before is never handed over. Absent: everything is. */
  readonly fromMs?: number
}

interface Place {
  readonly column: SeriesColumn
  sample: number
  end: number
}

export class SamplesInOrder {
  readonly #store: SeriesStore
  readonly #rank: number
  readonly #places: Place[]

  /** Series appear in the order of their first samples. */
  constructor(columns: readonly SeriesColumn[], store: SeriesStore, reader: SamplesReader) {
    const { rank, fromMs = Number.NEGATIVE_INFINITY } = reader
    this.#store = store
    this.#rank = rank
    this.#places = columns
      .toSorted((a, b) => a.axis.firstMs - b.axis.firstMs)
      .map((column) => ({
        column,
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
      const { sample, end } = place
      const sampleMs = sample < axis.count ? (axis.timesMs[sample] as number) : Number.POSITIVE_INFINITY
      const endMs = axis.endsMs[end] ?? Number.POSITIVE_INFINITY
      const nextMs = Math.min(sampleMs, endMs)
      if (nextMs > timeMs) return
      const lateMs =
        sampleMs < endMs ? axis.entryLateFor(this.#rank, 'sample', sample) : axis.entryLateFor(this.#rank, 'end', end)
      if (nextMs + lateMs > timeMs) return
      const stored = this.#store.series(labels, true)
      if (sampleMs < endMs) stored.append(sampleMs, values[place.sample++] as number)
      else {
        stored.appendStale(endMs)
        place.end++
      }
    }
  }
}
