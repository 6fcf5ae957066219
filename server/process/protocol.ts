// What the harness and its server process say to each other over the IPC channel (structured clone: an unlimited
// concurrency is Infinity, which JSON would lose). Everything after the start goes over /control and signals.

import type { EncodedRecord } from '../encoded-record.ts'
import type { ServerOptions } from '../start-server.ts'

/** How long a closing server lets requests in flight go on; whoever stops its process waits longer than that. */
export const CLOSE_GRACE_SECONDS = 5

export interface StartMessage {
  readonly kind: 'start'
  readonly options: ServerOptions
}

/** Asks the server to close and to hand over what it observed until its last answer. */
export interface RetireMessage {
  readonly kind: 'retire'
}

export type ServerMessage = StartedMessage | RetiredMessage

/** The last word of a server that had begun a record. */
export interface RetiredMessage {
  readonly kind: 'retired'
  readonly record: EncodedRecord
}

export type StartedMessage =
  | { readonly kind: 'listening'; readonly apiUrl: string; readonly metricsUrl: string }
  /** `mendable`: a UserError, whose message is all that the user needs. */
  | { readonly kind: 'failed'; readonly message: string; readonly mendable: boolean }
