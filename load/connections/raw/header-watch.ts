// Reads header lines and understands those that say where a response ends and whether the connection stays open:
// Content-Length, Transfer-Encoding and Connection. All others are skipped, their bytes checked. A line may come in
// any number of pieces.

import { CARRIAGE_RETURN, COLON, COMMA, DIGIT, FIELD_TEXT, SPACE, TAB, TOKEN, ZERO } from './character-classes.ts'

/** A longer length is none that any service means, and would not be exact as a number. */
const MOST_LENGTH_DIGITS = 15

const CONTENT_LENGTH = word('content-length')
const TRANSFER_ENCODING = word('transfer-encoding')
const CONNECTION = word('connection')
const KEEP_ALIVE = word('keep-alive')
const CHUNKED = word('chunked')
const CLOSE = word('close')
const NONE = word('')

// How far a member of a list such as `gzip, chunked` is read.
const BEFORE = 0
const WITHIN = 1
const AFTER = 2
const OTHER = 3

export class HeaderWatch {
  /** -1 where there is none. */
  contentLength = -1
  hasTransferCoding = false
  /** Whether the last transfer coding is `chunked`. */
  isChunked = false
  saysClose = false
  saysKeepAlive = false
  /** Whether there is a Keep-Alive header, which may say for how long an idle connection is kept. */
  hasKeepAlive = false

  /** In trailers nothing has a meaning. */
  #isTrailer = false
  /** The name that this line's may be, or is; NONE where it is one without a meaning. */
  #name = NONE
  /** Of the name or of a member of the value: how many of its bytes were read. */
  #index = 0
  #member = NONE
  #phase = BEFORE
  #length = 0
  #digits = 0

  startHead(): void {
    this.contentLength = -1
    this.hasTransferCoding = false
    this.isChunked = false
    this.saysClose = false
    this.saysKeepAlive = false
    this.hasKeepAlive = false
    this.#isTrailer = false
  }

  startTrailers(): void {
    this.#isTrailer = true
  }

  /** @param first the first byte of a name, which `readName` reads too */
  startLine(first: number): void {
    this.#index = 0
    this.#name = this.#isTrailer ? NONE : nameFrom(first)
  }

  /** @returns the place of the colon; `end` where it is still to come; -1 where this is no name */
  readName(bytes: Buffer, from: number, end: number): number {
    let at = from
    for (; at < end && this.#name !== NONE; at++) {
      const byte = bytes[at] as number
      if (byte === COLON) return at
      if (TOKEN[byte] === 0) return -1
      this.#matchName(byte)
    }
    const token = TOKEN
    while (at < end && token[bytes[at] as number] === 1) at++
    return at === end || bytes[at] === COLON ? at : -1
  }

  #matchName(byte: number): void {
    const lower = byte | 0x20
    // These two have their first three letters in common.
    if (this.#index === 3 && this.#name === CONNECTION && lower === CONTENT_LENGTH[3]) this.#name = CONTENT_LENGTH
    if (this.#index < this.#name.length && lower === this.#name[this.#index]) this.#index++
    else this.#name = NONE
  }

  /** To be called at the colon. */
  startValue(): void {
    if (this.#index !== this.#name.length) this.#name = NONE
    if (this.#name === KEEP_ALIVE) {
      this.hasKeepAlive = true
      this.#name = NONE
    }
    this.#phase = BEFORE
    this.#length = 0
    this.#digits = 0
  }

  /** @returns the place of the carriage return; `end` where it is still to come; -1 where a byte is not allowed */
  readValue(bytes: Buffer, from: number, end: number): number {
    let at = from
    if (this.#name !== NONE)
      for (; at < end && bytes[at] !== CARRIAGE_RETURN; at++) if (!this.#readMeaning(bytes[at] as number)) return -1
    return skipFieldText(bytes, at, end)
  }

  /** To be called at the carriage return. @returns whether the value is one that the header may have */
  endValue(): boolean {
    if (this.#name === CONTENT_LENGTH) return this.#endLength()
    if (this.#name !== NONE) this.#endMember()
    return true
  }

  #readMeaning(byte: number): boolean {
    if (FIELD_TEXT[byte] === 0) return false
    if (this.#name === CONTENT_LENGTH) return this.#readLength(byte)
    this.#readMember(byte)
    return true
  }

  // ---- Content-Length: 123 ----

  #readLength(byte: number): boolean {
    if (byte === SPACE || byte === TAB) {
      if (this.#phase === WITHIN) this.#phase = AFTER
      return true
    }
    if (DIGIT[byte] === 0 || this.#phase === AFTER) return false
    this.#phase = WITHIN
    this.#length = this.#length * 10 + byte - ZERO
    return ++this.#digits <= MOST_LENGTH_DIGITS
  }

  /** The same length twice is one length (RFC 9110, 8.6). */
  #endLength(): boolean {
    if (this.#digits === 0) return false
    if (this.contentLength >= 0 && this.contentLength !== this.#length) return false
    this.contentLength = this.#length
    return true
  }

  // ---- Transfer-Encoding: gzip, chunked and Connection: close, upgrade ----

  #readMember(byte: number): void {
    if (byte === COMMA) this.#endMember()
    else if (byte === SPACE || byte === TAB) this.#endWord()
    else if (this.#phase === BEFORE) this.#startMember(byte)
    else if (this.#phase !== WITHIN || (byte | 0x20) !== this.#member[this.#index++]) this.#phase = OTHER
  }

  #startMember(byte: number): void {
    const lower = byte | 0x20
    this.#member = this.#name === TRANSFER_ENCODING ? CHUNKED : lower === CLOSE[0] ? CLOSE : KEEP_ALIVE
    this.#index = 1
    this.#phase = lower === this.#member[0] ? WITHIN : OTHER
  }

  #endWord(): void {
    if (this.#phase === WITHIN) this.#phase = this.#index === this.#member.length ? AFTER : OTHER
  }

  #endMember(): void {
    this.#endWord()
    const isMember = this.#phase === AFTER
    if (this.#name === TRANSFER_ENCODING) {
      this.hasTransferCoding = true
      this.isChunked = isMember
    } else if (isMember) {
      if (this.#member === CLOSE) this.saysClose = true
      else this.saysKeepAlive = true
    }
    this.#phase = BEFORE
  }
}

/** Most bytes of a head go through here: comparing takes half the time of a look into FIELD_TEXT. */
function skipFieldText(bytes: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at] as number
    if (byte >= 0x20 ? byte === 0x7f : byte !== 0x09) return byte === 0x0d ? at : -1
  }
  return end
}

function nameFrom(first: number): Uint8Array {
  const lower = first | 0x20
  if (lower === CONNECTION[0]) return CONNECTION
  if (lower === TRANSFER_ENCODING[0]) return TRANSFER_ENCODING
  return lower === KEEP_ALIVE[0] ? KEEP_ALIVE : NONE
}

function word(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text))
}
