// Hands what a generator reports to the broker: in order, each message until the broker has said that it keeps it. While
// the broker is away it waits, and tries again; the broker tells a message that it has already by its name.

import { JetStreamApiError, jetstream } from '@nats-io/jetstream'
import { errors, type NatsConnection } from '@nats-io/transport-node'
import type { Clock } from '../../core/clock.ts'
import { formatByteSize } from '../../core/text/byte-size.ts'
import { UserError } from '../../core/user-error.ts'
import { chunksOf } from '../wire/chunks.ts'
import { reasonOf } from './reason-of.ts'

/** Resolves when the broker keeps it. */
export type Publish = (bytes: Uint8Array, id: string) => Promise<void>

export interface OutboxOptions {
  /** What the names of its messages begin with: unique to the generator and the run. */
  readonly name: string
  readonly publish: Publish
  /** The largest message that the broker takes, now. */
  readonly chunkBytes: () => number
  readonly clock: Clock
  /** Called once: nothing more can be delivered. */
  readonly onFailure: (reason: string) => void
}

/** A broker that is there and does not answer for this long is given up; well within what it remembers duplicates for. */
const GIVE_UP_SECONDS = 30
const BETWEEN_ATTEMPTS_SECONDS = 0.1
/** Of one generator, in memory: minutes of results. */
const MOST_WAITING_BYTES = 512 * 1024 ** 2

export class ResultOutbox {
  readonly #options: OutboxOptions
  readonly #waiting: Uint8Array[] = []
  readonly #abandoned = new AbortController()
  #waitingBytes = 0
  #accepted = 0
  #delivered = 0
  #sending: Promise<void> = Promise.resolve()
  #isSending = false
  #hasFailed = false

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  /** Messages that the broker keeps. */
  get delivered(): number {
    return this.#delivered
  }

  send(message: Uint8Array): void {
    if (this.#hasFailed || this.#abandoned.signal.aborted) return
    this.#waiting.push(message)
    this.#waitingBytes += message.length
    if (this.#waitingBytes > MOST_WAITING_BYTES)
      this.#fail(`more than ${formatByteSize(MOST_WAITING_BYTES)} of results wait for the broker`)
    else if (!this.#isSending) this.#sending = this.#sendAll()
  }

  /** Resolves when nothing waits any more: all is delivered, or nothing can be. */
  async idle(): Promise<void> {
    await this.#sending
  }

  /** What waits is given up. */
  abandon(): void {
    this.#abandoned.abort()
    this.#waiting.length = 0
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true
    while (!this.#hasFailed) {
      const message = this.#waiting.shift()
      if (message === undefined) break
      await this.#sendOne(message, this.#accepted++)
      this.#waitingBytes -= message.length
    }
    this.#isSending = false
  }

  async #sendOne(message: Uint8Array, number: number): Promise<void> {
    const { name, chunkBytes } = this.#options
    for (const [index, chunk] of chunksOf(message, number, chunkBytes()).entries()) {
      if (!(await this.#deliver(chunk, `${name}/${number}/${index}`))) return
    }
    this.#delivered++
  }

  /** Whether the broker keeps it. */
  async #deliver(chunk: Uint8Array, id: string): Promise<boolean> {
    const { publish, clock } = this.#options
    const { signal } = this.#abandoned
    const untilSeconds = clock.nowSeconds() + GIVE_UP_SECONDS
    while (!signal.aborted) {
      try {
        await publish(chunk, id)
        return true
      } catch (error) {
        if (!mayPass(error)) this.#fail(`the broker does not take results: ${reasonOf(error)}`)
        else if (clock.nowSeconds() > untilSeconds)
          this.#fail(`the broker took no results for ${GIVE_UP_SECONDS} s: ${reasonOf(error)}`)
      }
      if (this.#hasFailed) return false
      await clock.sleep(BETWEEN_ATTEMPTS_SECONDS, signal)
    }
    return false
  }

  #fail(reason: string): void {
    if (this.#hasFailed) return
    this.#hasFailed = true
    this.#waiting.length = 0
    this.#options.onFailure(reason)
  }
}

const PUBLISH_MS = 2000

export function publisherTo(connection: NatsConnection, subject: string): Publish {
  const client = jetstream(connection)
  return async (bytes, id) => {
    await client.publish(subject, bytes, { msgID: id, timeout: PUBLISH_MS })
  }
}

/** A refusal by name is final; all else is a broker, or a way to it, that is not there now. */
export function mayPass(error: unknown): boolean {
  if (error instanceof UserError) return error.cause !== undefined && mayPass(error.cause)
  if (error instanceof JetStreamApiError) return false
  return !(error instanceof errors.InvalidArgumentError || error instanceof errors.PermissionViolationError)
}
