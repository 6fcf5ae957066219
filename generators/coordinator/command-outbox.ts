// Sends commands to one generator: in order, each until the generator has said that it took it. An attempt whose
// acknowledgement was lost is repeated, and the generator tells the same chunk by its number.

import type { NatsConnection } from '@nats-io/transport-node'
import { systemClock } from '../../core/clock.ts'
import { chunkBytesOf } from '../broker/chunk-bytes.ts'
import { commandSubject } from '../broker/subjects.ts'
import { chunksOf } from '../wire/chunks.ts'
import { type Command, commandBytes } from '../wire/command.ts'

/** Resolves to what the generator answers; rejects where it does not. */
export type Request = (bytes: Uint8Array) => Promise<Uint8Array>

export interface CommandOutboxOptions {
  readonly request: Request
  readonly chunkBytes: () => number
  /** The generator does not take a command, and says why. */
  readonly onRefused: (reason: string) => void
}

const REQUEST_MS = 1000
const BETWEEN_ATTEMPTS_SECONDS = 0.1

export class CommandOutbox {
  readonly #options: CommandOutboxOptions
  readonly #abandoned = new AbortController()
  #sent = 0
  #sending: Promise<void> = Promise.resolve()

  constructor(options: CommandOutboxOptions) {
    this.#options = options
  }

  /**
   * Resolves when it was taken, or is given up.
   * @param command made when its turn comes
   */
  send(command: () => Command | Promise<Command>): Promise<void> {
    this.#sending = this.#sending.then(() => this.#sendOne(command))
    return this.#sending
  }

  /** What waits is given up. */
  abandon(): void {
    this.#abandoned.abort()
  }

  async #sendOne(command: () => Command | Promise<Command>): Promise<void> {
    if (this.#abandoned.signal.aborted) return
    try {
      const bytes = commandBytes(await command())
      const number = this.#sent++
      for (const chunk of chunksOf(bytes, number, this.#options.chunkBytes())) await this.#deliver(chunk)
    } catch (error) {
      this.#refuse(error instanceof Error ? error.message : String(error))
    }
  }

  /** A generator that does not answer is given up by whoever watches its signs of life. */
  async #deliver(chunk: Uint8Array): Promise<void> {
    const { signal } = this.#abandoned
    while (!signal.aborted)
      try {
        const answer = await this.#options.request(chunk)
        if (answer.length > 0) this.#refuse(Buffer.from(answer).toString())
        return
      } catch {
        await systemClock.sleep(BETWEEN_ATTEMPTS_SECONDS, signal)
      }
  }

  #refuse(reason: string): void {
    if (this.#abandoned.signal.aborted) return
    this.abandon()
    this.#options.onRefused(reason)
  }
}

/** To a generator of a run. */
export function commandOutbox(
  connection: NatsConnection,
  run: string,
  generator: number,
  onRefused: (reason: string) => void,
): CommandOutbox {
  const subject = commandSubject(run, generator)
  return new CommandOutbox({
    request: async (bytes) => (await connection.request(subject, bytes, { timeout: REQUEST_MS })).data,
    chunkBytes: () => chunkBytesOf(connection),
    onRefused,
  })
}
