// What the operand of a subquery was at its steps, which are whole multiples of the step: evaluated once, and read by all
// instants whose ranges hold them.

import { labelSignature } from '../../series/labels.ts'
import { SeriesColumn } from '../series-column.ts'
import { TimeAxis } from '../time-axis.ts'
import type { ColumnElement, ColumnVector } from './column-vector.ts'

export class StepColumns {
  readonly #stepMs: number
  readonly #bySignature = new Map<string, SeriesColumn>()
  #nextMs: number
  #stepCount = 0

  /** @param fromMs the start of the first range */
  constructor(fromMs: number, stepMs: number) {
    this.#stepMs = stepMs
    this.#nextMs = Math.ceil(fromMs / stepMs) * stepMs
  }

  get columns(): readonly SeriesColumn[] {
    return [...this.#bySignature.values()]
  }

  /** Whether every series had a value at every step. */
  get isWhole(): boolean {
    return this.columns.every(({ axis }) => axis.count === this.#stepCount)
  }

  /** Those up to and including an instant that were not evaluated yet. */
  stepsUntil(untilMs: number): Float64Array {
    const count = Math.max(0, Math.floor((untilMs - this.#nextMs) / this.#stepMs) + 1)
    return Float64Array.from({ length: count }, (_, i) => this.#nextMs + i * this.#stepMs)
  }

  add(steps: Float64Array, { elements }: ColumnVector): void {
    this.#nextMs = (steps[steps.length - 1] as number) + this.#stepMs
    this.#stepCount += steps.length
    const byColumn = new Map<SeriesColumn, ColumnElement[]>()
    for (const element of elements) {
      const column = this.#column(element.labels)
      byColumn.set(column, [...(byColumn.get(column) ?? []), element])
    }
    for (const [column, same] of byColumn)
      for (let i = 0; i < steps.length; i++)
        for (const { values, present } of same)
          if (present === null || present[i] === 1) column.append(steps[i] as number, values[i] as number)
  }

  #column(labels: SeriesColumn['labels']): SeriesColumn {
    const signature = labelSignature(labels)
    const known = this.#bySignature.get(signature)
    if (known) return known
    const fresh = new SeriesColumn(labels, new TimeAxis())
    this.#bySignature.set(signature, fresh)
    return fresh
  }
}
