// PromQL strings: 'single' and "double" quotes with Go's escapes, `back quotes` without any.
// Source: prometheus/prometheus util/strutil/quote.go.

import { GO_ESCAPES } from '../../../series/go-escapes.ts'

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([^\n]|$))/gu

/** @throws RangeError that says why it is not a string */
export function unquote(literal: string): string {
  const quote = literal.charAt(0)
  if (literal.length < 2 || !literal.endsWith(quote)) throw new RangeError(`a string without its closing ${quote}`)
  const inner = literal.slice(1, -1)
  if (quote === '`') return inner
  if (inner.includes('\n')) throw new RangeError('a string that runs over the end of its line')
  return inner.replace(ESCAPE, (written, hex, short, long, octal, single: string | undefined) => {
    if (single === '') throw new RangeError(`a string without its closing ${quote}`)
    if (single === quote) return quote
    const control = single === undefined ? undefined : GO_ESCAPES[single]
    return control ?? codePoint(written, hex ?? octal, hex ? 16 : 8, short ?? long)
  })
}

/** Bytes above 7f are halves of characters in Go's strings; there is nothing to match them with here. */
function codePoint(written: string, byte: string | undefined, byteBase: number, unicode: string | undefined): string {
  const value = Number.parseInt(byte ?? unicode ?? '', byte === undefined ? 16 : byteBase)
  const highest = byte === undefined ? 0x10ffff : 0x7f
  const isSurrogate = value >= 0xd800 && value <= 0xdfff
  if (Number.isNaN(value) || value > highest || isSurrogate)
    throw new RangeError(`a string cannot hold the escape ${written}`)
  return String.fromCodePoint(value)
}
