// One of autocannon's clients as a plain connection: how it is opened, lost and opened again. With response-reader.ts it
// is all that knows autocannon's internals (lib/httpClient.js of 9.0.0). Its pacing, percentiles and timeouts are not
// used; its socket, parser and request cycle are. What is relied on is declared in autocannon.d.ts and pinned by
// test/load/connections/autocannon/across/contract.test.ts.
//
// What it does by itself, and what is made of it:
//   - It calls `_doRequest` on connecting and after each response. Here that sends nothing: only the queue sends.
//   - It calls `_connect` wherever a connection is lost. Here that accounts for the loss, clears what the connection
//     left behind, and opens it anew, after a pause if need be.
//   - It accepts any TLS certificate, and writes into connections that the server closes.

import { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Client } from 'autocannon'
import type { FirstAnswer } from '../../../core/run/load-result.ts'
import { errorKindOf, type OutcomeCode, outcomeCode } from '../../recording/outcome.ts'
import type { Alarm } from '../../timers.ts'
import { certificateFailure, connectFailure } from '../connect-failure.ts'
import type { Connection, ConnectionListener, PreparedRequest } from '../connection.ts'
import { reopenDelaySeconds } from '../reopen-delay.ts'
import { isIdleTimeoutResponse } from '../response-framing.ts'
import type { ClientHost } from './client-host.ts'
import { type ResponseListener, ResponseReader } from './response-reader.ts'

const COMPLETED = outcomeCode('completed')
const RESET = outcomeCode('reset')
const CLOSED = outcomeCode('closed')
const PROTOCOL = outcomeCode('protocol')

/** A connection that was open this long was a usable one, even if no request was sent over it. */
const USABLE_SECONDS = 1

/** Of what came in place of HTTP. */
const SHOWN_BYTES = 200

const CLOSED_AT_ONCE = 'closed by the service at once'

export class AutocannonClient implements Connection, ResponseListener {
  readonly #client: Client
  /** autocannon's own `_connect` and `_doRequest`, which the instance's replacements hide. */
  readonly #original: Client
  readonly #host: ClientHost
  readonly #listener: ConnectionListener
  readonly #reader: ResponseReader
  #state: 'closed' | 'opening' | 'open' | 'resting' = 'closed'
  /** A request was sent over the connection as it is now. */
  #wasUsed = false
  /** Attempts in a row that led to no usable connection. */
  #failures = 0
  #openedSeconds = 0
  #error: Error | undefined
  #alarm: Alarm | undefined
  hasFailed = false
  idleSinceSeconds = 0

  /** @param client as `setupClient` gives it: before its parser is wired and before it connects */
  constructor(client: Client, host: ClientHost) {
    this.#client = client
    this.#original = Object.getPrototypeOf(client)
    this.#host = host
    this.#listener = host.options.addConnection(this)
    this.#reader = new ResponseReader(client, host.options.timers.nowSeconds, this)
    client.conn = new Socket()
    client.requestIterator.nextRequest = () => {}
    client._doRequest = () => {}
    client._connect = () => {
      client._connect = () => this.#onConnectionEnded()
      this.#reader.attach()
      this.#openAfter(0)
    }
    client.on('connError', (error: Error) => {
      this.#error = error
    })
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  get isIdle(): boolean {
    return this.isOpen && !this.#reader.isReading
  }

  /** Closed, and about to be open again. */
  get isOpening(): boolean {
    return this.#state === 'opening' || this.#state === 'closed'
  }

  get isResting(): boolean {
    return this.#state === 'resting'
  }

  send(request: number): void {
    const prepared = this.#host.options.requests[request] as PreparedRequest
    this.#wasUsed = true
    this.#reader.expect(prepared)
    this.#client.requestIterator.currentRequest = { requestBuffer: prepared.bytes }
    this.#original._doRequest.call(this.#client)
  }

  abort(): void {
    this.#reopen()
  }

  /** Closes an idle connection until `wake`. */
  rest(): void {
    this.#failures = 0
    this.#discard()
    this.#state = 'resting'
    this.#host.rested()
    this.#listener.lost(CLOSED)
  }

  wake(): void {
    this.#state = 'closed'
    this.#openAfter(0)
  }

  close(): void {
    this.#discard()
    this.#client.destroy()
  }

  // ---- opening ----

  #reopen(): void {
    if (this.#wasUsed) this.#failures = 0
    this.#discard()
    if (!this.#host.isClosed) this.#openAfter(reopenDelaySeconds(this.#failures++))
  }

  #openAfter(seconds: number): void {
    const enter = () => this.#host.limiter.enter(() => this.#open())
    if (seconds === 0) enter()
    else this.#alarm = this.#host.options.timers.sleep(seconds, enter)
  }

  #open(): void {
    if (this.#host.isClosed) return
    const { timers, openTimeoutSeconds } = this.#host.options
    this.#state = 'opening'
    this.#error = undefined
    this.#original._connect.call(this.#client)
    const socket = this.#client.conn
    socket.setNoDelay(true)
    socket.once(this.#client.secure ? 'secureConnect' : 'connect', () => this.#onConnected(socket))
    this.#alarm = timers.sleep(openTimeoutSeconds, () => this.#onOpenFailed('no answer'))
  }

  #onConnected(socket: Socket): void {
    const mustVerify = this.#client.secure && this.#host.options.verifyTls
    const failure = mustVerify ? certificateFailure(socket as TLSSocket) : undefined
    if (failure) this.#onOpenFailed(failure)
    else this.#onOpened()
  }

  #onOpened(): void {
    this.#cancelAlarm()
    this.#state = 'open'
    this.#openedSeconds = this.#host.options.timers.nowSeconds()
    this.idleSinceSeconds = this.#openedSeconds
    this.#host.limiter.leave()
    this.#host.opened()
    this.#listener.opened()
  }

