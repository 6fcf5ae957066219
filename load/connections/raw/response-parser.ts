// Reads HTTP/1.1 responses from bytes as they come (RFC 9112). It has no socket and no clock, and its result does not
// depend on where the bytes were cut. On the usual path nothing is allocated: of the head only those headers are looked
// at that say where the response ends, and bytes are kept only when the next ones may overwrite them.
//
//   status line ─▶ header lines ─▶ end of head ─┬─▶ nothing, or a body of a length ───────────────▶ whole
//        ▲                              │       ├─▶ chunk size ─▶ chunk ─▶ … ─▶ trailer lines ────▶ whole
//        └────── informational (1xx) ───┘       └─▶ body until the connection is closed ─ end() ──▶ whole
//
// It is as strict as llhttp, Node's own parser, wherever a guess would move the end of a response. Where the two differ,
// test/load/connections/raw/across/node-parser.test.ts says why.

import type { FirstAnswer } from '../../../core/run/load-result.ts'
import { MOST_BODY_BYTES } from '../connection.ts'
import { KeptBytes } from '../kept-bytes.ts'
import {
  firstAnswer,
  hasNoBody,
  isInformational,
  KEPT_BODY_BYTES,
  keepAliveSeconds,
  type ResponseHead,
} from '../response-framing.ts'
import {
  CARRIAGE_RETURN,
  DIGIT,
  FIELD_TEXT,
  HEX_VALUE,
  LINE_FEED,
  SEMICOLON,
  SPACE,
  TOKEN,
  ZERO,
} from './character-classes.ts'
import { HeaderWatch } from './header-watch.ts'

/** Of a head, of trailers and of a line with the size of a chunk. As many as autocannon's parser allows a head. */
export const MOST_HEAD_BYTES = 80 * 1024

/** More is no size of anything, and would not be exact as a number. */
const MOST_SIZE_DIGITS = 13

/** Oversized is a body that is asked for and larger than it may be. */
export type ReadResult = 'incomplete' | 'whole' | 'malformed' | 'oversized'

// States. Those below BODY belong to lines whose length is limited.
const BEFORE_STATUS_LINE = 0
const EMPTY_LINE_END = 1
const STATUS_LINE = 2
const REASON = 3
const LINE_END = 4
const LINE_START = 5
const NAME = 6
const VALUE = 7
const HEAD_END = 8
const CHUNK_SIZE = 9
const CHUNK_EXTENSION = 10
const CHUNK_SIZE_END = 11
const BODY = 12
const SIZED_BODY = 12
const CHUNK = 13
const CHUNK_RETURN = 14
const CHUNK_END = 15
const BODY_UNTIL_CLOSE = 16
const OVER = 17

const VERSION = Buffer.from('HTTP/1.')
const MINOR_AT = VERSION.length
const STATUS_AT = MINOR_AT + 2
const STATUS_END = STATUS_AT + 3

const NOT_ALLOWED = -1

const NOTHING = Buffer.alloc(0)

export class ResponseParser {
  readonly #headers = new HeaderWatch()
  #state = OVER
  #isHead = false
  #keepsBody = false

  #bytes: Buffer = Buffer.alloc(0)
  /** Where the limited line or lines began in these bytes, and how much of them came before. */
  #linesFrom = 0
  #linesBefore = 0
  /** How much of the status line, or how many digits of a chunk's size, were read. */
  #index = 0
  #minorVersion = 1
  #isTrailer = false
  /** Of the body, or of the chunk. */
  #remaining = 0
  /** Of what was read last. */
  #at = 0
  #end = 0

  /** The head, or what there is of it. Where it lies in the present bytes alone, they are from `#headFrom` to `#headTo`. */
  readonly #keptHead = new KeptBytes()
  #hasHead = false
  #headFrom = 0
  #headTo = 0
  /** The body where it is asked for, otherwise its beginning. The last piece may still lie in the present bytes. */
  readonly #keptBody = new KeptBytes()
  #pieceFrom = 0
  #pieceTo = 0

  status = 0

  /** Begins a new response. @param isHead whether it answers HEAD @param keepsBody whether `body` will be asked for */
  expect(isHead: boolean, keepsBody: boolean): void {
    this.#isHead = isHead
    this.#keepsBody = keepsBody
    this.forgetBody()
    this.#startHead(0)
  }

  /** Forgets what was read; nothing is awaited any more. */
  reset(): void {
    this.expect(false, false)
    this.#state = OVER
  }

