// The samples of one series, as a column of numbers on an axis of instants.

import type { Labels } from '../series/series.ts'
import { type TimeAxis, withRoom } from './time-axis.ts'

export class SeriesColumn {
  readonly labels: Labels
  readonly axis: TimeAxis
  /** As many as the axis has samples, and room for more. */
  values: Float64Array
  #falls: number[] = []
  #changes: number[] = []
  #fallsUntil: number
  #changesUntil = 1

  /** @param risesUntil none of so many first samples is below the one before it */
  constructor(labels: Labels, axis: TimeAxis, values: Float64Array = new Float64Array(), risesUntil = 0) {
    this.labels = labels
    this.axis = axis
    this.values = values
    this.#fallsUntil = Math.max(1, risesUntil)
  }

  /** Only where it has the axis to itself. */
  append(timeMs: number, value: number): void {
    const place = this.axis.count
    this.values = withRoom(this.values, place + 1, this.axis.writer)
    this.values[place] = value
    this.axis.append(timeMs)
  }

  /** Several at once. */
  appendAll(timesMs: Float64Array, values: Float64Array): void {
    const place = this.axis.count
    this.axis.appendAll(timesMs)
    this.values = withRoom(this.values, this.axis.count, this.axis.writer)
    this.values.set(values, place)
  }

  /** Without samples before an instant. Only where it has the axis to itself. */
  forgetBefore(timeMs: number): void {
    const { axis } = this
    const samples = axis.countUntil(timeMs - 1)
    this.values.copyWithin(0, samples, axis.count)
    axis.forget(samples)
    const kept = (places: readonly number[]) => places.flatMap((place) => (place > samples ? [place - samples] : []))
    this.#falls = kept(this.#falls)
    this.#changes = kept(this.#changes)
    this.#fallsUntil = Math.max(1, this.#fallsUntil - samples)
    this.#changesUntil = Math.max(1, this.#changesUntil - samples)
  }

  /** The places of samples below the one before them, ascending: a counter was reset there. */
  falls(): readonly number[] {
    const { values, axis } = this
    for (; this.#fallsUntil < axis.count; this.#fallsUntil++)
      if ((values[this.#fallsUntil] as number) < (values[this.#fallsUntil - 1] as number))
        this.#falls.push(this.#fallsUntil)
    return this.#falls
  }

  /** The places of samples that differ from the one before them, ascending. From NaN to NaN is no change. */
  changes(): readonly number[] {
    const { values, axis } = this
    for (; this.#changesUntil < axis.count; this.#changesUntil++) {
      const [before, after] = [values[this.#changesUntil - 1] as number, values[this.#changesUntil] as number]
      if (after !== before && !(Number.isNaN(after) && Number.isNaN(before))) this.#changes.push(this.#changesUntil)
    }
    return this.#changes
  }
}
