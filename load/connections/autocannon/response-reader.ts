// Reads the responses on one of autocannon's connections: where each of them ends, whether it is the expected one, and
// whether the connection may carry another request.
//
// autocannon and its parser by themselves ignore bytes that are not HTTP, fail on responses that no request asked for,
// take informational responses (1xx) for the response, wait for the body of a response that has none (to HEAD, 304) and
// never end a response that ends with its connection. So the parser's callbacks are wrapped here. What the parser guesses
// of malformed lines, strict-parser.ts refuses.

import type { Client, HeadersInfo, ParserCallbacks } from 'autocannon'
import type { FirstAnswer } from '../../../core/run/load-result.ts'
import { MOST_BODY_BYTES, type PreparedRequest } from '../connection.ts'
import { judgeStatus } from '../judge-status.ts'
import { KeptBytes } from '../kept-bytes.ts'
import { firstAnswer, hasNoBody, isInformational, KEPT_BODY_BYTES, keepAliveSeconds } from '../response-framing.ts'
import type { WireListener } from '../wire.ts'
import { isChunked, isMalformedHead, staysOpen } from './parsed-head.ts'
import { readStrictly } from './strict-parser.ts'

const NOTHING = Buffer.alloc(0)

export class ResponseReader {
  readonly #client: Client
  readonly #listener: WireListener
  readonly #nowSeconds: () => number
  /** The request whose response is awaited. */
  #request: PreparedRequest | undefined
  #status = 0
  #head: HeadersInfo | undefined
  readonly #body = new KeptBytes()
  /** The first piece of a body that is not kept whole. */
  #bodyStart: Buffer | undefined
  #isMalformed = false
  /** The response was read whole in the chunk that is being parsed. */
  #isComplete = false
  /** Behind the response came another one. */
  #hasSecond = false
  #isReusable = true
  #isFirst = true
  /** When the chunk that is being parsed was read. */
  #readSeconds = 0
  /** NaN until something was read of the response. */
  firstByteSeconds = Number.NaN

