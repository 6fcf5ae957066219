// What one connection needs of the pool that it belongs to.

import type { ConnectLimiter } from './connect-limiter.ts'
import type { PoolOptions } from './connection.ts'

export interface PoolHost {
  readonly options: PoolOptions
  readonly limiter: ConnectLimiter
  /** The pool is closed: nothing is to be opened again. */
  readonly isClosed: boolean
  /** Whether a connection that is new is to be opened at once; otherwise it rests. Asked once for each. */
  opensAtFirst(): boolean
  opened(): void
  /** A connection that was open is closed. */
  closed(): void
  openFailed(reason: string): void
  /** A connection is closed because something came that answers no request. */
  receivedUnsolicited(): void
  /** Whether a connection that the service closed while it was idle need not be opened again yet. */
  mayRest(): boolean
  /** Whether a connection that is closed after it carried a request need not be opened again yet. Asked once it is closed. */
  mayRestUsed(): boolean
  /** An answer was read whole. @param isFirst of its connection @param isReusable whether the service keeps the connection */
  answered(isFirst: boolean, isReusable: boolean): void
  rested(): void
  /** The service closes connections after that many idle seconds. */
  recycleWithin(keepAliveSeconds: number): void
}
