// Whether a file that comes in pieces is UTF-8, and in which line it is not.

import { isUtf8 } from 'node:buffer'

const LINE_FEED = 0x0a

export class Utf8Watch {
  /** The beginning of a character whose rest is still to come. */
  #begun = Buffer.alloc(0)
  #line = 1

  /** @returns the line of the first byte that is not UTF-8; undefined where there is none */
  push(chunk: Buffer): number | undefined {
    const bytes = this.#begun.length === 0 ? chunk : Buffer.concat([this.#begun, chunk])
    const whole = bytes.length - begunLength(bytes)
    if (!isUtf8(bytes.subarray(0, whole))) return this.#firstBadLine(bytes)
    this.#line += countLineFeeds(chunk)
    this.#begun = Buffer.from(bytes.subarray(whole))
    return undefined
  }

  /** The same of the end of the file. */
  end(): number | undefined {
    return this.#begun.length === 0 ? undefined : this.#line
  }

  #firstBadLine(bytes: Buffer): number {
    let line = this.#line
    for (let from = 0; ; line++) {
      const end = bytes.indexOf(LINE_FEED, from)
      if (end < 0 || !isUtf8(bytes.subarray(from, end))) return line
      from = end + 1
    }
  }
}

function countLineFeeds(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count++
  return count
}

/** How many of the last bytes begin a character of more bytes than there are. */
function begunLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}
