// What one generator delivered, as far as it can be read: a message that is malformed, or of which a part is missing, ends it.

import type { FromGenerator } from '../../load/generator/protocol.ts'
import { reasonOf } from '../broker/reason-of.ts'
import { readFromGenerator } from '../wire/from-generator.ts'
import { MessageAssembler } from '../wire/message-assembler.ts'

export class LeftResults {
  readonly messages: FromGenerator[] = []
  readonly #chunks = new MessageAssembler()
  #failure: string | null = null

  /** Why it could not be read further; null where all could. */
  get failure(): string | null {
    return this.#failure
  }

  /** Whether it said that it had ended, or cannot be read further. */
  get isComplete(): boolean {
    return this.#failure !== null || this.messages.some(({ type }) => type === 'done' || type === 'failed')
  }

  add(bytes: Uint8Array): void {
    if (this.#failure !== null) return
    try {
      const whole = this.#chunks.add(bytes)
      if (whole !== null) this.messages.push(readFromGenerator(whole.bytes))
    } catch (error) {
      this.#failure = reasonOf(error)
    }
  }
}
