// One of autocannon's clients as a plain connection: the one file that knows its internals (lib/httpClient.js of
// 9.0.0). Its pacing, percentiles and timeouts are not used; its socket, parser and request cycle are. What is relied
// on is declared in autocannon.d.ts and pinned by test/load/connections/autocannon/contract.test.ts.
//
// What it does by itself, and what is made of it:
//   - It calls `_doRequest` on connecting and after each response. Here that sends nothing: only the queue sends.
//   - It calls `_connect` wherever a connection is lost. Here that accounts for the loss, clears what it leaves behind
//     (a half-read body would swallow the next answer) and opens the connection anew, after a pause if need be.
//   - It ignores what the parser says about bytes that are not HTTP, writes into connections that the server closes,
//     fails on answers that nobody asked for, takes informational answers (1xx) for the answer, waits for the body of
//     an answer that has none (to HEAD, 304), never ends an answer that ends with its connection, and accepts any TLS certificate.

import { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Client, HeadersInfo, ParserCallbacks } from 'autocannon'
import { type OutcomeCode, outcomeCode } from '../../recording/outcome.ts'
import { certificateFailure, connectFailure } from '../connect-failure.ts'
import type { Connection, ConnectionListener } from '../connection.ts'
import { judgeResponse, needsBody } from '../judge-response.ts'
import { reopenDelaySeconds } from '../reopen-delay.ts'
import { hasNoBody, isIdleTimeoutResponse, isInformational, keepAliveSeconds, staysOpen } from '../response-framing.ts'
import type { AutocannonPool, PreparedRequest } from './pool.ts'

const RESET = outcomeCode('reset')
const CLOSED = outcomeCode('closed')
const PROTOCOL = outcomeCode('protocol')

/** A connection that was open this long was a usable one, even if no request was sent over it. */
const USABLE_SECONDS = 1

const CLOSED_AT_ONCE = 'closed by the service at once'

export class AutocannonClient implements Connection {
  readonly #client: Client
  /** autocannon's own `_connect` and `_doRequest`, which the instance's replacements stand before. */
  readonly #original: Client
  readonly #pool: AutocannonPool
  readonly #seat: ConnectionListener
  #state: 'closed' | 'opening' | 'open' = 'closed'
  #inFlight: PreparedRequest | undefined
  #status = 0
  #body: Buffer[] = []
  /** The answer was read whole in the chunk that is being parsed. */
  #isAnswered = false
  #mayBeReused = true
  /** Behind the answer came another, which nobody had asked for. */
  #isAnsweredTwice = false
  #isFirstAnswerSeen = false
  /** A request was sent over the connection as it is now. */
  #wasUsed = false
  #failures = 0
  #openedSeconds = 0
  #error: Error | undefined
  #timer: NodeJS.Timeout | undefined
  hasFailed = false
  idleSinceSeconds = 0

  /** @param client as `setupClient` hands it over: before its parser is wired and before it connects */
  constructor(client: Client, pool: AutocannonPool) {
    this.#client = client
    this.#original = Object.getPrototypeOf(client)
    this.#pool = pool
    this.#seat = pool.options.addConnection(this)
    client.conn = new Socket()
    client.requestIterator.nextRequest = () => {}
    client._doRequest = () => {}
    client._connect = () => {
      client._connect = () => this.#onConnectionExit()
      this.#guardParser()
      this.#openAfter(0)
    }
    client.on('connError', (error: Error) => {
      this.#error = error
    })
    client.on('response', (status: number) => this.#onAnswer(status))
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  get isIdle(): boolean {
    return this.isOpen && this.#inFlight === undefined
  }

  send(request: number): void {
    const prepared = this.#pool.options.requests[request] as PreparedRequest
    this.#inFlight = prepared
    this.#wasUsed = true
    this.#client.requestIterator.currentRequest = { requestBuffer: prepared.bytes }
    this.#original._doRequest.call(this.#client)
  }

  abort(): void {
    this.#reopen()
  }

  /** Opens an idle connection anew. */
  renew(): void {
    this.#failures = 0
    this.#reopen()
    this.#seat.lost(CLOSED)
  }

  close(): void {
    this.#discard()
    this.#client.destroy()
  }

  // ---- opening ----

  #reopen(): void {
    if (this.#wasUsed) this.#failures = 0
    this.#discard()
    if (!this.#pool.isClosed) this.#openAfter(reopenDelaySeconds(this.#failures++))
  }

  #openAfter(seconds: number): void {
    const enter = () => this.#pool.opening.enter(() => this.#open())
    if (seconds === 0) enter()
    else this.#timer = setTimeout(enter, seconds * 1e3)
  }

  #open(): void {
    if (this.#pool.isClosed) return
    this.#state = 'opening'
    this.#error = undefined
    this.#original._connect.call(this.#client)
    const socket = this.#client.conn
    socket.setNoDelay(true)
    socket.once(this.#client.secure ? 'secureConnect' : 'connect', () => this.#onConnected(socket))
    this.#timer = setTimeout(() => this.#onOpenFailed('no answer'), this.#pool.options.openTimeoutSeconds * 1e3)
  }

  #onConnected(socket: Socket): void {
    const mustVerify = this.#client.secure && this.#pool.options.verifyTls
    const failure = mustVerify ? certificateFailure(socket as TLSSocket) : undefined
    if (failure) this.#onOpenFailed(failure)
    else this.#onOpened()
  }

  #onOpened(): void {
    clearTimeout(this.#timer)
    this.#state = 'open'
    this.#openedSeconds = this.#pool.options.clock.nowSeconds()
    this.idleSinceSeconds = this.#openedSeconds
    this.#pool.opening.leave()
    this.#seat.opened()
  }

  #onOpenFailed(reason: string): void {
    this.#noteFailure(reason)
    this.#reopen()
    this.#seat.openFailed()
  }

  // ---- losing ----

  #onConnectionExit(): void {
    const error = this.#error
    if (this.#state === 'opening') this.#onOpenFailed(error ? connectFailure(error) : CLOSED_AT_ONCE)
    else if (error) this.#lose(RESET)
    else {
      this.#endAnswerThatEndsWithItsConnection()
      this.#lose(CLOSED)
    }
  }

  #endAnswerThatEndsWithItsConnection(): void {
    if (this.#inFlight && this.#client.parser.state === 'BODY_RAW') this.#client.parser.finish()
  }

  #lose(reason: OutcomeCode): void {
    const openSeconds = this.#pool.options.clock.nowSeconds() - this.#openedSeconds
    if (openSeconds >= USABLE_SECONDS) this.#failures = 0
    else if (!this.#wasUsed) this.#noteFailure(reason === PROTOCOL ? 'what came was not HTTP' : CLOSED_AT_ONCE)
    this.#reopen()
    this.#seat.lost(reason)
  }

  #noteFailure(reason: string): void {
    this.hasFailed = true
    this.#pool.lastFailure = reason
  }

