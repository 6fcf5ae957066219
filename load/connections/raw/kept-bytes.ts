// Bytes that are kept from one read to the next, in memory that is used again.

const SMALLEST = 1024

export class KeptBytes {
  #bytes = Buffer.alloc(0)
  #length = 0

  get length(): number {
    return this.#length
  }

  clear(): void {
    this.#length = 0
  }

  append(bytes: Buffer, from: number, to: number): void {
    const length = this.#length + to - from
    if (length > this.#bytes.length) this.#grow(length)
    bytes.copy(this.#bytes, this.#length, from, to)
    this.#length = length
  }

  /** A copy. */
  take(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length))
  }

  #grow(length: number): void {
    const larger = Buffer.allocUnsafe(Math.max(SMALLEST, length, this.#bytes.length * 2))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}