  /** Reads bytes that may be overwritten after the next call of `expect` or `read`. Not to be called when it is over. */
  read(bytes: Buffer, end: number): ReadResult {
    this.#bytes = bytes
    this.#end = end
    this.#linesFrom = 0
    this.#headFrom = 0
    this.#headTo = 0
    let at = 0
    while (at < end && at !== NOT_ALLOWED && this.#state !== OVER) at = this.#step(bytes, at, end)
    this.#at = at
    if (at === NOT_ALLOWED || (this.#state < BODY && !this.#endLines(end))) return 'malformed'
    if (this.#keepsBody && this.#bodyBytes > MOST_BODY_BYTES) return 'oversized'
    if (this.#state === OVER) return 'whole'
    this.#keep()
    return 'incomplete'
  }

  /** The connection was closed. @returns whether that is the end of the response */
  end(): boolean {
    if (this.#state !== BODY_UNTIL_CLOSE) return false
    this.#state = OVER
    return true
  }

  /** Whether more bytes came than the response. */
  get hasSurplus(): boolean {
    return this.#at < this.#end && this.status !== 101
  }

  /** Whether the connection may carry another request after this response (RFC 9112, 9.3). */
  get isReusable(): boolean {
    const { contentLength, hasTransferCoding, isChunked, saysClose, saysKeepAlive } = this.#headers
    if (saysClose || this.status === 101) return false
    if (this.#minorVersion === 0 && (!saysKeepAlive || hasTransferCoding)) return false
    return isChunked || contentLength >= 0 || hasNoBody(this.status, this.#isHead)
  }

  /** After how many idle seconds the service closes the connection, as it says; undefined where it does not say. */
  get keepAliveSeconds(): number | undefined {
    return this.#headers.hasKeepAlive ? keepAliveSeconds(this.headers) : undefined
  }

  /** Name, value, name, value. */
  get headers(): readonly string[] {
    return this.#head().headers
  }

  /** The whole body, where it was asked for. It may be overwritten after the next call of `expect` or `read`. */
  get body(): Buffer {
    if (!this.#keepsBody) return NOTHING
    if (this.#keptBody.length === 0) return this.#bytes.subarray(this.#pieceFrom, this.#pieceTo)
    this.#keepPiece()
    return this.#keptBody.take()
  }

  /** Idle connections are many, and should not each hold the last body. */
  forgetBody(): void {
    this.#keptBody.clear()
    this.#pieceTo = this.#pieceFrom
  }

  /** What was read of the response; null where that is less than a head. */
  get answer(): FirstAnswer | null {
    if (!this.#hasHead) return null
    this.#keepPiece()
    return firstAnswer(this.#head(), this.#keptBody.take(KEPT_BODY_BYTES))
  }

  /** What was read so far in place of a head. */
  get partOfHead(): Buffer {
    return this.#headBytes(this.#end)
  }

  #headBytes(to: number): Buffer {
    return Buffer.concat([this.#keptHead.take(), this.#bytes.subarray(this.#headFrom, to)])
  }

  #head(): ResponseHead {
    const [statusLine = '', ...lines] = this.#headBytes(this.#headTo).toString('latin1').split('\r\n')
    const headers = lines.filter((line) => line !== '').flatMap((line) => splitHeader(line))
    return { statusCode: this.status, statusLine: statusLine.trim(), headers }
  }

  /** As far as it is kept. */
  get #bodyBytes(): number {
    return this.#keptBody.length + this.#pieceTo - this.#pieceFrom
  }

  // ---- what is kept when the bytes are over ----

  #keep(): void {
    const isInHead = this.#state <= HEAD_END && !this.#isTrailer
    const headTo = isInHead ? this.#end : this.#headTo
    if (headTo > this.#headFrom) this.#keptHead.append(this.#bytes, this.#headFrom, headTo)
    this.#headFrom = 0
    this.#headTo = 0
    this.#keepPiece()
  }

  #keepPiece(): void {
    const free = this.#keepsBody ? Number.POSITIVE_INFINITY : KEPT_BODY_BYTES - this.#keptBody.length
    const to = Math.min(this.#pieceTo, this.#pieceFrom + free)
    if (to > this.#pieceFrom) this.#keptBody.append(this.#bytes, this.#pieceFrom, to)
    this.#pieceFrom = 0
    this.#pieceTo = 0
  }

  /** A part of the body: the last one is kept only if it is not the only one. */
  #addPiece(from: number, to: number): void {
    if (this.#pieceTo > this.#pieceFrom) this.#keepPiece()
    this.#pieceFrom = from
    this.#pieceTo = to
  }

  // ---- lines of limited length ----

  #startLines(at: number): void {
    this.#linesFrom = at
    this.#linesBefore = 0
  }

  /** @returns whether they are not too long */
  #endLines(at: number): boolean {
    this.#linesBefore += at - this.#linesFrom
    return this.#linesBefore <= MOST_HEAD_BYTES
  }

  // ---- the states: each reads as much as it can and says where it stopped, or NOT_ALLOWED ----

  #step(bytes: Buffer, at: number, end: number): number {
    // Those that each response comes by are first; what follows within a line is reached without coming back here.
    switch (this.#state) {
      case LINE_START:
        return this.#startLine(bytes, at, end)
      case SIZED_BODY:
      case CHUNK:
        return this.#readBody(at, end)
      case BEFORE_STATUS_LINE:
        return this.#beforeStatusLine(bytes, at, end)
      case EMPTY_LINE_END:
        this.#state = BEFORE_STATUS_LINE
        return bytes[at] === LINE_FEED ? at + 1 : NOT_ALLOWED
      case HEAD_END:
        return this.#readHeadEnd(bytes[at] as number, at)
      case NAME:
        return this.#readName(bytes, at, end)
      case VALUE:
        return this.#readValue(bytes, at, end)
      case LINE_END:
        return this.#readLineEnd(bytes[at] as number, at)
      case STATUS_LINE:
        return this.#readStatusLine(bytes, at, end)
      case REASON:
        return this.#skipReason(bytes, at, end)
      case CHUNK_SIZE:
        return this.#readChunkSize(bytes[at] as number, at)
      case CHUNK_EXTENSION:
        return this.#skipExtension(bytes, at, end)
      case CHUNK_SIZE_END:
        return bytes[at] === LINE_FEED ? this.#endChunkSize(at + 1) : NOT_ALLOWED
      case CHUNK_RETURN:
        this.#state = CHUNK_END
        return bytes[at] === CARRIAGE_RETURN ? at + 1 : NOT_ALLOWED
      case CHUNK_END:
        return bytes[at] === LINE_FEED ? this.#startChunkSize(at + 1) : NOT_ALLOWED
      default:
        this.#addPiece(at, end)
        return end
    }
  }

  #startHead(at: number): void {
    this.#state = BEFORE_STATUS_LINE
    this.#startLines(at)
    this.#keptHead.clear()
    this.#headFrom = at
    this.#headTo = at
    this.#hasHead = false
    this.#isTrailer = false
    this.#headers.startHead()
    this.#index = 0
    this.status = 0
  }

  #beforeStatusLine(bytes: Buffer, at: number, end: number): number {
    this.#keptHead.clear()
    this.#headFrom = at
    this.#state = bytes[at] === CARRIAGE_RETURN ? EMPTY_LINE_END : STATUS_LINE
    return bytes[at] === CARRIAGE_RETURN ? at + 1 : this.#readStatusLine(bytes, at, end)
  }

  #readStatusLine(bytes: Buffer, from: number, end: number): number {
    let at = from
    while (at < end && at !== NOT_ALLOWED && this.#state === STATUS_LINE) at = this.#statusByte(bytes[at] as number, at)
    return at
  }

  /** One byte of `HTTP/1.1 200 `. The space is left out where no reason follows. */
  #statusByte(byte: number, at: number): number {
    const index = this.#index++
    if (index < MINOR_AT) return byte === VERSION[index] ? at + 1 : NOT_ALLOWED
    if (index === STATUS_END) return this.#endStatus(byte, at)
    if (index === MINOR_AT + 1) return byte === SPACE ? at + 1 : NOT_ALLOWED
    if (DIGIT[byte] === 0) return NOT_ALLOWED
    const digit = byte - ZERO
    if (index === MINOR_AT) {
      this.#minorVersion = digit
      return digit <= 1 ? at + 1 : NOT_ALLOWED
    }
    this.status = this.status * 10 + digit
    return index === STATUS_AT && digit === 0 ? NOT_ALLOWED : at + 1
  }

  #endStatus(byte: number, at: number): number {
    this.#state = byte === SPACE ? REASON : LINE_END
    return byte === SPACE || byte === CARRIAGE_RETURN ? at + 1 : NOT_ALLOWED
  }

  /** Any text, up to the carriage return. */
  #skipReason(bytes: Buffer, from: number, end: number): number {
    let at = from
    while (at < end && bytes[at] !== CARRIAGE_RETURN && bytes[at] !== LINE_FEED) at++
    if (at === end) return end
    this.#state = LINE_END
    return bytes[at] === CARRIAGE_RETURN ? at + 1 : NOT_ALLOWED
  }

  /** Whatever it means, up to the carriage return. */
  #skipExtension(bytes: Buffer, from: number, end: number): number {
    let at = from
    while (at < end && FIELD_TEXT[bytes[at] as number] === 1) at++
    if (at === end) return end
    this.#state = CHUNK_SIZE_END
    return bytes[at] === CARRIAGE_RETURN ? at + 1 : NOT_ALLOWED
  }

  /** A line that begins with a space would continue the one before: nobody sends such lines but to deceive (obs-fold). */
  #startLine(bytes: Buffer, at: number, end: number): number {
    const byte = bytes[at] as number
    if (byte === CARRIAGE_RETURN) {
      this.#state = HEAD_END
      return at + 1
    }
    if (TOKEN[byte] === 0) return NOT_ALLOWED
    this.#headers.startLine(byte)
    this.#state = NAME
    return this.#readName(bytes, at, end)
  }

  #readName(bytes: Buffer, from: number, end: number): number {
    const at = this.#headers.readName(bytes, from, end)
    if (at === end || at === NOT_ALLOWED) return at
    this.#headers.startValue()
    this.#state = VALUE
    return this.#readValue(bytes, at + 1, end)
  }

  #readValue(bytes: Buffer, from: number, end: number): number {
    const at = this.#headers.readValue(bytes, from, end)
    if (at === end || at === NOT_ALLOWED) return at
    this.#state = LINE_END
    if (!this.#headers.endValue()) return NOT_ALLOWED
    return at + 1 === end ? end : this.#readLineEnd(bytes[at + 1] as number, at + 1)
  }

  #readLineEnd(byte: number, at: number): number {
    this.#state = LINE_START
    return byte === LINE_FEED ? at + 1 : NOT_ALLOWED
  }

