// Numbers the distinct values of a long stream in the order in which they are met. A Map does the same, but takes five
// times as long for the millions of entries of a record, because it boxes every float.

export class ValueIds {
  #values = new Float64Array(1024)
  #count = 0
  /** Ids by hash, −1 where free; twice as many slots as values, so that probes stay short. */
  #slots = new Int32Array(2048).fill(-1)
  readonly #float = new Float64Array(1)
  readonly #bits = new Int32Array(this.#float.buffer)

  get count(): number {
    return this.#count
  }

  /** In the order of their ids. */
  values(): Float64Array {
    return this.#values.slice(0, this.#count)
  }

  idOf(value: number): number {
    let slot = this.#slotOf(value)
    for (let id = this.#slots[slot] as number; id >= 0; id = this.#slots[slot] as number) {
      if (this.#values[id] === value) return id
      slot = (slot + 1) & (this.#slots.length - 1)
    }
    if (this.#count === this.#values.length) {
      this.#grow()
      return this.idOf(value)
    }
    this.#slots[slot] = this.#count
    this.#values[this.#count] = value
    return this.#count++
  }

  #slotOf(value: number): number {
    this.#float[0] = value
    const mixed = Math.imul((this.#bits[0] as number) ^ Math.imul(this.#bits[1] as number, 0x9e3779b1), 0x85ebca6b)
    return (mixed ^ (mixed >>> 15)) & (this.#slots.length - 1)
  }

  #grow(): void {
    const known = this.values()
    this.#values = new Float64Array(2 * known.length)
    this.#values.set(known)
    this.#slots = new Int32Array(4 * known.length).fill(-1)
    known.forEach((value, id) => {
      let slot = this.#slotOf(value)
      while ((this.#slots[slot] as number) >= 0) slot = (slot + 1) & (this.#slots.length - 1)
      this.#slots[slot] = id
    })
  }
}
