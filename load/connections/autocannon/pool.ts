// A pool of connections to one service, made of autocannon's clients.

import autocannon, { type Instance } from 'autocannon'
import type { Alarm } from '../../timers.ts'
import { ConnectLimiter } from '../connect-limiter.ts'
import type { ConnectionPool, PoolOptions } from '../connection.ts'
import { idleReserve, RECYCLING_INTERVAL_SECONDS, recycle } from '../recycling.ts'
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
  #restingCount = 0
  #keepAliveSeconds = Number.POSITIVE_INFINITY
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

  rested(): void {
    this.#restingCount++
  }

  mayRest(): boolean {
    const idle = this.#clients.filter((client) => client.isIdle).length
    const mayRest = idle > idleReserve(this.openCount - idle)
    if (mayRest) this.#recycleRegularly()
    return mayRest
  }

  recycleWithin(keepAliveSeconds: number): void {
    this.#keepAliveSeconds = Math.min(this.#keepAliveSeconds, keepAliveSeconds)
    this.#recycleRegularly()
  }

  /** As many more as are busy: so that however steep the load rises, few requests wait for a connection to open. */
  onShortage(): void {
    if (this.#restingCount > 0) this.#wake(idleReserve(this.openCount))
  }

  #recycleRegularly(): void {
    if (this.#recycling || this.isClosed) return
    this.#recycling = this.options.timers.sleep(RECYCLING_INTERVAL_SECONDS, () => {
      this.#recycling = undefined
      this.#recycleRegularly()
      this.#recycle()
    })
  }

  #recycle(): void {
    const idle = this.#clients.filter((client) => client.isIdle)
    const { rest, wake } = recycle({
      idle,
      busy: this.openCount - idle.length,
      opening: this.#clients.filter((client) => client.isOpening).length,
      resting: this.#restingCount,
      keepAliveSeconds: this.#keepAliveSeconds,
      nowSeconds: this.options.timers.nowSeconds(),
    })
    for (const client of rest) client.rest()
    this.#wake(wake)
  }

  #wake(count: number): void {
    if (count === 0) return
    const resting = this.#clients.filter((client) => client.isResting)
    for (const client of resting.slice(0, count)) client.wake()
    this.#restingCount = Math.max(0, resting.length - count)
  }
}
