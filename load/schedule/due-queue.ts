// Which user is due when: a binary heap with the earliest at its root.

interface Entry {
  readonly seconds: number
  readonly user: number
}

export class DueQueue {
  readonly #heap: Entry[] = []

  /** Infinity where the queue is empty. */
  earliestSeconds(): number {
    return this.#heap[0]?.seconds ?? Number.POSITIVE_INFINITY
  }

  add(seconds: number, user: number): void {
    this.#heap.push({ seconds, user })
    this.#rise(this.#heap.length - 1)
  }

  /** Removes the earliest. @throws RangeError where the queue is empty */
  take(): number {
    const earliest = this.#heap[0]
    const last = this.#heap.pop()
    if (earliest === undefined || last === undefined) throw new RangeError('queue is empty')
    if (this.#heap.length > 0) {
      this.#heap[0] = last
      this.#sink(0)
    }
    return earliest.user
  }

  #rise(from: number): void {
    let index = from
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.#isEarlier(index, parent)) return
      this.#swap(index, parent)
      index = parent
    }
  }

  #sink(from: number): void {
    let index = from
    for (;;) {
      let earliest = index
      for (const child of [2 * index + 1, 2 * index + 2])
        if (child < this.#heap.length && this.#isEarlier(child, earliest)) earliest = child
      if (earliest === index) return
      this.#swap(index, earliest)
      index = earliest
    }
  }

  /** Of two users who are due at once, the one with the lower number comes first. */
  #isEarlier(a: number, b: number): boolean {
    const [left, right] = [this.#heap[a] as Entry, this.#heap[b] as Entry]
    return left.seconds < right.seconds || (left.seconds === right.seconds && left.user < right.user)
  }

  #swap(a: number, b: number): void {
    const [left, right] = [this.#heap[a] as Entry, this.#heap[b] as Entry]
    this.#heap[a] = right
    this.#heap[b] = left
  }
}
