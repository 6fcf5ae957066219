// Whether the broker's store (JetStream) answers during a run. A broker whose disk is full may hang in whoever hands it
// something (nats-server 2.9): a generator that does so falls silent, and others hear of the broker as if nothing were
// wrong, but for its store.

import type { NatsConnection } from '@nats-io/transport-node'
import type { Clock } from '../../core/clock.ts'

/** It answers within milliseconds, and is asked each quarter of a second. */
const SILENT_SECONDS = 1

/** Resolves when it has answered, and rejects where it does not. */
export type AskStore = () => Promise<unknown>

export class StoreWatch {
  readonly #ask: AskStore
  readonly #clock: Pick<Clock, 'nowSeconds'>
  #answeredSeconds: number
  #isAsked = false

  /** The store has answered just now: it has made the run's stream. */
  constructor(ask: AskStore, clock: Pick<Clock, 'nowSeconds'>) {
    this.#ask = ask
    this.#clock = clock
    this.#answeredSeconds = clock.nowSeconds()
  }

  /** To be called a few times a second. */
  look(): void {
    if (!this.#isAsked) void this.#askOnce()
  }

  get isSilent(): boolean {
    return this.#clock.nowSeconds() - this.#answeredSeconds > SILENT_SECONDS
  }

  async #askOnce(): Promise<void> {
    this.#isAsked = true
    try {
      await this.#ask()
      this.#answeredSeconds = this.#clock.nowSeconds()
    } catch {
      // It has not answered, or the broker is away, which others tell.
    } finally {
      this.#isAsked = false
    }
  }
}

const ASK_MS = 2000

export function storeOf(connection: NatsConnection): AskStore {
  return () => connection.request('$JS.API.INFO', undefined, { timeout: ASK_MS })
}
