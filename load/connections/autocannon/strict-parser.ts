// Makes http-parser-js as strict as llhttp, Node's own parser, where a guess would move the end of a response: it skips
// header lines that it does not understand, reads a chunk of size `xyz` or `-5` as the last one and `5 oops` as five
// bytes, and takes folded lines and bare line feeds.

import type { Parser } from 'autocannon'

/** Replaces the parser's reading of lines on this instance. What is malformed makes `execute` return an Error. */
export function readStrictly(parser: Parser): void {
  const consumeLine = parser.consumeLine
  parser.consumeLine = () => {
    const before = parser.line
    const start = parser.offset
    const line = consumeLine.call(parser)
    if (line === undefined) return undefined
    const { chunk, offset } = parser
    const hasReturn = offset - start >= 2 ? chunk[offset - 2] === CARRIAGE_RETURN : before.endsWith('\r')
    if (!hasReturn) throw new SyntaxError('expected a carriage return before the line feed')
    return line
  }
  const responseLine = parser.RESPONSE_LINE
  parser.RESPONSE_LINE = () => {
    responseLine.call(parser)
    // Other protocols may never send the line feed that the parser waits for.
    if (parser.state === 'RESPONSE_LINE' && !VERSION.startsWith(parser.line.slice(0, VERSION.length)))
      throw new SyntaxError('expected the status line of a response')
  }
  const parseHeader = parser.parseHeader
  parser.parseHeader = (line, headers) => {
    if (!isHeaderLine(line)) throw new SyntaxError('expected a header line')
    parseHeader.call(parser, line, headers)
  }
  parser.BODY_CHUNKHEAD = () => {
    const line = parser.consumeLine()
    if (line === undefined) return
    const size = chunkSize(line)
    if (size === undefined) throw new SyntaxError('expected the size of a chunk')
    parser.body_bytes = size
    parser.state = size === 0 ? 'BODY_CHUNKTRAILERS' : 'BODY_CHUNK'
  }
  parser.BODY_CHUNKEMPTYLINE = () => {
    const line = parser.consumeLine()
    if (line === undefined) return
    if (line !== '') throw new SyntaxError('expected the end of a chunk')
    parser.state = 'BODY_CHUNKHEAD'
  }
}

const CARRIAGE_RETURN = 0x0d

const VERSION = 'HTTP/1.'

/**
 * A token, a colon at once, and no control characters (RFC 9112, 5). The continuation of a line before it is refused, as
 * Node refuses it: nobody sends one but to deceive.
 */
function isHeaderLine(line: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t -~\u0080-\u00ff]*$/.test(line)
}

/** The size that a chunk's first line gives, its extensions left out; undefined where it gives none (RFC 9112, 7.1). */
function chunkSize(line: string): number | undefined {
  const digits = /^([0-9a-fA-F]{1,13})(?:;[\t -~\u0080-\u00ff]*)?$/.exec(line)?.[1]
  return digits === undefined ? undefined : Number.parseInt(digits, 16)
}
