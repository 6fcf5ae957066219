import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MOST_BODY_BYTES } from '../../../../load/connections/connection.ts'
import { MOST_HEAD_BYTES, ResponseParser } from '../../../../load/connections/raw/response-parser.ts'

interface Asked {
  readonly isHead?: boolean
  readonly keepsBody?: boolean
  /** Where the bytes are cut: places in them, ascending. */
  readonly cuts?: readonly number[]
  /** The connection is closed behind them. */
  readonly isClosed?: boolean
}

/** All that the parser says of these bytes. Each part comes in memory that is overwritten afterwards, as a socket's. */
function parse(text: string | Buffer, { isHead = false, keepsBody = false, cuts = [], isClosed = false }: Asked = {}) {
  const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text, 'latin1')
  const parser = new ResponseParser()
  parser.expect(isHead, keepsBody)
  const shared = Buffer.alloc(bytes.length)
  let result: string = 'incomplete'
  let at = 0
  for (const to of [...cuts.filter((cut) => cut > 0 && cut < bytes.length), bytes.length]) {
    shared.fill('?')
    bytes.copy(shared, 0, at, to)
    result = parser.read(shared, to - at)
    at = to
    if (result !== 'incomplete') break
  }
  const hasSurplus = parser.hasSurplus || (at < bytes.length && parser.status !== 101)
  if (isClosed && result === 'incomplete') result = parser.end() ? 'whole' : 'cut off'
  const { status, answer } = parser
  if (result !== 'whole') return { result, answer }
  const { isReusable, keepAliveSeconds } = parser
  return {
    result,
    status,
    isReusable,
    hasSurplus,
    keepAliveSeconds,
    answer,
    body: keepsBody ? parser.body.toString() : undefined,
  }
}

