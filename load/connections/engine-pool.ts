// A pool of connections to one service, whichever engine reads and writes them: how many are open, which of them rest and
// which are woken.

import type { Alarm } from '../timers.ts'
import { ConnectLimiter } from './connect-limiter.ts'
import type { ConnectionPool, PoolOptions } from './connection.ts'
import { ConnectionLife } from './connection-life.ts'
import type { PoolHost } from './pool-host.ts'
import { idleReserve, RECYCLING_INTERVAL_SECONDS, recycle } from './recycling.ts'
import type { Wire, WireListener } from './wire.ts'

const OPENING_AT_ONCE = 64

/** Adds a connection to the pool, closed until it begins. */
export type AddWire = (wireFor: (listener: WireListener) => Wire) => ConnectionLife

export interface RunningEngine {
  /** Called once, when every wire is closed. Resolves when nothing of the engine is left. */
  stop(): Promise<void>
}

/** Adds `options.connections` wires and has each of them begin, at once or soon. */
export type StartEngine = (options: PoolOptions, addWire: AddWire) => RunningEngine

export class EnginePool implements ConnectionPool, PoolHost {
  readonly options: PoolOptions
  readonly limiter = new ConnectLimiter(OPENING_AT_ONCE)
  readonly #connections: ConnectionLife[] = []
  readonly #engine: RunningEngine
  #recycling: Alarm | undefined
  /** How many more are opened as they begin. */
  #leftAtFirst: number
  #restingCount = 0
  /** Each connection is closed by the service with its answer: a new one for each request, opened when that is due. */
  #closesEach: boolean
  #keepAliveSeconds = Number.POSITIVE_INFINITY
  isClosed = false
  openCount = 0
  unsolicited = 0
  lastFailure: string | undefined

  constructor(options: PoolOptions, startEngine: StartEngine) {
    this.options = options
    this.#leftAtFirst = options.openAtFirst ?? options.connections
    this.#closesEach = options.closesEach ?? false
    this.#engine = startEngine(options, (wireFor) => {
      const connection = new ConnectionLife(this, wireFor)
      this.#connections.push(connection)
      return connection
    })
  }

  get allTried(): boolean {
    return this.#connections.every((connection) => connection.isOpen || connection.hasFailed || connection.isResting)
  }

  async close(): Promise<void> {
    this.isClosed = true
    if (this.#recycling) this.options.timers.cancel(this.#recycling)
    for (const connection of this.#connections) connection.close()
    await this.#engine.stop()
  }

  opensAtFirst(): boolean {
    return this.#leftAtFirst-- > 0
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
    this.#recycleRegularly()
  }

  mayRest(): boolean {
    if (this.#closesEach) return true
    const idle = this.#connections.filter((connection) => connection.isIdle).length
    return idle > idleReserve(this.openCount - idle)
  }

  mayRestUsed(): boolean {
    // The one that was closed counts among those that are not open.
    return this.#closesEach && this.#openingCount - 1 >= this.options.waiting()
  }

  /** A connection may be closed after many requests for other reasons: then the next is open before it is needed. */
  answered(isFirst: boolean, isReusable: boolean): void {
    if (isReusable) this.#closesEach = false
    else if (isFirst) this.#closesEach = true
  }

  recycleWithin(keepAliveSeconds: number): void {
    this.#keepAliveSeconds = Math.min(this.#keepAliveSeconds, keepAliveSeconds)
    this.#recycleRegularly()
  }

  /**
   * As many more as are busy: so that however steep the load rises, few requests wait for a connection to open. Where each
   * request needs a new one, no more than there are requests that wait.
   */
  onShortage(): void {
    if (this.#restingCount === 0) return
    this.#wake(this.#closesEach ? this.#missingCount : idleReserve(this.openCount))
  }

  /** How many requests wait for which no connection is being opened. */
  get #missingCount(): number {
    return this.options.waiting() - this.#openingCount
  }

  /** Closed, and about to be open again. */
  get #openingCount(): number {
    return this.#connections.length - this.openCount - this.#restingCount
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
    const idle = this.#connections.filter((connection) => connection.isIdle)
    const nowSeconds = this.options.timers.nowSeconds()
    if (this.#closesEach) {
      for (const connection of idle)
        if (nowSeconds - connection.idleSinceSeconds >= RECYCLING_INTERVAL_SECONDS) connection.rest()
      this.#wake(this.#missingCount)
      return
    }
    const { rest, wake } = recycle({
      idle,
      busy: this.openCount - idle.length,
      opening: this.#openingCount,
      resting: this.#restingCount,
      keepAliveSeconds: this.#keepAliveSeconds,
      nowSeconds,
    })
    for (const connection of rest) connection.rest()
    this.#wake(wake)
  }

  /** Looks no further than it needs to: where each request needs a new connection, this is done for each request. */
  #wake(count: number): void {
    let left = Math.min(count, this.#restingCount)
    for (const connection of this.#connections) {
      if (left <= 0) return
      if (!connection.isResting) continue
      left--
      this.#restingCount--
      connection.start()
    }
  }
}
