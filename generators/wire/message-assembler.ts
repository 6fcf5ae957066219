// Puts the messages of one sender together again. Its chunks come in order; some come twice, where an acknowledgement
// was lost and the sender tried again.

import { type Chunk, readChunk } from './chunks.ts'
import { WireError } from './wire-error.ts'

export interface WholeMessage {
  /** Which one of its sender. */
  readonly message: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

export class MessageAssembler {
  #message = 0
  #parts: Uint8Array[] = []
  #partBytes = 0

  /** How many messages are whole. */
  get received(): number {
    return this.#message
  }

  /**
   * @returns the message that this chunk completes; null where it completes none, or came before
   * @throws WireError where it is no chunk, or chunks before it are missing
   */
  add(bytes: Uint8Array): WholeMessage | null {
    const chunk = readChunk(bytes)
    if (this.#cameBefore(chunk)) return null
    const { message, index, count, messageBytes, part } = chunk
    if (message !== this.#message || index !== this.#parts.length)
      throw new WireError(
        `chunks of a generator: expected chunk ${this.#parts.length} of message ${this.#message}, got chunk ${index} of message ${message}`,
      )
    // The broker's library may use the memory again.
    this.#parts.push(part.slice())
    this.#partBytes += part.length
    if (index + 1 < count) return null
    return this.#whole(messageBytes)
  }

  #cameBefore({ message, index }: Chunk): boolean {
    return message < this.#message || (message === this.#message && index < this.#parts.length)
  }

  #whole(messageBytes: number): WholeMessage {
    if (this.#partBytes !== messageBytes)
      throw new WireError(
        `message ${this.#message} of a generator: expected ${messageBytes} bytes, got ${this.#partBytes}`,
      )
    const bytes = new Uint8Array(messageBytes)
    let offset = 0
    for (const part of this.#parts) {
      bytes.set(part, offset)
      offset += part.length
    }
    this.#parts = []
    this.#partBytes = 0
    return { message: this.#message++, bytes }
  }
}
