// Reads the responses on one of autocannon's connections: where each of them ends, whether it is the expected one, and
// whether the connection may carry another request.
//
// autocannon and its parser by themselves ignore bytes that are not HTTP, fail on responses that no request asked for,
// take informational responses (1xx) for the response, wait for the body of a response that has none (to HEAD, 304) and
// never end a response that ends with its connection. So the parser's callbacks are wrapped here.

import type { Client, HeadersInfo, ParserCallbacks } from 'autocannon'
import type { OutcomeCode } from '../../recording/outcome.ts'
import type { PreparedRequest } from '../connection.ts'
import { judgeResponse, needsBody } from '../judge-response.ts'
import { hasNoBody, isInformational, keepAliveSeconds, staysOpen } from '../response-framing.ts'

export interface ResponseListener {
  /** The response was read whole. `onResponseParsed` follows when the rest of the same chunk was looked at. */
  onResponse(outcome: OutcomeCode, status: number, endedSeconds: number): void
  /** @param hasSurplus whether more came than the response @param isReusable whether another request may be sent */
  onResponseParsed(hasSurplus: boolean, isReusable: boolean): void
  /** What came in place of a response is not HTTP. */
  onGarbage(): void
  /** Bytes came although no request is in flight. */
  onUnsolicited(chunk: Buffer): void
  /** The service says after how many idle seconds it closes a connection. */
  onKeepAlive(seconds: number): void
}

export class ResponseReader {
  readonly #client: Client
  readonly #listener: ResponseListener
  readonly #nowSeconds: () => number
  /** The request whose response is awaited. */
  #request: PreparedRequest | undefined
  #status = 0
  #body: Buffer[] = []
  /** The response was read whole in the chunk that is being parsed. */
  #isComplete = false
  /** Behind the response came another one. */
  #hasSecond = false
  #isReusable = true
  #isFirst = true

  constructor(client: Client, nowSeconds: () => number, listener: ResponseListener) {
    this.#client = client
    this.#nowSeconds = nowSeconds
    this.#listener = listener
    client.on('response', (status: number) => this.#onComplete(status))
  }

  get isReading(): boolean {
    return this.#request !== undefined
  }

  expect(request: PreparedRequest): void {
    this.#request = request
  }

  /** For a new connection: forgets whatever the one before it left behind, a half-read body for example. */
  reset(): void {
    const { parser } = this.#client
    parser.initialize(parser.type)
    this.#request = undefined
    this.#isComplete = false
    this.#hasSecond = false
    this.#isReusable = true
  }

  /** The connection was closed by the service: that is the end of a response that has no other. */
  endWithConnection(): void {
    const { parser } = this.#client
    if (this.#request && parser.state === 'BODY_RAW') parser.finish()
  }

  /** Wraps the parser's callbacks, once, when autocannon has set its own. */
  attach(): void {
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
      if (!this.#request) this.#hasSecond = true
      else if (!isInformational(this.#status)) onComplete()
    }
    parser.execute = (chunk) => {
      if (this.#request) this.#onParsed(execute.call(parser, chunk))
      else this.#listener.onUnsolicited(chunk)
      return chunk.length
    }
  }

  get #keepsBody(): boolean {
    return this.#request !== undefined && needsBody(this.#request.expect)
  }

  /** @returns whether there is no body to wait for: the parser goes by the length alone */
  #onHeaders(info: HeadersInfo): boolean {
    const isHead = this.#request?.isHead ?? false
    this.#status = info.statusCode
    this.#body = []
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
    const endedSeconds = this.#nowSeconds()
    const { expect } = this.#request as PreparedRequest
    const body = needsBody(expect) ? Buffer.concat(this.#body).toString() : ''
    this.#request = undefined
    this.#isComplete = true
    this.#listener.onResponse(judgeResponse(expect, status, body), status, endedSeconds)
  }

  #onParsed(result: number | Error): void {
    const isBroken = result instanceof Error
    if (this.#isComplete) this.#onCompleteParsed(isBroken)
    else if (isBroken) this.#listener.onGarbage()
  }

  /** Only now: the same chunk may hold more, which must not be taken for the response to the next request. */
  #onCompleteParsed(isBroken: boolean): void {
    this.#isComplete = false
    const { state, line } = this.#client.parser
    const hasSurplus = isBroken || this.#hasSecond || state !== 'RESPONSE_LINE' || line !== ''
    this.#listener.onResponseParsed(hasSurplus, this.#isReusable)
  }
}
