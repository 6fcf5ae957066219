/** The earliest of many, without keeping all in order: a binary heap with it at the root. */
export class BinaryHeap<Item> {
  readonly #items: Item[] = []
  readonly #isEarlier: (item: Item, than: Item) => boolean

  /** @param isEarlier a strict order, in which no two items are alike */
  constructor(isEarlier: (item: Item, than: Item) => boolean) {
    this.#isEarlier = isEarlier
  }

  /** Undefined where there is none. */
  get earliest(): Item | undefined {
    return this.#items[0]
  }

  add(item: Item): void {
    this.#items.push(item)
    this.#rise(this.#items.length - 1)
  }

  /** Removes the earliest; undefined where there is none. */
  take(): Item | undefined {
    const earliest = this.#items[0]
    const last = this.#items.pop()
    if (last !== undefined && this.#items.length > 0) {
      this.#items[0] = last
      this.#sink(0)
    }
    return earliest
  }

  #rise(from: number): void {
    let index = from
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.#comesBefore(index, parent)) return
      this.#swap(index, parent)
      index = parent
    }
  }

  #sink(from: number): void {
    let index = from
    for (;;) {
      let earliest = index
      const left = 2 * index + 1
      if (left < this.#items.length && this.#comesBefore(left, earliest)) earliest = left
      if (left + 1 < this.#items.length && this.#comesBefore(left + 1, earliest)) earliest = left + 1
      if (earliest === index) return
      this.#swap(index, earliest)
      index = earliest
    }
  }

  #comesBefore(a: number, b: number): boolean {
    return this.#isEarlier(this.#items[a] as Item, this.#items[b] as Item)
  }

  #swap(a: number, b: number): void {
    const [left, right] = [this.#items[a] as Item, this.#items[b] as Item]
    this.#items[a] = right
    this.#items[b] = left
  }
}
