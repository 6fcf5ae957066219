// A pool of connections to one service, made of autocannon's clients.

import autocannon, { type Instance } from 'autocannon'
import type { Alarm } from '../../timers.ts'
import { ConnectLimiter } from '../connect-limiter.ts'
import type { ConnectionPool, PoolOptions } from '../connection.ts'
import { dueForRecycling, RECYCLING_INTERVAL_SECONDS } from '../recycling.ts'
import { AutocannonClient } from './client.ts'
import type { ClientHost } from './client-host.ts'

/** autocannon's own end and timeouts are put off for weeks; its timers can do no more than 2³¹ ms. */
const NEVER_SECONDS = 2_000_000
/** How soon `stop` takes effect. */
const SAMPLE_MS = 50
const OPENING_AT_ONCE = 64

export class AutocannonPool implements ConnectionPool, ClientHost {
  readonly options: PoolOptions
  readonly limiter = new ConnectLimiter(OPENING_AT_ONCE)
  readonly #clients: AutocannonClient[] = []
  readonly #instance: Instance
  #recycling: Alarm | undefined
  isClosed = false
  openCount = 0
  unsolicited = 0
  lastFailure: string | undefined

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

  get allTried(): boolean {
    return this.#clients.every((client) => client.isOpen || client.hasFailed)
  }

  async close(): Promise<void> {
    this.isClosed = true
    if (this.#recycling) this.options.timers.cancel(this.#recycling)
    for (const client of this.#clients) client.close()
    this.#instance.stop()
    await this.#instance.then(undefined, () => {})
  }

  opened(): void {
    this.openCount++
    this.options.onChange()
  }

  closed(): void {
    this.openCount--
    this.options.onChange()
  }

  openFailed(reason: string): void {
    this.lastFailure = reason
    this.options.onChange()
  }

  receivedUnsolicited(): void {
    this.unsolicited++
  }

  recycleWithin(keepAliveSeconds: number): void {
    if (this.#recycling || this.isClosed) return
    const { timers } = this.options
    const recycle = () => {
      this.#recycling = timers.sleep(RECYCLING_INTERVAL_SECONDS, recycle)
      const idle = this.#clients.filter((client) => client.isIdle)
      for (const client of dueForRecycling(idle, keepAliveSeconds, timers.nowSeconds())) client.recycle()
    }
    this.#recycling = timers.sleep(RECYCLING_INTERVAL_SECONDS, recycle)
  }
}