  #onOpenFailed(reason: string): void {
    this.#fail(reason)
    this.#reopen()
    this.#listener.openFailed()
  }

  #fail(reason: string): void {
    this.hasFailed = true
    this.#host.openFailed(reason)
  }

  // ---- losing ----

  #onConnectionEnded(): void {
    const error = this.#error
    if (this.#state === 'opening') this.#onOpenFailed(error ? connectFailure(error) : CLOSED_AT_ONCE)
    else if (this.isIdle && this.#isUsable && this.#host.mayRest()) this.rest()
    else if (error) this.#lose(RESET)
    else {
      this.#reader.endWithConnection()
      this.#lose(CLOSED)
    }
  }

  /** @param answer what came in place of a response */
  #lose(reason: OutcomeCode, answer = this.#reader.answer): void {
    const request = this.#reader.request
    if (request) this.#sample(request, reason, answer)
    if (this.#isUsable) this.#failures = 0
    else if (!this.#wasUsed) this.#fail(reason === PROTOCOL ? 'what came was not HTTP' : CLOSED_AT_ONCE)
    this.#reopen()
    this.#listener.lost(reason)
  }

  get #isUsable(): boolean {
    return this.#host.options.timers.nowSeconds() - this.#openedSeconds >= USABLE_SECONDS
  }

  #discard(): void {
    this.#cancelAlarm()
    const { conn, pipelinedRequests } = this.#client
    conn.removeAllListeners()
    conn.on('error', () => {})
    conn.destroy()
    pipelinedRequests.clear()
    this.#reader.reset()
    this.#wasUsed = false
    const before = this.#state
    this.#state = 'closed'
    if (before === 'opening') this.#host.limiter.leave()
    if (before === 'open') this.#host.closed()
  }

  #cancelAlarm(): void {
    if (this.#alarm) this.#host.options.timers.cancel(this.#alarm)
  }

  // ---- responses ----

  onResponse(request: PreparedRequest, outcome: OutcomeCode, status: number, endedSeconds: number): void {
    this.idleSinceSeconds = endedSeconds
    if (outcome !== COMPLETED) this.#sample(request, outcome, this.#reader.answer)
    this.#listener.responded(outcome, status, endedSeconds)
  }

  onResponseParsed(hasSurplus: boolean, isReusable: boolean): void {
    if (hasSurplus) this.#host.receivedUnsolicited()
    if (hasSurplus || !isReusable) this.#lose(CLOSED)
    else this.#listener.free()
  }

  onGarbage(chunk: Buffer): void {
    this.#lose(PROTOCOL, this.#reader.answer ?? notHttp(chunk))
  }

  onUnsolicited(chunk: Buffer): void {
    if (!isIdleTimeoutResponse(chunk)) this.#host.receivedUnsolicited()
    this.#lose(PROTOCOL)
  }

  #sample({ index }: PreparedRequest, outcome: OutcomeCode, answer: FirstAnswer | null): void {
    const { firstErrors, timers } = this.#host.options
    const kind = errorKindOf(outcome)
    if (kind && firstErrors.wants(index, kind, answer?.status ?? 0))
      firstErrors.add({ request: index, kind, atSeconds: timers.nowSeconds(), reason: null, answer })
  }

  onKeepAlive(seconds: number): void {
    this.#host.recycleWithin(seconds)
  }
}

/** The first bytes of something that is not HTTP, those that are no letters left out. */
function notHttp(chunk: Buffer): FirstAnswer {
  const none = { contentType: null, contentEncoding: null, location: null }
  return { status: 0, statusLine: chunk.toString('latin1', 0, SHOWN_BYTES), ...none, body: '' }
}