  #readHeadEnd(byte: number, at: number): number {
    return byte === LINE_FEED ? this.#endHead(at + 1) : NOT_ALLOWED
  }

  /** Says where the body ends (RFC 9112, 6.3). A length beside a transfer coding contradicts it: nobody can say. */
  #endHead(at: number): number {
    if (!this.#endLines(at)) return NOT_ALLOWED
    if (this.#isTrailer) return this.#finish(at)
    this.#headTo = at
    this.#hasHead = true
    const { contentLength, hasTransferCoding, isChunked } = this.#headers
    if (hasTransferCoding && contentLength >= 0) return NOT_ALLOWED
    if (isInformational(this.status)) this.#startHead(at)
    else if (contentLength === 0 || this.status === 101 || hasNoBody(this.status, this.#isHead)) return this.#finish(at)
    else if (isChunked) this.#startChunkSize(at)
    else if (contentLength > 0) this.#startBody(SIZED_BODY, contentLength)
    else this.#state = BODY_UNTIL_CLOSE
    return at
  }

  #finish(at: number): number {
    this.#state = OVER
    return at
  }

  #startBody(state: number, bytes: number): void {
    this.#remaining = bytes
    this.#state = state
  }

  #readBody(at: number, end: number): number {
    const to = Math.min(end, at + this.#remaining)
    this.#addPiece(at, to)
    this.#remaining -= to - at
    if (this.#remaining > 0) return to
    this.#state = this.#state === SIZED_BODY ? OVER : CHUNK_RETURN
    return to
  }

  #startChunkSize(at: number): number {
    this.#startLines(at)
    this.#startBody(CHUNK_SIZE, 0)
    this.#index = 0
    return at
  }

  #readChunkSize(byte: number, at: number): number {
    const digit = HEX_VALUE[byte] as number
    if (digit >= 0) {
      this.#remaining = this.#remaining * 16 + digit
      return ++this.#index <= MOST_SIZE_DIGITS ? at + 1 : NOT_ALLOWED
    }
    if (this.#index === 0) return NOT_ALLOWED
    this.#state = byte === SEMICOLON ? CHUNK_EXTENSION : CHUNK_SIZE_END
    return byte === SEMICOLON || byte === CARRIAGE_RETURN ? at + 1 : NOT_ALLOWED
  }

  #endChunkSize(at: number): number {
    if (!this.#endLines(at)) return NOT_ALLOWED
    if (this.#remaining > 0) this.#state = CHUNK
    else this.#startTrailers(at)
    return at
  }

  #startTrailers(at: number): void {
    this.#startLines(at)
    this.#isTrailer = true
    this.#headers.startTrailers()
    this.#state = LINE_START
  }
}

function splitHeader(line: string): [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon), line.slice(colon + 1).trim()]
}