const OK = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`
const END = '0\r\n\r\n'

const WHOLE: readonly [string, string, Asked, string, boolean][] = [
  ['of a length', `${OK}Content-Length: 5\r\n\r\nhello`, {}, 'hello', true],
  ['of the same length twice', `${OK}Content-Length: 5\r\nContent-Length: 05\r\n\r\nhello`, {}, 'hello', true],
  ['of no length', `${OK}Content-Length: 0\r\n\r\n`, {}, '', true],
  ['without a reason', 'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n', {}, '', true],
  ['behind empty lines', `\r\n\r\n${OK}Content-Length: 2\r\n\r\nok`, {}, 'ok', true],
  ['whose names are in any case', `${OK}cONTENT-lENGTH:5\r\n\r\nhello`, {}, 'hello', true],
  [
    'whose names only begin alike',
    `${OK}Content-Lengthy: 9\r\nContent-Len: 8\r\nContent-Length: 2\r\n\r\nok`,
    {},
    'ok',
    true,
  ],
  ['in chunks', `${CHUNKED}3\r\nabc\r\n2\r\nde\r\n${END}`, {}, 'abcde', true],
  ['in chunks with extensions', `${CHUNKED}5;name="a value"\r\nhello\r\n${END}`, {}, 'hello', true],
  ['in chunks with trailers', `${CHUNKED}5\r\nhello\r\n0\r\nContent-Length: 7\r\nX: y\r\n\r\n`, {}, 'hello', true],
  ['in chunks behind another coding', `${OK}Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n${END}`, {}, 'ok', true],
  ['in chunks of an empty body', `${CHUNKED}${END}`, {}, '', true],
  [
    'behind informational ones',
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: </a>\r\n\r\n${OK}Content-Length: 2\r\n\r\nok`,
    {},
    'ok',
    true,
  ],
  ['that ends with the connection', `${OK}\r\nsome text`, { isClosed: true }, 'some text', false],
  ['with a coding that is not chunked', `${OK}Transfer-Encoding: gzip\r\n\r\nabc`, { isClosed: true }, 'abc', false],
  [
    'with a coding behind chunked',
    `${OK}Transfer-Encoding: chunked, gzip\r\n\r\nabc`,
    { isClosed: true },
    'abc',
    false,
  ],
  [
    'with a coding that only begins alike',
    `${OK}Transfer-Encoding: chunkedx\r\n\r\nabc`,
    { isClosed: true },
    'abc',
    false,
  ],
  ['to HEAD, with a length', `${OK}Content-Length: 100\r\n\r\n`, { isHead: true }, '', true],
  ['to HEAD, in chunks', CHUNKED, { isHead: true }, '', true],
  ['to HEAD, without a length', `${OK}\r\n`, { isHead: true }, '', true],
  ['without content', 'HTTP/1.1 204 No Content\r\n\r\n', {}, '', true],
  ['that is unchanged', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n', {}, '', true],
  ['that says close', `${OK}Connection: close\r\nContent-Length: 2\r\n\r\nok`, {}, 'ok', false],
  ['that says close among others', `${OK}Connection: foo ,  Close\r\nContent-Length: 2\r\n\r\nok`, {}, 'ok', false],
  [
    'that says something that begins alike',
    `${OK}Connection: closed, clos\r\nContent-Length: 2\r\n\r\nok`,
    {},
    'ok',
    true,
  ],
  ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok', {}, 'ok', false],
  [
    'of HTTP/1.0 that says keep-alive',
    'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok',
    {},
    'ok',
    true,
  ],
  ['that switches protocols', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n', {}, '', false],
  ['with a body whose characters are of several bytes', `${OK}Content-Length: 4\r\n\r\nZo\xc3\xab`, {}, 'Zoë', true],
]

describe('a whole response', () => {
  it.each(WHOLE)('%s', (_, text, asked, body, isReusable) => {
    expect(parse(text, { ...asked, keepsBody: true })).toMatchObject({
      result: 'whole',
      body,
      isReusable,
      hasSurplus: false,
    })
  })

  it.each([
    ['another response', `${OK}Content-Length: 2\r\n\r\nok${OK}`],
    ['a line end', `${OK}Content-Length: 2\r\n\r\nok\r\n`],
    ['a byte behind chunks', `${CHUNKED}${END}x`],
    ['a body that a 204 cannot have', `HTTP/1.1 204 No Content\r\n\r\nx`],
  ])('has a surplus where %s follows', (_, text) => {
    expect(parse(text)).toMatchObject({ result: 'whole', hasSurplus: true })
  })

  it('has none where it switched to another protocol', () => {
    expect(parse('HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x05hello')).toMatchObject({ hasSurplus: false })
  })

  it('says for how long an idle connection is kept', () => {
    expect(parse(`${OK}Keep-Alive: max=100, timeout=5\r\nContent-Length: 0\r\n\r\n`).keepAliveSeconds).toBe(5)
    expect(parse(`${OK}Content-Length: 0\r\n\r\n`).keepAliveSeconds).toBeUndefined()
  })

  it('shows what an error would be shown with', () => {
    const text = `HTTP/1.1 302 Found\r\nLocation:  /login \r\ncontent-type: text/html\r\nContent-Length: 2000\r\n\r\n${'ab'.repeat(1000)}`
    const answer = {
      status: 302,
      statusLine: 'HTTP/1.1 302 Found',
      contentType: 'text/html',
      contentEncoding: null,
      location: '/login',
      body: 'ab'.repeat(500),
    }
    expect(parse(text).answer).toEqual(answer)
    expect(parse(text, { cuts: [5, 40, 41, 130, 700] }).answer).toEqual(answer)
    expect(parse(text.slice(0, -1500), { isClosed: true })).toEqual({
      result: 'cut off',
      answer: { ...answer, body: 'ab'.repeat(250) },
    })
  })
})

const MALFORMED: readonly [string, string][] = [
  ['that is something else', '220 mail.example.com ESMTP ready\r\n'],
  ['from its first byte on', '\x16'],
  ['of another protocol version', 'HTTP/2.0 200 OK\r\n\r\n'],
  ['with a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
  ['with a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n'],
  ['with a status below 100', 'HTTP/1.1 099 OK\r\n\r\n'],
  ['with a carriage return within the reason', 'HTTP/1.1 200 O\rK\r\n\r\n'],
  ['with a line feed alone behind the status', 'HTTP/1.1 200 OK\nContent-Length: 0\n\n'],
  ['with a line feed alone behind a header', `${OK}Content-Length: 0\n\r\n`],
  ['with a line feed alone behind the head', `${OK}Content-Length: 0\r\n\n`],
  ['with a folded line', `${OK}X: a\r\n b\r\nContent-Length: 0\r\n\r\n`],
  ['with a folded length', `${OK}Content-Length: 1\r\n 0\r\n\r\n`],
  ['with a header without a name', `${OK}: x\r\n\r\n`],
  ['with a header without a colon', `${OK}nonsense\r\n\r\n`],
  ['with a space before a colon', `${OK}Content-Length : 5\r\n\r\nhello`],
  ['with a null byte in a value', `${OK}X: a\0b\r\n\r\n`],
  ['with two lengths', `${OK}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`],
  ['with a list of lengths', `${OK}Content-Length: 5, 5\r\n\r\nhello`],
  ['with an empty length', `${OK}Content-Length:\r\n\r\n`],
  ['with a negative length', `${OK}Content-Length: -5\r\n\r\n`],
  ['with a length of too many digits', `${OK}Content-Length: 1000000000000000\r\n\r\n`],
  ['with a length and chunks', `${OK}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n${END}`],
  ['with chunks and a length', `${OK}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n${END}`],
  ['with a length and an unknown coding', `${OK}Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n\r\nhello`],
  ['with a chunk size that is none', `${CHUNKED}xyz\r\n`],
  ['with an empty chunk size', `${CHUNKED}\r\n`],
  ['with a space behind a chunk size', `${CHUNKED}5 \r\nhello\r\n${END}`],
  ['with a chunk size of too many digits', `${CHUNKED}ffffffffffffff\r\n`],
  ['with a line feed alone behind a chunk size', `${CHUNKED}5\nhello\r\n${END}`],
  ['with a line feed in a chunk extension', `${CHUNKED}5;a\nb\r\nhello\r\n${END}`],
  ['with a chunk that is longer than its size', `${CHUNKED}2\r\nhello\r\n${END}`],
  ['with a line feed alone behind a chunk', `${CHUNKED}5\r\nhello\n${END}`],
  ['with a trailer that is none', `${CHUNKED}0\r\nX y\r\n\r\n`],
  ['with a head beyond all measure', `${OK}X: ${'a'.repeat(MOST_HEAD_BYTES)}\r\n\r\n`],
  ['with a chunk extension beyond all measure', `${CHUNKED}5;${'a'.repeat(MOST_HEAD_BYTES)}`],
  [
    'with trailers beyond all measure',
    `${CHUNKED}0\r\n${'X: abcdefghijklmnop\r\n'.repeat(MOST_HEAD_BYTES / 20)}X: y\r\n\r\n`,
  ],
]

describe('a malformed response', () => {
  it.each(MALFORMED)('%s', (_, text) => {
    expect(parse(text).result).toBe('malformed')
  })

  it.each([
    ['within its status line', 'HTTP/1.'],
    ['within its head', `${OK}Content-`],
    ['within its body', `${OK}Content-Length: 50\r\n\r\nhello`],
    ['before a chunk', CHUNKED],
    ['within a chunk', `${CHUNKED}5\r\nhel`],
    ['before the last chunk', `${CHUNKED}5\r\nhello\r\n`],
    ['within trailers', `${CHUNKED}0\r\nX: y\r\n`],
    ['behind an informational response', 'HTTP/1.1 103 Hints\r\n\r\n'],
  ])('is cut off %s', (_, text) => {
    expect(parse(text, { isClosed: true }).result).toBe('cut off')
  })
})

describe('whatever the cuts', () => {
  const streams: [string, string, Asked][] = [
    ...WHOLE.map(([title, text, asked]): [string, string, Asked] => [title, text, asked]),
    ...MALFORMED.filter(([, text]) => text.length < 1000).map(([title, text]): [string, string, Asked] => [
      title,
      text,
      {},
    ]),
  ]

  it.each(streams)('%s: the result is the same', (_, text, given) => {
    for (const keepsBody of [false, true]) {
      const asked = { ...given, keepsBody }
      const uncut = parse(text, asked)
      for (let cut = 1; cut < text.length; cut++) expect(parse(text, { ...asked, cuts: [cut] })).toEqual(uncut)
      expect(parse(text, { ...asked, cuts: Array.from(text, (_, i) => i) })).toEqual(uncut)
    }
  })

  const corruptedStream = fc
    .record({
      stream: fc.constantFrom(...streams),
      edits: fc.array(fc.record({ at: fc.nat(400), byte: fc.integer({ min: -1, max: 255 }) }), { maxLength: 4 }),
      cuts: fc.array(fc.nat(400), { maxLength: 6 }),
    })
    .map(({ stream: [, text, asked], edits, cuts }) => {
      const bytes = [...Buffer.from(text, 'latin1')]
      // -1 takes a byte out, any other is put in.
      for (const { at, byte } of edits)
        byte < 0 ? bytes.splice(at % bytes.length, 1) : bytes.splice(at % bytes.length, 0, byte)
      return { bytes: Buffer.from(bytes), asked, cuts: cuts.sort((a, b) => a - b) }
    })

  it('corrupted streams give one result, whole or cut', () => {
    fc.assert(
      fc.property(corruptedStream, ({ bytes, asked, cuts }) => {
        expect(parse(bytes, { ...asked, cuts })).toEqual(parse(bytes, asked))
      }),
      { numRuns: 2000 },
    )
  })

  it('any bytes give one result, whole or cut', () => {
    const bytes = fc
      .uint8Array({ maxLength: 60 })
      .map((tail) => Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n'), tail]))
    fc.assert(
      fc.property(bytes, fc.nat(80), (given, cut) => {
        expect(parse(given, { cuts: [cut] })).toEqual(parse(given))
      }),
      { numRuns: 1000 },
    )
  })

  it('gives the body that was put into chunks, however they and the reads are cut', () => {
    const parts = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 8 })
    fc.assert(
      fc.property(parts, fc.array(fc.nat(600), { maxLength: 8 }), (chunks, cuts) => {
        const framed = chunks.flatMap((chunk) => [
          Buffer.from(`${chunk.length.toString(16)};x\r\n`),
          chunk,
          Buffer.from('\r\n'),
        ])
        const bytes = Buffer.concat([Buffer.from(CHUNKED), ...framed, Buffer.from(END)])
        const { result, body } = parse(bytes, { keepsBody: true, cuts: cuts.sort((a, b) => a - b) })
        expect([result, body]).toEqual(['whole', Buffer.concat(chunks).toString()])
      }),
    )
  })
})

describe('a body that is asked for', () => {
  it.each([
    ['of a length', (size: number) => `${OK}Content-Length: ${size}\r\n\r\n${' '.repeat(size)}`],
    ['in chunks', (size: number) => `${CHUNKED}${size.toString(16)}\r\n${' '.repeat(size)}\r\n${END}`],
  ])('%s: is oversized beyond its limit, wherever the bytes are cut', (_, answerOf) => {
    for (const cuts of [[], [1000], [MOST_BODY_BYTES, MOST_BODY_BYTES + 60]]) {
      expect(parse(answerOf(MOST_BODY_BYTES), { keepsBody: true, cuts }).result).toBe('whole')
      expect(parse(answerOf(MOST_BODY_BYTES + 1), { keepsBody: true, cuts }).result).toBe('oversized')
      expect(parse(answerOf(MOST_BODY_BYTES + 1), { cuts }).result).toBe('whole')
    }
  })
})
