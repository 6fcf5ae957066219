// autocannon's clients as plain connections: the one file that knows its internals (lib/httpClient.js, lib/run.js of
// 9.0.0). Its pacing, percentiles and timeouts are not used; its sockets, parser and request cycle are. What is relied
// on is declared in autocannon.d.ts and pinned by test/load/contract/autocannon.test.ts.
//
// What it does by itself, and what is made of it:
//   - It calls `_doRequest` on connecting and after each response. Here that sends nothing: only the gate sends.
//   - It calls `_connect` wherever a connection is lost. Here that accounts for the loss, clears what it leaves behind
//     (a half-read body would swallow the next answer) and opens the connection anew, after a pause if need be.
//   - Its timeout fires on idle connections too: it is put off for weeks; the gate keeps the deadlines.
//   - It ignores what the parser says about bytes that are not HTTP, writes into connections that the server closes,
//     fails on answers that nobody asked for, takes informational answers (1xx) for the answer, waits for the body of
//     an answer to HEAD, never ends an answer that ends with its connection, and accepts any TLS certificate.

import { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import autocannon, { type Client, type HeadersInfo, type Instance, type ParserCallbacks } from 'autocannon'
import type { Clock } from '../../core/clock.ts'
import type { Expectation } from '../../core/load-plan.ts'
import { type OutcomeCode, outcomeCode } from '../recording/outcome.ts'
import { connectFailure } from './connect-failure.ts'
import type { Connection, Seat } from './connection.ts'
import { judgeAnswer, needsBody } from './judge-answer.ts'
import { OpeningQueue } from './opening-queue.ts'
import { reopenDelaySeconds } from './reopen-delay.ts'

const RESET = outcomeCode('reset')
const CLOSED = outcomeCode('closed')
const PROTOCOL = outcomeCode('protocol')

/** Seconds; the longest that autocannon's timers can do is 2³¹ ms. */
const NEVER = 2_000_000
const SAMPLE_MS = 200
const OPENING_AT_ONCE = 64
/** A connection that was open this long was a usable one, even if no request was sent over it. */
const USABLE_SECONDS = 1

export interface PreparedRequest {
  readonly bytes: Buffer
  readonly isHead: boolean
  readonly expect: Expectation
}

export interface ConnectionOptions {
  readonly url: URL
  readonly verifyTls: boolean
  readonly requests: readonly PreparedRequest[]
  readonly connections: number
  /** An attempt to open a connection that takes longer has failed. */
  readonly openTimeoutSeconds: number
  readonly clock: Pick<Clock, 'nowSeconds'>
  readonly addConnection: (connection: Connection) => Seat
}

export class AutocannonConnections {
  readonly options: ConnectionOptions
  readonly opening = new OpeningQueue(OPENING_AT_ONCE)
  readonly #clients: GatedClient[] = []
  readonly #instance: Instance
  #closed = false
  /** How often a connection was dropped because something came that no request had asked for. */
  unsolicited = 0
  lastFailure: string | undefined

  /** Starts to open the connections. */
  constructor(options: ConnectionOptions) {
    this.options = options
    this.#instance = autocannon({
      url: options.url.origin,
      connections: options.connections,
      duration: NEVER,
      timeout: NEVER,
      sampleInt: SAMPLE_MS,
      setupClient: (client) => {
        this.#clients.push(new GatedClient(client, this))
      },
    })
    // Nothing but `close` settles it; a rejection must not end the process in the meantime.
    this.#instance.then(undefined, () => {})
  }

  get isClosed(): boolean {
    return this.#closed
  }

  get openCount(): number {
    return this.#clients.filter((client) => client.isOpen).length
  }

  /** Whether each connection is open or has failed to be opened at least once. */
  get allTried(): boolean {
    return this.#clients.every((client) => client.isOpen || client.hasFailed)
  }

  /** Resolves when everything is closed and autocannon has stopped its timers. */
  async close(): Promise<void> {
    this.#closed = true
    for (const client of this.#clients) client.close()
    this.#instance.stop()
    await this.#instance.then(undefined, () => {})
  }
}

class GatedClient implements Connection {
  readonly #client: Client
  readonly #pool: AutocannonConnections
  readonly #seat: Seat
  /** autocannon's own `_connect` and `_doRequest`, which the instance's replacements stand before. */
  readonly #original: Client
  #state: 'closed' | 'opening' | 'open' = 'closed'
  #inFlight: PreparedRequest | undefined
  #body: Buffer[] = []
  #status = 0
  /** The answer was read whole in the chunk that is being parsed. */
  #answered = false
  #mayNotBeReused = false
  #failures = 0
  #openedSeconds = 0
  #error: Error | undefined
  #timer: NodeJS.Timeout | undefined
  hasFailed = false