  constructor(client: Client, nowSeconds: () => number, listener: WireListener) {
    this.#client = client
    this.#nowSeconds = nowSeconds
    this.#listener = listener
    client.on('response', (status: number) => this.#onComplete(status))
  }

  /** What was read of the response to the last request; null where it is nothing. */
  get answer(): FirstAnswer | null {
    const head = this.#head
    if (head === undefined) return null
    const statusLine = `HTTP/${head.versionMajor}.${head.versionMinor} ${head.statusCode} ${head.statusMessage}`.trim()
    const body = this.#bodyStart ?? this.#body.take(KEPT_BODY_BYTES)
    return firstAnswer({ ...head, statusLine }, body)
  }

  get request(): PreparedRequest | undefined {
    return this.#request
  }

  expect(request: PreparedRequest): void {
    this.#request = request
    this.#head = undefined
    this.#body.clear()
    this.#bodyStart = undefined
    this.#isMalformed = false
    this.firstByteSeconds = Number.NaN
  }

  /** For a new connection: forgets whatever the one before it left behind, a half-read body for example. */
  reset(): void {
    const { parser } = this.#client
    parser.initialize(parser.type)
    this.#request = undefined
    this.#body.clear()
    this.#isComplete = false
    this.#isMalformed = false
    this.#hasSecond = false
    this.#isReusable = true
  }

  /** The connection was closed by the service: that is the end of a response that has no other. */
  endWithConnection(): void {
    const { parser } = this.#client
    if (!this.#request || parser.state !== 'BODY_RAW') return
    this.#readSeconds = this.#nowSeconds()
    parser.finish()
  }

  /** Wraps the parser's callbacks, once, when autocannon has set its own. */
  attach(): void {
    const { parser } = this.#client
    const callbacks = parser.constructor as unknown as ParserCallbacks
    // Otherwise the bytes of a letter beyond ASCII would look like control characters.
    callbacks.encoding = 'latin1'
    readStrictly(parser)
    const execute = parser.execute
    const onHeaders = parser[callbacks.kOnHeadersComplete] as (info: HeadersInfo) => unknown
    const onComplete = parser[callbacks.kOnMessageComplete] as () => unknown
    parser[callbacks.kOnHeadersComplete] = (info: HeadersInfo) => {
      onHeaders(info)
      return this.#onHeaders(info)
    }
    parser[callbacks.kOnBody] = (chunk: Buffer, start: number, length: number) => {
      if (this.#keepsBody && !this.#isOversized) this.#body.append(chunk, start, start + length)
      // Not copied: the parser gives a slice of its own.
      else if (!this.#keepsBody) this.#bodyStart ??= chunk
    }
    parser[callbacks.kOnMessageComplete] = () => {
      if (!this.#request) this.#hasSecond = true
      else if (!this.#isMalformed && !this.#isOversized && !isInformational(this.#status)) onComplete()
    }
    parser.execute = (chunk) => {
      if (this.#request) {
        this.#readSeconds = this.#nowSeconds()
        if (Number.isNaN(this.firstByteSeconds)) this.firstByteSeconds = this.#readSeconds
        this.#onParsed(execute.call(parser, chunk), chunk)
      } else this.#listener.onUnsolicited(chunk)
      return chunk.length
    }
  }

  get #keepsBody(): boolean {
    return this.#request?.answer?.needsBody ?? false
  }

  get #isOversized(): boolean {
    return this.#body.length > MOST_BODY_BYTES
  }

  /** @returns whether there is no body to wait for: the parser goes by the length alone */
  #onHeaders(info: HeadersInfo): boolean {
    const isHead = this.#request?.isHead ?? false
    this.#status = info.statusCode
    this.#head = info
    if (isMalformedHead(info)) this.#isMalformed = true
    else if (isChunked(info.headers)) this.#client.parser.isChunked = true
    if (!isInformational(info.statusCode) && !staysOpen(info, isHead, this.#client.parser.connection))
      this.#isReusable = false
    if (this.#isFirst) this.#readKeepAlive(info)
    return hasNoBody(info.statusCode, isHead)
  }

  /** Once is enough: a service says the same with each response. */
  #readKeepAlive(info: HeadersInfo): void {
    this.#isFirst = false
    const seconds = keepAliveSeconds(info.headers)
    if (seconds) this.#listener.onKeepAlive(seconds)
  }

  #onComplete(status: number): void {
    const request = this.#request as PreparedRequest
    this.#isComplete = true
    this.#onAnswer(request, status, this.#keepsBody ? this.#body.take() : NOTHING)
    this.#body.clear()
  }

  #onAnswer(request: PreparedRequest, status: number, body: Buffer | null): void {
    const { answer, expect } = request
    const { firstByteSeconds } = this
    const endedSeconds = this.#readSeconds
    const headers = this.#head?.headers ?? []
    const judged =
      answer === null
        ? judgeStatus(expect, status)
        : answer.read({ status, headers, body, firstByteSeconds, endedSeconds }, request)
    this.#request = undefined
    if (typeof judged === 'number') this.#listener.onResponse(request, judged, status, endedSeconds)
    else this.#listener.onRedirect(judged)
  }

  #onParsed(result: number | Error, chunk: Buffer): void {
    const isBroken = result instanceof Error || this.#isMalformed
    if (this.#isComplete) this.#onCompleteParsed(isBroken)
    else if (this.#request && this.#isOversized) this.#onOversized(this.#request)
    else if (isBroken) this.#listener.onGarbage(chunk)
  }

  /** The rest of the body is not read: the connection is of no use any more. */
  #onOversized(request: PreparedRequest): void {
    this.#onAnswer(request, this.#status, null)
    this.#listener.onResponseParsed(false, false)
  }

  /** Only now: the same chunk may hold more, which must not be taken for the response to the next request. */
  #onCompleteParsed(isBroken: boolean): void {
    this.#isComplete = false
    const { state, line } = this.#client.parser
    const hasSurplus = isBroken || this.#hasSecond || state !== 'RESPONSE_LINE' || line !== ''
    this.#listener.onResponseParsed(hasSurplus, this.#isReusable)
  }
}
