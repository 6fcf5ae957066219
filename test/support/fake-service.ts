// Connections to a service that exists in virtual time only.

import type { Connection, ConnectionListener, PreparedRequest } from '../../load/connections/connection.ts'
import type { RequestQueue } from '../../load/dispatch/request-queue.ts'
import type { OutcomeCode } from '../../load/recording/outcome.ts'
import { COMPLETED } from '../../load/recording/outcome.ts'
import type { RequestSource } from '../../load/requests/request-source.ts'
import type { VirtualTimers } from './virtual-timers.ts'

/** How a request ends: with a response after so many seconds, with a lost connection, or never. */
export type FakeOutcome =
  | {
      readonly kind: 'answer'
      readonly firstByteAfterSeconds?: number
      readonly afterSeconds: number
      readonly outcome?: OutcomeCode
    }
  | { readonly kind: 'lose'; readonly afterSeconds: number; readonly reason: OutcomeCode; readonly backAfter: number }
  | { readonly kind: 'never'; readonly firstByteAfterSeconds?: number }

const NO_BYTES = Buffer.alloc(0)

/** Requests that are told apart by their index alone. */
export const EMPTY_REQUESTS: RequestSource = {
  prepare: ({ request }) => ({
    index: request,
    bytes: NO_BYTES,
    isHead: false,
    expect: { statuses: [] },
    answer: null,
  }),
}

export class FakeConnection implements Connection {
  readonly listener: ConnectionListener
  readonly #timers: VirtualTimers
  readonly #outcomeOf: (request: number) => FakeOutcome
  /** Requests sent over it. */
  readonly sent: number[] = []
  aborts = 0
  firstByteSeconds = Number.NaN
  #flight = 0

  constructor(queue: RequestQueue, timers: VirtualTimers, outcomeOf: (request: number) => FakeOutcome) {
    this.listener = queue.addConnection(this)
    this.#timers = timers
    this.#outcomeOf = outcomeOf
  }

  send({ index: request }: PreparedRequest): void {
    this.sent.push(request)
    const flight = ++this.#flight
    const outcome = this.#outcomeOf(request)
    this.firstByteSeconds = Number.NaN
    if (outcome.kind !== 'lose' && outcome.firstByteAfterSeconds !== undefined)
      this.#timers.sleep(outcome.firstByteAfterSeconds, () => {
        if (flight === this.#flight) this.firstByteSeconds = this.#timers.nowSeconds()
      })
    if (outcome.kind === 'never') return
    this.#timers.sleep(outcome.afterSeconds, () => {
      if (flight !== this.#flight) return
      if (outcome.kind === 'lose') this.#lose(outcome.reason, outcome.backAfter)
      else {
        const nowSeconds = this.#timers.nowSeconds()
        const firstByteSeconds = outcome.firstByteAfterSeconds === undefined ? nowSeconds : this.firstByteSeconds
        this.listener.responded(outcome.outcome ?? COMPLETED, 200, firstByteSeconds, nowSeconds)
        this.listener.free()
      }
    })
  }

  abort(): void {
    this.aborts++
    this.#flight++
    this.#timers.sleep(0, () => this.listener.opened())
  }

  #lose(reason: OutcomeCode, backAfter: number): void {
    this.#flight++
    this.listener.lost(reason)
    this.#timers.sleep(backAfter, () => this.listener.opened())
  }
}
