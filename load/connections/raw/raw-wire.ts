// A TCP or TLS socket as a wire. The socket reads into memory that all wires share (`onread`), so that no stream and no
// buffer is made of what was read.

import type { Socket } from 'node:net'
import type { FirstAnswer } from '../../../core/run/load-result.ts'
import type { PreparedRequest } from '../connection.ts'
import { judgeStatus } from '../judge-status.ts'
import type { Wire, WireListener } from '../wire.ts'
import { ResponseParser } from './response-parser.ts'

/** Opens a socket that reads into `buffer` and calls `onRead` for each part. */
export type Connect = (onRead: (length: number) => void) => Socket

export interface RawWireOptions {
  readonly connect: Connect
  /** What the sockets of `connect` read into. */
  readonly buffer: Buffer
  /** The event of a socket that may be written to. */
  readonly connectedEvent: 'connect' | 'secureConnect'
  /** Which of several addresses `connect` goes to; null where none was chosen. */
  readonly address: string | null
  readonly nowSeconds: () => number
}

export class RawWire implements Wire {
  readonly #options: RawWireOptions
  readonly #listener: WireListener
  readonly #parser = new ResponseParser()
  #socket: Socket | undefined
  #isFirst = true
  request: PreparedRequest | undefined
  firstByteSeconds = Number.NaN

  constructor(options: RawWireOptions, listener: WireListener) {
    this.#options = options
    this.#listener = listener
  }

  get address(): string | null {
    return this.#options.address
  }

  get answer(): FirstAnswer | null {
    return this.#parser.answer
  }

  open(): void {
    const socket = this.#options.connect((length) => {
      if (this.#socket === socket) this.#onRead(length)
    })
    this.#socket = socket
    socket.setNoDelay(true)
    if (this.#options.connectedEvent === 'secureConnect') socket.once('connect', () => this.#listener.onReached())
    socket.once(this.#options.connectedEvent, () => this.#listener.onConnected(socket))
    socket.once('error', (error) => this.#listener.onEnded(error))
    socket.once('end', () => this.#listener.onEnded(undefined))
  }

  send(request: PreparedRequest): void {
    this.request = request
    this.firstByteSeconds = Number.NaN
    this.#parser.expect(request.isHead, request.answer?.needsBody ?? false)
    this.#socket?.write(request.bytes)
  }

  endResponse(): void {
    if (this.request && this.#parser.end()) this.#onWhole(this.request, this.#options.nowSeconds())
  }

  discard(): void {
    const socket = this.#socket
    this.#socket = undefined
    this.request = undefined
    this.#parser.reset()
    if (!socket) return
    socket.removeAllListeners()
    socket.on('error', () => {})
    socket.destroy()
  }

  close(): void {
    this.discard()
  }

  #onRead(length: number): void {
    const { buffer, nowSeconds } = this.#options
    const { request } = this
    if (!request) {
      this.#listener.onUnsolicited(buffer.subarray(0, length))
      return
    }
    const readSeconds = nowSeconds()
    if (Number.isNaN(this.firstByteSeconds)) this.firstByteSeconds = readSeconds
    const result = this.#parser.read(buffer, length)
    if (result === 'oversized') this.#onOversized(request, readSeconds)
    else if (result === 'malformed') this.#listener.onGarbage(this.#parser.partOfHead)
    else if (result === 'whole') {
      const { hasSurplus, isReusable } = this.#parser
      this.#onWhole(request, readSeconds)
      this.#listener.onResponseParsed(hasSurplus, isReusable)
    }
  }

  #onWhole(request: PreparedRequest, endedSeconds: number): void {
    if (this.#isFirst) this.#readKeepAlive()
    this.#onAnswer(request, request.answer === null ? null : this.#parser.body, endedSeconds)
    this.#parser.forgetBody()
  }

  /** The rest of the body is not read: the connection is of no use any more. */
  #onOversized(request: PreparedRequest, endedSeconds: number): void {
    this.#onAnswer(request, null, endedSeconds)
    this.#listener.onResponseParsed(false, false)
  }

  #onAnswer(request: PreparedRequest, body: Buffer | null, endedSeconds: number): void {
    const { status } = this.#parser
    const { firstByteSeconds } = this
    const { answer, expect } = request
    const judged =
      answer === null
        ? judgeStatus(expect, status)
        : answer.read({ status, headers: this.#parser.headers, body, firstByteSeconds, endedSeconds }, request)
    this.request = undefined
    if (typeof judged === 'number') this.#listener.onResponse(request, judged, status, endedSeconds)
    else this.#listener.onRedirect(judged)
  }

  /** Once is enough: a service says the same with each response. */
  #readKeepAlive(): void {
    this.#isFirst = false
    const seconds = this.#parser.keepAliveSeconds
    if (seconds) this.#listener.onKeepAlive(seconds)
  }
}