  /** @param client as `setupClient` hands it over: before its parser is wired and before it connects */
  constructor(client: Client, pool: AutocannonConnections) {
    this.#client = client
    this.#pool = pool
    this.#original = Object.getPrototypeOf(client)
    this.#seat = pool.options.addConnection(this)
    client.conn = new Socket()
    client.requestIterator.nextRequest = () => {}
    client._doRequest = () => {}
    client._connect = () => {
      client._connect = () => this.#onConnectionGone()
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

  send(request: number): void {
    const prepared = this.#pool.options.requests[request] as PreparedRequest
    this.#inFlight = prepared
    this.#failures = 0
    this.#client.requestIterator.currentRequest = { requestBuffer: prepared.bytes }
    this.#original._doRequest.call(this.#client)
  }

  abort(): void {
    this.#reopen()
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#discard()
    this.#client.destroy()
  }

  // ---- opening ----

  #reopen(): void {
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
    const { openTimeoutSeconds } = this.#pool.options
    this.#timer = setTimeout(() => this.#onOpenFailed('no answer'), openTimeoutSeconds * 1e3)
  }

  #onConnected(socket: Socket): void {
    const refused = this.#client.secure && this.#pool.options.verifyTls ? certificateError(socket as TLSSocket) : null
    if (refused) this.#onOpenFailed(connectFailure(refused))
    else this.#onOpened()
  }

  #onOpened(): void {
    clearTimeout(this.#timer)
    this.#state = 'open'
    this.#openedSeconds = this.#pool.options.clock.nowSeconds()
    this.#pool.opening.leave()
    this.#seat.opened()
  }

  #onOpenFailed(reason: string): void {
    this.hasFailed = true
    this.#pool.lastFailure = reason
    this.#reopen()
    this.#seat.openFailed()
  }

  // ---- losing ----

  #onConnectionGone(): void {
    const error = this.#error
    if (this.#state === 'opening') this.#onOpenFailed(error ? connectFailure(error) : 'closed by the service at once')
    else if (error) this.#lose(RESET)
    else {
      this.#endAnswerThatEndsWithItsConnection()
      this.#lose(CLOSED)
    }
  }

  #lose(reason: OutcomeCode): void {
    const { clock } = this.#pool.options
    if (clock.nowSeconds() - this.#openedSeconds >= USABLE_SECONDS) this.#failures = 0
    // First a clean connection in the making, then the news: what the gate does with it may reach this client again.
    this.#reopen()
    this.#seat.lost(reason)
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
    this.#answered = false
    this.#mayNotBeReused = false
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
      if (!this.#inFlight) this.#mayNotBeReused = true
      else if (!isInformational(this.#status)) onComplete()
    }
    parser.execute = (chunk) => {
      if (!this.#inFlight) this.#onUnsolicited()
      else this.#onParsed(execute.call(parser, chunk))
      return chunk.length
    }
  }

  get #keepsBody(): boolean {
    return this.#inFlight !== undefined && needsBody(this.#inFlight.expect)
  }

  #onUnsolicited(): void {
    this.#pool.unsolicited++
    this.#lose(PROTOCOL)
  }

  /** Only now, for in the same chunk there may be more, which must not be taken for the answer to the next request. */
  #onParsed(result: number | Error): void {
    const { state, line } = this.#client.parser
    const isBroken = result instanceof Error
    const hasMore = this.#answered && (isBroken || state !== 'RESPONSE_LINE' || line !== '')
    if (hasMore) this.#pool.unsolicited++
    if (isBroken) this.#lose(PROTOCOL)
    else if (this.#answered) {
      this.#answered = false
      if (hasMore || this.#mayNotBeReused) this.#lose(CLOSED)
      else this.#seat.free()
    }
  }

  /** @returns whether to skip the body: the parser can't know that an answer to HEAD has none */
  #onHeaders(info: HeadersInfo): boolean {
    this.#status = info.statusCode
    this.#body = []
    const isHead = this.#inFlight?.isHead ?? false
    if (!isInformational(info.statusCode) && !this.#staysOpen(info, isHead)) this.#mayNotBeReused = true
    return isHead
  }

  #staysOpen(info: HeadersInfo, isHead: boolean): boolean {
    if (info.statusCode === 101) return false
    // Without a length the parser expects the body to end with the connection; an answer to HEAD has no body.
    const isHttp11 = info.versionMajor === 1 && info.versionMinor >= 1
    return info.shouldKeepAlive || (isHead && isHttp11 && !this.#client.parser.connection.includes('close'))
  }

  #onAnswer(status: number): void {
    const request = this.#inFlight as PreparedRequest
    const endedSeconds = this.#pool.options.clock.nowSeconds()
    const body = needsBody(request.expect) ? Buffer.concat(this.#body).toString() : ''
    this.#inFlight = undefined
    this.#answered = true
    this.#seat.answered(judgeAnswer(request.expect, status, body), status, endedSeconds)
  }

  #endAnswerThatEndsWithItsConnection(): void {
    if (this.#inFlight && this.#client.parser.state === 'BODY_RAW') this.#client.parser.finish()
  }
}

/** 101 changes the protocol: it is the last answer of its connection. */
function isInformational(status: number): boolean {
  return status >= 100 && status < 200 && status !== 101
}

function certificateError(socket: TLSSocket): (Error & { code?: string }) | null {
  if (socket.authorized) return null
  // Typed as an Error, and a code at run time (lib/internal/tls, onConnectSecure).
  const code = String(socket.authorizationError)
  return Object.assign(new Error(code), { code })
}
