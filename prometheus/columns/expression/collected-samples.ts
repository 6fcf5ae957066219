// Samples that come instant by instant, collected into columns.

import { labelSignature } from '../../series/labels.ts'
import type { Labels } from '../../series/series.ts'
import { type ColumnElement, type ColumnVector, presenceOf } from './column-vector.ts'
import type { Instants } from './instants.ts'

interface Slot {
  readonly place: number
  readonly labels: Labels
  readonly values: Float64Array
  readonly present: Uint8Array
}

export class CollectedSamples {
  readonly #instants: Instants
  readonly #slots = new Map<string, Slot>()
  #isOrdered = true

  constructor(instants: Instants) {
    this.#instants = instants
  }

  /** Of one instant, each label set once. */
  add(i: number, samples: readonly { readonly labels: Labels; readonly value: number }[]): void {
    let last = -1
    for (const { labels, value } of samples) {
      const slot = this.#slot(labels)
      slot.values[i] = value
      slot.present[i] = 1
      if (slot.place < last) this.#isOrdered = false
      last = slot.place
    }
  }

  vector(): ColumnVector {
    const elements = [...this.#slots.values()].flatMap(({ labels, values, present }): ColumnElement[] => {
      const presence = presenceOf(present, this.#instants.count)
      return presence === undefined ? [] : [{ labels, values, present: presence }]
    })
    return { elements, isOrdered: this.#isOrdered }
  }

  #slot(labels: Labels): Slot {
    const signature = labelSignature(labels)
    const known = this.#slots.get(signature)
    if (known) return known
    const { count, pool } = this.#instants
    const fresh = { place: this.#slots.size, labels, values: pool.floats(count), present: pool.bytes(count).fill(0) }
    this.#slots.set(signature, fresh)
    return fresh
  }
}
