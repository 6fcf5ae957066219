// The life of one connection, whichever engine reads and writes it: how it is opened, lost and opened again. The engine's
// part is its wire.

import { TLSSocket } from 'node:tls'
import { isExpectedStatus } from '../../core/answers/expected-status.ts'
import type { FirstAnswer } from '../../core/run/load-result.ts'
import { tlsFailure } from '../../core/text/tls-failure.ts'
import { COMPLETED, CONNECT, errorKindOf, type OutcomeCode, outcomeCode } from '../recording/outcome.ts'
import type { Alarm } from '../timers.ts'
import { certificateFailure, connectFailure } from './connect-failure.ts'
import type { Connection, ConnectionListener, PreparedRequest } from './connection.ts'
import type { PoolHost } from './pool-host.ts'
import { reopenDelaySeconds } from './reopen-delay.ts'
import { isIdleTimeoutResponse } from './response-framing.ts'
import type { ConnectedSocket, Wire, WireListener } from './wire.ts'

const RESET = outcomeCode('reset')
const CLOSED = outcomeCode('closed')
const PROTOCOL = outcomeCode('protocol')

/** A connection that was open this long was a usable one, even if no request was sent over it. */
const USABLE_SECONDS = 1

/** Of what came in place of HTTP. */
const SHOWN_BYTES = 200

const CLOSED_AT_ONCE = 'closed by the service at once'

export class ConnectionLife implements Connection, WireListener {
  readonly #wire: Wire
  readonly #host: PoolHost
  readonly #listener: ConnectionListener
  #state: 'closed' | 'opening' | 'open' | 'resting' = 'closed'
  /** A request was sent over the connection as it is now. */
  #wasUsed = false
  /** An answer was read whole from it. */
  #hasAnswered = false
  /** Attempts in a row that led to no usable connection. */
  #failures = 0
  /** What is sent in place of a request that was redirected, as soon as the connection may be used. */
  #next: PreparedRequest | undefined
  #openedSeconds = 0
  /** When the attempt to open it began, and when there was a TCP connection. */
  #attemptSeconds = 0
  #reachedSeconds: number | undefined
  #alarm: Alarm | undefined
  hasFailed = false
  idleSinceSeconds = 0

