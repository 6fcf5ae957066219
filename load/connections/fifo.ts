// First in, first out, in constant time however long the queue is (Array.shift moves all items).

export class Fifo<T> {
  #items: (T | undefined)[] = []
  #head = 0

  get size(): number {
    return this.#items.length - this.#head
  }

  get first(): T | undefined {
    return this.#items[this.#head]
  }

  /** From the first to the last. */
  *[Symbol.iterator](): Generator<T> {
    for (const item of this.#items.slice(this.#head)) if (item !== undefined) yield item
  }

  push(item: T): void {
    this.#items.push(item)
  }

  shift(): T | undefined {
    const item = this.first
    if (this.size === 0) return undefined
    this.#items[this.#head++] = undefined
    if (this.#head === this.#items.length) this.#restart(0)
    else if (this.#head > 1024 && this.#head * 2 > this.#items.length) this.#restart(this.#head)
    return item
  }

  #restart(from: number): void {
    this.#items = from === 0 ? [] : this.#items.slice(from)
    this.#head = 0
  }
}
