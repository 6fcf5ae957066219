// Connections to a service that exists in virtual time only.

import type { Connection, ConnectionListener } from '../../load/connections/connection.ts'
import type { RequestQueue } from '../../load/connections/request-queue.ts'
import type { OutcomeCode } from '../../load/recording/outcome.ts'
import { COMPLETED } from '../../load/recording/outcome.ts'
import type { VirtualTimers } from './virtual-timers.ts'

/** What becomes of a request: an answer after so many seconds, a lost connection, or nothing ever. */
export type Fate =
  | { readonly kind: 'answer'; readonly afterSeconds: number; readonly outcome?: OutcomeCode }
  | { readonly kind: 'lose'; readonly afterSeconds: number; readonly reason: OutcomeCode; readonly backAfter: number }
  | { readonly kind: 'never' }

export class FakeConnection implements Connection {
  readonly seat: ConnectionListener
  readonly #timers: VirtualTimers
  readonly #fate: (request: number) => Fate
  /** Requests sent over it. */
  readonly sent: number[] = []
  aborts = 0
  #flight = 0

  constructor(queue: RequestQueue, timers: VirtualTimers, fate: (request: number) => Fate) {
    this.seat = queue.addConnection(this)
    this.#timers = timers
    this.#fate = fate
  }

  send(request: number): void {
    this.sent.push(request)
    const flight = ++this.#flight
    const fate = this.#fate(request)
    if (fate.kind === 'never') return
    this.#timers.sleep(fate.afterSeconds, () => {
      if (flight !== this.#flight) return
      if (fate.kind === 'lose') this.#lose(fate.reason, fate.backAfter)
      else {
        this.seat.answered(fate.outcome ?? COMPLETED, 200, this.#timers.nowSeconds())
        this.seat.free()
      }
    })
  }

  abort(): void {
    this.aborts++
    this.#flight++
    this.#timers.sleep(0, () => this.seat.opened())
  }

  #lose(reason: OutcomeCode, backAfter: number): void {
    this.#flight++
    this.seat.lost(reason)
    this.#timers.sleep(backAfter, () => this.seat.opened())
  }
}