  #discard(): void {
    clearTimeout(this.#timer)
    const { conn, parser, pipelinedRequests } = this.#client
    conn.removeAllListeners()
    conn.on('error', () => {})
    conn.destroy()
    pipelinedRequests.clear()
    parser.initialize(parser.type)
    if (this.#state === 'opening') this.#pool.opening.leave()
    this.#state = 'closed'
    this.#inFlight = undefined
    this.#wasUsed = false
    this.#isAnswered = false
    this.#isAnsweredTwice = false
    this.#mayBeReused = true
  }

  // ---- answers ----

  #guardParser(): void {
    const { parser } = this.#client
    const callbacks = parser.constructor as unknown as ParserCallbacks
    const execute = parser.execute
    const onHeaders = parser[callbacks.kOnHeadersComplete] as (info: HeadersInfo) => unknown
    const onComplete = parser[callbacks.kOnMessageComplete] as () => unknown
    parser[callbacks.kOnHeadersComplete] = (info: HeadersInfo) => {
      onHeaders(info)
      return this.#onHeaders(info)
    }
    parser[callbacks.kOnBody] = (chunk: Buffer, start: number, length: number) => {
      if (this.#keepsBody) this.#body.push(chunk.subarray(start, start + length))
    }
    parser[callbacks.kOnMessageComplete] = () => {
      if (!this.#inFlight) this.#isAnsweredTwice = true
      else if (!isInformational(this.#status)) onComplete()
    }
    parser.execute = (chunk) => {
      if (this.#inFlight) this.#onParsed(execute.call(parser, chunk))
      else this.#onUnsolicited(chunk)
      return chunk.length
    }
  }

  get #keepsBody(): boolean {
    return this.#inFlight !== undefined && needsBody(this.#inFlight.expect)
  }

  /** @returns whether there is no body to wait for: the parser goes by the length alone */
  #onHeaders(info: HeadersInfo): boolean {
    const isHead = this.#inFlight?.isHead ?? false
    this.#status = info.statusCode
    this.#body = []
    if (!isInformational(info.statusCode) && !staysOpen(info, isHead, this.#client.parser.connection))
      this.#mayBeReused = false
    if (!this.#isFirstAnswerSeen) this.#readKeepAlive(info)
    return hasNoBody(info.statusCode, isHead)
  }

  /** Once is enough: a service says the same with each answer. */
  #readKeepAlive(info: HeadersInfo): void {
    this.#isFirstAnswerSeen = true
    const seconds = keepAliveSeconds(info.headers)
    if (seconds) this.#pool.renewBefore(seconds)
  }

  #onAnswer(status: number): void {
    const { expect } = this.#inFlight as PreparedRequest
    const endedSeconds = this.#pool.options.clock.nowSeconds()
    const body = needsBody(expect) ? Buffer.concat(this.#body).toString() : ''
    this.#inFlight = undefined
    this.#isAnswered = true
    this.idleSinceSeconds = endedSeconds
    this.#seat.answered(judgeResponse(expect, status, body), status, endedSeconds)
  }

  #onParsed(result: number | Error): void {
    const isBroken = result instanceof Error
    if (this.#isAnswered) this.#onAnswerParsed(isBroken)
    else if (isBroken) this.#lose(PROTOCOL)
  }

  /** Only now, for in the same chunk there may be more, which must not be taken for the answer to the next request. */
  #onAnswerParsed(isBroken: boolean): void {
    this.#isAnswered = false
    const { state, line } = this.#client.parser
    const hasMore = isBroken || this.#isAnsweredTwice || state !== 'RESPONSE_LINE' || line !== ''
    if (hasMore) this.#pool.unsolicited++
    if (hasMore || !this.#mayBeReused) this.#lose(CLOSED)
    else this.#seat.free()
  }

  #onUnsolicited(chunk: Buffer): void {
    if (!isIdleTimeoutResponse(chunk)) this.#pool.unsolicited++
    this.#lose(PROTOCOL)
  }
}
