// The interface between the request queue and whatever opens connections: all that a connection engine implements and
// all that it is given. The queue decides when, and over which connection, a request is sent. The engine opens
// connections, writes requests, and reads and judges responses. Two engines exist, in autocannon/ and raw/. What they
// share (connection-life.ts, engine-pool.ts) implements the interfaces here; an engine brings the wires (wire.ts).
//
// A connection as the queue sees it; names on arrows from the left are calls by the engine (ConnectionListener), `send`
// and `abort` are calls by the queue (Connection):
//
//   closed ── opened ──▶ idle ── send ──▶ in flight ── responded ──▶ read ── free ──▶ idle
//
//   closed ── openFailed ──▶ closed        an attempt to open it failed
//   idle, in flight, read ── lost ──▶ closed
//   in flight ── abort ──▶ closed          the engine reports nothing more of that request
//   in flight ── redirected ──▶ in flight   another request takes its place, over a new connection if need be
//
//   - A connection carries one request at a time.
//   - The engine opens a closed connection again by itself, after a pause where the last attempts failed. One that was
//     lost while idle, or was never opened, may rest until it is needed (recycling.ts): `onShortage` says so. So does each
//     after its request where the service closes every connection with its answer.
//   - The engine never calls the listener from within `send` or `abort`: the queue is in the middle of its own change.
//   - What is sent, a RequestSource (load/requests/) says, before the queue stamps *sent*.
//   - Times: the queue stamps *sent* immediately before `send`; the engine stamps *first byte* and *ended* when the first
//     and the last byte of the response were read, before it parses them. All are on the axis of core/clock.ts.
//   - Timeouts of requests are the queue's (`abort`); timeouts of opening are the engine's (`openFailed`).

import type { TLSSocket } from 'node:tls'
import type { Route } from '../../core/route/route.ts'
import type { ErrorKind, FirstError } from '../../core/run/load-result.ts'
import type { Expectation } from '../../core/scenario/load-plan.ts'
import type { OutcomeCode } from '../recording/outcome.ts'
import type { Timers } from '../timers.ts'

/** The engine's side of one connection: what the queue calls. */
export interface Connection {
  /**
   * When the first byte of the response to the request in flight was read. NaN until its head was read, and where the head
   * is not that of the expected response.
   */
  readonly firstByteSeconds: number
  /** Writes one request now. Only called on a connection that is open and carries none. */
  send(request: PreparedRequest): void
  /** Gives up on the request in flight: its response must never be reported. */
  abort(): void
}

/** The queue's side of one connection: what the engine calls. */
export interface ConnectionListener {
  /** The connection is open and carries no request. @param opening absent where nobody stamped it */
  opened(opening?: Opening): void
  /** The response to the request in flight was read whole at `endedSeconds`. `free` or `lost` follows at once. */
  responded(outcome: OutcomeCode, status: number, firstByteSeconds: number, endedSeconds: number): void
  /** The connection carries no request any more and may have the next. */
  free(): void
  /** The connection is closed, and with it the request in flight has failed, if there is one. */
  lost(reason: OutcomeCode): void
  /** An attempt to open the connection failed. */
  openFailed(): void
}

/** How a connection was opened. Instants on the clock's axis. */
export interface Opening {
  readonly attemptSeconds: number
  /** There was a TCP connection: as `openedSeconds` without TLS. */
  readonly reachedSeconds: number
  readonly openedSeconds: number
}

/** A pool of connections to one service. It starts to open the first of them when it is made. */
export interface ConnectionPool {
  readonly openCount: number
  /** Whether each connection is open, has failed to open at least once, or rests. */
  readonly allTried: boolean
  /** The reason of the last attempt that failed. */
  readonly lastFailure: string | undefined
  /** How often a connection was closed because something came that answers no request. */
  readonly unsolicited: number
  /** A request waits although connections rest. */
  onShortage(): void
  /** Resolves when everything is closed and no timer is left. */
  close(): Promise<void>
}

/** A body that is asked for is kept up to here: one that never ends would otherwise take all memory there is. */
export const MOST_BODY_BYTES = 16 * 1024 ** 2

/** An answer that was read whole. Its bytes may be overwritten after `AnswerReader.read`. */
export interface Answer {
  readonly status: number
  /** Name, value, name, value. */
  readonly headers: readonly string[]
  /** As it came, perhaps compressed. Empty where it is not asked for; null where it is larger than `MOST_BODY_BYTES`. */
  readonly body: Buffer | null
  readonly firstByteSeconds: number
  readonly endedSeconds: number
}

/** Judges an answer by more than its status: checks, captures, redirects. */
export interface AnswerReader {
  /** Whether `read` is to get the body. */
  readonly needsBody: boolean
  /** What is wrong with the last answer, for its sample; null where its head says it. */
  readonly failure: string | null
  /** What no sample may show: values that answers brought. */
  readonly hidden: readonly string[]
  /** How the request ended; or, where it goes on elsewhere, what is sent next in its place. */
  read(answer: Answer, request: PreparedRequest): OutcomeCode | PreparedRequest
}

export interface PreparedRequest {
  /** Its place in the plan's requests. */
  readonly index: number
  readonly bytes: Buffer
  readonly isHead: boolean
  readonly expect: Expectation
  /** The values of the run in it, which no report may show, each with its reference; absent where there are none. */
  readonly values?: readonly SentValue[]
  /** Null where the status alone decides: then nothing of the answer is kept. */
  readonly answer: AnswerReader | null
}

export interface SentValue {
  /** As it is written in the scenario: `${users.email}`. */
  readonly reference: string
  readonly text: string
}

export interface ErrorSamples {
  /** Whether none of this kind was given before. */
  wants(request: number, kind: ErrorKind, status: number): boolean
  /** @param hidden what must not be shown, beside the secrets of the plan @param values of the run that the request had */
  add(error: FirstError, hidden?: readonly string[], values?: readonly SentValue[]): void
}

/** What opening the connections took. */
export interface OpenTimes {
  /** A connection can be used. Seconds. @param tlsSeconds null without TLS */
  add(connectSeconds: number, tlsSeconds: number | null): void
}

/** Who is at the other end. */
export interface Peers {
  /** A connection can be used. @param address undefined for a unix domain socket @param tls null without TLS */
  opened(address: string | undefined, tls: TLSSocket | null): void
  /** An attempt to open one failed. @param address null where none was chosen */
  failed(address: string | null, reason: string): void
}

export interface PoolOptions {
  readonly url: URL
  readonly verifyTls: boolean
  /** Absent where the URL alone says how the service is reached. */
  readonly route?: Route
  /** Which of the route's addresses the first connection goes to: generators begin with different ones. Default: 0. */
  readonly firstAddress?: number
  /** The most that are open at a time. */
  readonly connections: number
  /** How many to open at once; the others rest until they are needed. Default: all. */
  readonly openAtFirst?: number
  /** Whether the service is known to close each connection with its answer. Default: as its answers show. */
  readonly closesEach?: boolean
  /** How many requests wait for a connection. */
  readonly waiting: () => number
  /** An attempt to open a connection that takes longer has failed. */
  readonly openTimeoutSeconds: number
  readonly timers: Timers
  /** Gets the first answer of each kind of error. */
  readonly firstErrors: ErrorSamples
  readonly openTimes: OpenTimes
  /** Absent where nobody asks. */
  readonly peers?: Peers
  /** Introduces each connection to the queue, once and before it is opened. */
  readonly addConnection: (connection: Connection) => ConnectionListener
  /** Called when a connection was opened or closed, or an attempt to open one failed. */
  readonly onChange: () => void
}
