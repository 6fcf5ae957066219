// A pool of connections to one service, made of autocannon's clients.

import autocannon, { type Instance } from 'autocannon'
import type { Clock } from '../../../core/clock.ts'
import type { Expectation } from '../../../core/scenario/load-plan.ts'
import { ConnectLimiter } from '../connect-limiter.ts'
import type { Connection, ConnectionListener } from '../connection.ts'
import { dueForRecycling, RECYCLING_INTERVAL_SECONDS } from '../recycling.ts'
import { AutocannonClient } from './client.ts'

/** autocannon's own end and timeouts are put off for weeks; its timers can do no more than 2³¹ ms. */
const NEVER_SECONDS = 2_000_000
/** How soon `stop` takes effect. */
const SAMPLE_MS = 50
const OPENING_AT_ONCE = 64

export interface PreparedRequest {
  readonly bytes: Buffer
  readonly isHead: boolean
  readonly expect: Expectation
}

export interface PoolOptions {
  readonly url: URL
  readonly verifyTls: boolean
  readonly requests: readonly PreparedRequest[]
  readonly connections: number
  /** An attempt to open a connection that takes longer has failed. */
  readonly openTimeoutSeconds: number
  readonly clock: Pick<Clock, 'nowSeconds'>
  readonly addConnection: (connection: Connection) => ConnectionListener
}

export class AutocannonPool {
  readonly options: PoolOptions
  readonly opening = new ConnectLimiter(OPENING_AT_ONCE)
  readonly #clients: AutocannonClient[] = []
  readonly #instance: Instance
  #renewal: NodeJS.Timeout | undefined
  #isClosed = false
  /** How often a connection was dropped because something came that no request had asked for. */
  unsolicited = 0
  /** Why the last attempt that failed did. */
  lastFailure: string | undefined

  /** Starts to open the connections. */
  constructor(options: PoolOptions) {
    this.options = options
    this.#instance = autocannon({
      url: options.url.origin,
      connections: options.connections,
      duration: NEVER_SECONDS,
      timeout: NEVER_SECONDS,
      sampleInt: SAMPLE_MS,
      setupClient: (client) => {
        this.#clients.push(new AutocannonClient(client, this))
      },
    })
    // Nothing but `close` settles it; a rejection must not end the process in the meantime.
    this.#instance.then(undefined, () => {})
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  get openCount(): number {
    return this.#clients.filter((client) => client.isOpen).length
  }

  /** Whether each connection is open or has failed to be opened at least once. */
  get allTried(): boolean {
    return this.#clients.every((client) => client.isOpen || client.hasFailed)
  }

  /** The service says how long it keeps idle connections. */
  renewBefore(keepAliveSeconds: number): void {
    if (this.#renewal || this.#isClosed) return
    this.#renewal = setInterval(() => {
      const idle = this.#clients.filter((client) => client.isIdle)
      for (const client of dueForRecycling(idle, keepAliveSeconds, this.options.clock.nowSeconds())) client.renew()
    }, RECYCLING_INTERVAL_SECONDS * 1e3)
  }

  /** Resolves when everything is closed and autocannon has stopped its timers. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#renewal)
    for (const client of this.#clients) client.close()
    this.#instance.stop()
    await this.#instance.then(undefined, () => {})
  }
}
