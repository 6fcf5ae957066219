// Bytes that are kept from one read to the next, in memory that is used again.

const SMALLEST = 1024
/** Memory beyond this is given back: of hundreds of connections each may have had one large body. */
const MOST_REUSED = 64 * 1024

export class KeptBytes {
  #bytes = Buffer.alloc(0)
  #length = 0

  get length(): number {
    return this.#length
  }

  clear(): void {
    this.#length = 0
    if (this.#bytes.length > MOST_REUSED) this.#bytes = Buffer.alloc(0)
  }

  append(bytes: Buffer, from: number, to: number): void {
    const length = this.#length + to - from
    if (length > this.#bytes.length) this.#grow(length)
    bytes.copy(this.#bytes, this.#length, from, to)
    this.#length = length
  }

  /** A copy. @param most of more, the first so many */
  take(most = this.#length): Buffer {
    return Buffer.from(this.#bytes.subarray(0, Math.min(most, this.#length)))
  }

  #grow(length: number): void {
    const larger = Buffer.allocUnsafe(Math.max(SMALLEST, length, this.#bytes.length * 2))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}
