// An engine's part of one connection: its socket, what is written to it and how responses are read from it. When it is
// opened, given up, lost and opened again is decided for both engines alike, in connection-life.ts, which listens here.

import type { Socket } from 'node:net'
import type { FirstAnswer } from '../../core/run/load-result.ts'
import type { OutcomeCode } from '../recording/outcome.ts'
import type { PreparedRequest } from './connection.ts'

export interface Wire {
  /** Which of several addresses it connects to; null where none was chosen. */
  readonly address: string | null
  /** The request whose response is awaited. */
  readonly request: PreparedRequest | undefined
  /** What was read of the response to the last request; null where that is less than a head. */
  readonly answer: FirstAnswer | null
  /** When the first byte of that was read; NaN until then. It stays until the next request is sent. */
  readonly firstByteSeconds: number
  /** Starts to open a socket: `onReached`, with TLS, and `onConnected` follow, or `onEnded`. */
  open(): void
  /** Writes a request. The socket is open and no response is awaited. */
  send(request: PreparedRequest): void
  /** The service closed the connection: `onResponse` follows at once where that is the end of the response. */
  endResponse(): void
  /** Closes the socket, if there is one, and forgets what was read. Nothing is heard of it any more. */
  discard(): void
  /** Closes everything for good. */
  close(): void
}

/** What is asked of a socket that was opened; one of TLS is asked for more. In a simulation there is no more of it. */
export type ConnectedSocket = Pick<Socket, 'remoteAddress'>

/** The events of a wire's socket. */
export interface WireListener {
  /** There is a TCP connection, over which TLS is set up next. */
  onReached(): void
  /** TLS, where there is any, is set up; the certificate is not yet verified. */
  onConnected(socket: ConnectedSocket): void
  /** The socket failed, or the service closed it where there is no error. */
  onEnded(error: Error | undefined): void
  /** The response was read whole. `onResponseParsed` follows when the rest of the same bytes was looked at. */
  onResponse(request: PreparedRequest, outcome: OutcomeCode, status: number, endedSeconds: number): void
  /** The same of an answer that is not the last: `next` is to be sent in place of the request. */
  onRedirect(next: PreparedRequest): void
  /** @param hasSurplus whether more came than the response @param isReusable whether another request may be sent */
  onResponseParsed(hasSurplus: boolean, isReusable: boolean): void
  /** What came in place of a response is not HTTP. */
  onGarbage(bytes: Buffer): void
  /** Bytes came although no response is awaited. */
  onUnsolicited(bytes: Buffer): void
  /** The service says after how many idle seconds it closes a connection. */
  onKeepAlive(seconds: number): void
}