  constructor(host: PoolHost, wireFor: (listener: WireListener) => Wire) {
    this.#host = host
    this.#listener = host.options.addConnection(this)
    this.#wire = wireFor(this)
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  get isIdle(): boolean {
    return this.isOpen && this.#wire.request === undefined
  }

  get isResting(): boolean {
    return this.#state === 'resting'
  }

  get firstByteSeconds(): number {
    const { request, answer, firstByteSeconds } = this.#wire
    const isExpected = request !== undefined && answer !== null && isExpectedStatus(request.expect, answer.status)
    return isExpected ? firstByteSeconds : Number.NaN
  }

  send(request: PreparedRequest): void {
    this.#wasUsed = true
    this.#wire.send(request)
  }

  abort(): void {
    // Nothing is in flight while the connection is opened anew for the next request: it need not be opened once more.
    if (this.#next) this.#next = undefined
    else this.#reopen()
  }

  /** Closes an idle connection until `start`. */
  rest(): void {
    this.#failures = 0
    this.#discard()
    this.#rest()
    this.#listener.lost(CLOSED)
  }

  /** Called once, when the wire may be opened. */
  begin(): void {
    if (this.#host.opensAtFirst()) {
      this.start()
      return
    }
    this.#rest()
  }

  #rest(): void {
    this.#state = 'resting'
    this.#host.rested()
  }

  /** Opens a connection that rests, or was not opened yet. */
  start(): void {
    this.#state = 'closed'
    this.#openAfter(0)
  }

  close(): void {
    this.#discard()
    this.#wire.close()
  }

  // ---- opening ----

  #reopen(): void {
    const wasUsed = this.#wasUsed
    if (wasUsed) this.#failures = 0
    this.#discard()
    if (this.#host.isClosed) return
    if (wasUsed && !this.#next && this.#host.mayRestUsed()) this.#rest()
    else this.#openAfter(reopenDelaySeconds(this.#failures++))
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
    this.#attemptSeconds = timers.nowSeconds()
    this.#reachedSeconds = undefined
    this.#wire.open()
    this.#alarm = timers.sleep(openTimeoutSeconds, () => this.#onOpenFailed('no answer'))
  }

  onReached(): void {
    this.#reachedSeconds = this.#host.options.timers.nowSeconds()
  }

  onConnected(socket: ConnectedSocket): void {
    const mustVerify = socket instanceof TLSSocket && this.#host.options.verifyTls
    const failure = mustVerify ? certificateFailure(socket) : undefined
    if (failure) this.#onOpenFailed(failure)
    else this.#onOpened(socket)
  }

  #onOpened(socket: ConnectedSocket): void {
    this.#cancelAlarm()
    this.#state = 'open'
    const { timers, openTimes, peers } = this.#host.options
    this.#openedSeconds = timers.nowSeconds()
    this.idleSinceSeconds = this.#openedSeconds
    const reachedSeconds = this.#reachedSeconds ?? this.#openedSeconds
    const tlsSeconds = this.#reachedSeconds === undefined ? null : this.#openedSeconds - reachedSeconds
    openTimes.add(reachedSeconds - this.#attemptSeconds, tlsSeconds)
    peers?.opened(this.#wire.address ?? socket.remoteAddress, socket instanceof TLSSocket ? socket : null)
    this.#host.limiter.leave()
    this.#host.opened()
    if (this.#next) this.#sendNext(this.#next)
    else
      this.#listener.opened({
        attemptSeconds: this.#attemptSeconds,
        reachedSeconds,
        openedSeconds: this.#openedSeconds,
      })
  }

  #onOpenFailed(reason: string): void {
    this.#fail(reason)
    this.#reopen()
    if (this.#next) this.#loseNext(this.#next, reason)
    this.#listener.openFailed()
  }

  #fail(reason: string): void {
    this.hasFailed = true
    this.#host.options.peers?.failed(this.#wire.address, reason)
    this.#host.openFailed(reason)
  }

  // ---- losing ----

  onEnded(error: Error | undefined): void {
    if (this.#state === 'opening') this.#onOpenFailed(error ? connectFailure(error) : CLOSED_AT_ONCE)
    else if (this.isIdle && this.#isUsable && this.#host.mayRest()) this.rest()
    else if (error) this.#lose(RESET, () => this.#wire.answer, error)
    else {
      const wasAsked = this.#wire.request !== undefined
      this.#wire.endResponse()
      // The body was all that came until the end.
      if (wasAsked && this.#wire.request === undefined) this.#hasBeenAnswered(false)
      this.#lose(CLOSED)
    }
  }

  /** @param answerOf what came in place of a response */
  #lose(reason: OutcomeCode, answerOf: () => FirstAnswer | null = () => this.#wire.answer, error?: Error): void {
    const { request } = this.#wire
    if (request) {
      const answer = answerOf()
      this.#sample(request, reason, answer?.status ?? 0, () => answer)
    }
    if (this.#isUsable) this.#failures = 0
    else if (!this.#wasUsed)
      this.#fail(
        reason === PROTOCOL ? 'what came was not HTTP' : closedAtOnce(error, this.#reachedSeconds !== undefined),
      )
    this.#reopen()
    // The answer that redirects may be the last one over its connection: the request goes on over the next.
    if (!this.#next) this.#listener.lost(reason)
  }

  /** The connection over which a redirected request was to go on could not be opened. */
  #loseNext(next: PreparedRequest, reason: string): void {
    this.#next = undefined
    this.#sample(next, CONNECT, 0, () => null, reason)
    this.#listener.lost(CONNECT)
  }

  get #isUsable(): boolean {
    return this.#host.options.timers.nowSeconds() - this.#openedSeconds >= USABLE_SECONDS
  }

  #discard(): void {
    this.#cancelAlarm()
    this.#wire.discard()
    this.#wasUsed = false
    this.#hasAnswered = false
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
    if (outcome !== COMPLETED)
      this.#sample(request, outcome, status, () => this.#wire.answer, request.answer?.failure ?? null)
    this.#listener.responded(outcome, status, this.#wire.firstByteSeconds, endedSeconds)
  }

  onRedirect(next: PreparedRequest): void {
    this.#next = next
  }

  onResponseParsed(hasSurplus: boolean, isReusable: boolean): void {
    if (hasSurplus) this.#host.receivedUnsolicited()
    else this.#hasBeenAnswered(isReusable)
    if (hasSurplus || !isReusable) this.#lose(CLOSED)
    else if (this.#next) this.#sendNext(this.#next)
    else this.#listener.free()
  }

  #hasBeenAnswered(isReusable: boolean): void {
    this.#host.answered(!this.#hasAnswered, isReusable)
    this.#hasAnswered = true
  }

  #sendNext(next: PreparedRequest): void {
    this.#next = undefined
    this.send(next)
  }

  onGarbage(bytes: Buffer): void {
    this.#lose(PROTOCOL, () => this.#wire.answer ?? notHttp(bytes))
  }

  onUnsolicited(bytes: Buffer): void {
    if (!isIdleTimeoutResponse(bytes)) this.#host.receivedUnsolicited()
    this.#lose(PROTOCOL)
  }

  /** Only the first of a kind is wanted, so that most answers are never put together. */
  #sample(
    { index, values, answer: reader }: PreparedRequest,
    outcome: OutcomeCode,
    status: number,
    answerOf: () => FirstAnswer | null,
    reason: string | null = null,
  ): void {
    const { firstErrors, timers } = this.#host.options
    const kind = errorKindOf(outcome)
    if (kind && firstErrors.wants(index, kind, status))
      firstErrors.add(
        { request: index, kind, atSeconds: timers.nowSeconds(), reason, answer: answerOf() },
        reader?.hidden,
        values,
      )
  }

  onKeepAlive(seconds: number): void {
    this.#host.recycleWithin(seconds)
  }
}

/** With TLS 1.3 a service refuses a client's certificate only once the connection is open, and some do so without a word. */
function closedAtOnce(error: (Error & { readonly code?: string }) | undefined, isTls: boolean): string {
  const isOfTls = error !== undefined && tlsFailure(error.code, error.message) !== undefined
  if (isOfTls) return connectFailure(error)
  return isTls ? `${CLOSED_AT_ONCE}, as where it misses or refuses a client certificate` : CLOSED_AT_ONCE
}

/** The first bytes of something that is not HTTP, those that are no letters left out. */
function notHttp(bytes: Buffer): FirstAnswer {
  const none = { contentType: null, contentEncoding: null, location: null }
  return { status: 0, statusLine: bytes.toString('latin1', 0, SHOWN_BYTES), ...none, body: '' }
}
