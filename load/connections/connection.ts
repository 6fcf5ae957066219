// What the queue and the transport know of one another: one connection, which carries one request at a time.

import type { OutcomeCode } from '../recording/outcome.ts'

/** The transport's side of a connection. */
export interface Connection {
  /** Writes one request now. Only called on a connection that is open and carries none. */
  send(request: number): void
  /** Gives up on the request in flight: its answer must never be heard. The transport opens the connection anew. */
  abort(): void
}

/** The queue's side: what the transport tells about its connection. Never called from within `send` or `abort`. */
export interface ConnectionListener {
  /** The connection is open and carries no request. */
  opened(): void
  /** The answer to the request in flight was read whole at that instant. `free` or `lost` follows at once. */
  answered(outcome: OutcomeCode, status: number, endedSeconds: number): void
  /** The connection carries no request any more and may have the next. */
  free(): void
  /** The connection is gone, and with it the request in flight, if there is one. */
  lost(reason: OutcomeCode): void
  /** An attempt to open the connection failed. */
  openFailed(): void
}
