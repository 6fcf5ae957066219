// Our parser against Node's own (llhttp, strict) on the same bytes, behind which the connection is closed. They agree on
// what is whole, on its status and on its body; every disagreement is listed with its reason.

import { request } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ResponseParser } from '../../../../../load/connections/raw/response-parser.ts'

const OK = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`
const LENGTH = 'Content-Length: 5\r\n\r\nhello'
const CHUNKS = '5\r\nhello\r\n0\r\n\r\n'

let server: Server
let bytes: Buffer = Buffer.alloc(0)

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(bytes))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(() => {
  server.close()
})

/** Other majors of llhttp differ in other points: the table is of this one, which Node 20 to 24 have. */
const [major = 0, minor = 0] = (process.versions.llhttp ?? '').split('.').map(Number)
const isKnownVersion = major === 9
/** Three points changed with it, which Node 22.23 and 24.21 have. */
const isSince94 = isKnownVersion && minor >= 4

const EMPTY_CODING: [string, string, string] = ['an empty coding', `${OK}Transfer-Encoding:\r\n\r\nhello`, 'hello']

const REFUSED = 'refused'
const whole = (status: number, body: string) => `${status} ${JSON.stringify(body)}`

/** What Node's own client makes of the bytes. */
function nodes(given: Buffer, isHead = false): Promise<string> {
  bytes = given
  return new Promise((resolve) => {
    const { port } = server.address() as AddressInfo
    const options = { port, host: '127.0.0.1', agent: false, method: isHead ? 'HEAD' : 'GET' } as const
    const asked = request(options, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', () => resolve(REFUSED))
      response.on('end', () =>
        resolve(response.complete ? whole(response.statusCode ?? 0, Buffer.concat(parts).toString()) : REFUSED),
      )
    })
    asked.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve(whole(response.statusCode ?? 0, ''))
    })
    asked.on('error', () => resolve(REFUSED))
    asked.end()
  })
}

function ours(given: Buffer, isHead = false): { readonly read: string; readonly hasSurplus: boolean } {
  const parser = new ResponseParser()
  parser.expect(isHead, true)
  const result = given.length === 0 ? 'incomplete' : parser.read(given, given.length)
  const isWhole = result === 'whole' || (result === 'incomplete' && parser.end())
  return {
    read: isWhole ? whole(parser.status, parser.body.toString()) : REFUSED,
    hasSurplus: isWhole && parser.hasSurplus,
  }
}

const latin1 = (text: string) => Buffer.from(text, 'latin1')

const AGREED: readonly [string, string, string?][] = [
  // Where the response ends: shapes by which requests and responses are smuggled.
  ['two lengths', `${OK}Content-Length: 6\r\n${LENGTH}`],
  ['a list of lengths', `${OK}Content-Length: 5, 5\r\n\r\nhello`],
  ['a length with a sign', `${OK}Content-Length: +5\r\n\r\nhello`],
  ['a length in two words', `${OK}Content-Length: 5 5\r\n\r\nhello`],
  ['an empty length', `${OK}Content-Length:\r\n\r\nhello`],
  ['a length before chunks', `${OK}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKS}`],
  ['a length behind chunks', `${OK}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n${CHUNKS}`],
  ['a length beside an unknown coding', `${OK}Transfer-Encoding: identity\r\n${LENGTH}`],
  ['a coding that only ends alike', `${OK}Transfer-Encoding: xchunked\r\n\r\n${CHUNKS}`, CHUNKS],
  ['a coding in quotes', `${OK}Transfer-Encoding: "chunked"\r\n\r\n${CHUNKS}`, CHUNKS],
  ['a coding with a parameter', `${OK}Transfer-Encoding: chunked;q=1\r\n\r\n${CHUNKS}`, CHUNKS],
  ['a coding behind another word', `${OK}Transfer-Encoding: gzip chunked\r\n\r\n${CHUNKS}`, CHUNKS],
  ['a coding before an empty one', `${OK}Transfer-Encoding: chunked,\r\n\r\n${CHUNKS}`, CHUNKS],
  ['chunked that is not the last coding', `${OK}Transfer-Encoding: chunked, gzip\r\n\r\n${CHUNKS}`, CHUNKS],
  [
    'chunked on the last of two lines',
    `${OK}Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKS}`,
    'hello',
  ],
  [
    'chunked on the first of two lines',
    `${OK}Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n${CHUNKS}`,
    CHUNKS,
  ],
  ['a control character before a coding', `${OK}Transfer-Encoding: \x0bchunked\r\n\r\n${CHUNKS}`],
  ['chunks in HTTP/1.0', `HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKS}`, 'hello'],
  ['a folded header', `${OK}X: a\r\n b\r\n${LENGTH}`],
  ['a folded length', `${OK}Content-Length: 5\r\n 0\r\n\r\nhello`],
  ['a first header that looks folded', `${OK} ${LENGTH}`],
  ['a line feed alone behind the status line', `HTTP/1.1 200 OK\n${LENGTH}`],
  ['a line feed alone behind a header', `${OK}X: y\n${LENGTH}`],
  ['a line feed alone at the end of the head', `${OK}Content-Length: 5\r\n\nhello`],
  ['a carriage return alone in the reason', `HTTP/1.1 200 O\rK\r\n${LENGTH}`],
  ['a carriage return alone in a header', `${OK}X: a\rb\r\n${LENGTH}`],
  ['a null character in a header', `${OK}X: a\0b\r\n${LENGTH}`],
  ['a space before a colon', `${OK}Content-Length : 5\r\n\r\nhello`],
  ['a name beyond ASCII', `${OK}X\xe9: y\r\n${LENGTH}`],
  ['a header without a name', `${OK}: y\r\n${LENGTH}`],
  ['a line feed alone behind the size of a chunk', `${CHUNKED}5\nhello\r\n0\r\n\r\n`],
  ['a line feed alone in an extension', `${CHUNKED}5;a\nhello\r\n0\r\n\r\n`],
  ['a line feed alone behind a chunk', `${CHUNKED}5\r\nhello\n0\r\n\r\n`],
  ['a line feed alone behind the last chunk', `${CHUNKED}5\r\nhello\r\n0\n\r\n`],
  ['a line feed alone behind trailers', `${CHUNKED}5\r\nhello\r\n0\r\nX: y\n\r\n`],
  ['a space behind the size of a chunk', `${CHUNKED}5 \r\nhello\r\n0\r\n\r\n`],
  ['a space before an extension', `${CHUNKED}5 ;a\r\nhello\r\n0\r\n\r\n`],
  ['a size with a prefix', `${CHUNKED}0x5\r\nhello\r\n0\r\n\r\n`],
  ['a negative size', `${CHUNKED}-5\r\nhello\r\n0\r\n\r\n`],
  ['a folded trailer', `${CHUNKED}5\r\nhello\r\n0\r\nX: y\r\n z\r\n\r\n`],
  ['a size beyond all measure', `${CHUNKED}fffffffffffffffff\r\nhello\r\n0\r\n\r\n`],
  ['an extension beyond all measure', `${CHUNKED}5;${'a'.repeat(100_000)}\r\nhello\r\n0\r\n\r\n`],
  ['a head beyond all measure', `${OK}X: ${'a'.repeat(100_000)}\r\n${LENGTH}`],
  ['a reason beyond all measure', `HTTP/1.1 200 ${'a'.repeat(100_000)}\r\n${LENGTH}`],
  ['a body that is cut off', `${OK}Content-Length: 6\r\n\r\nhello`],
  ['chunks that are cut off', `${CHUNKED}5\r\nhello\r\n`],
  // The rest.
  ['nothing', ''],
  ['a status of two digits', `HTTP/1.1 20 OK\r\n${LENGTH}`],
  ['two spaces before the status', `HTTP/1.1  200 OK\r\n${LENGTH}`],
  ['HTTP/1.2', `HTTP/1.2 200 OK\r\n${LENGTH}`],
  ['http in small letters', `http/1.1 200 OK\r\n${LENGTH}`],
  ['a space before the status line', ` ${OK}${LENGTH}`],
  ['no reason, and no space before it', `HTTP/1.1 200\r\n${LENGTH}`, 'hello'],
  ['control characters in the reason', `HTTP/1.1 200 \0\x01\t\x7f\xfc\r\n${LENGTH}`, 'hello'],
  ['empty lines before the status line', `\r\n\r\n${OK}${LENGTH}`, 'hello'],
  ...(isSince94 ? [] : [EMPTY_CODING]),
  ['chunked twice', `${OK}Transfer-Encoding: chunked, chunked\r\n\r\n${CHUNKS}`, 'hello'],
  ['an extension in quotes', `${CHUNKED}5;a="b;c"\r\nhello\r\n0\r\n\r\n`, 'hello'],
  ['early hints with a length', `HTTP/1.1 103 Hints\r\nContent-Length: 9\r\n\r\n${OK}${LENGTH}`, 'hello'],
  ['early hints with chunks', `HTTP/1.1 103 Hints\r\nTransfer-Encoding: chunked\r\n\r\n${OK}${LENGTH}`, 'hello'],
  ['early hints and nothing behind them', 'HTTP/1.1 103 Hints\r\n\r\n'],
  ['an announced upgrade', `${OK}Upgrade: x\r\nConnection: upgrade\r\n${LENGTH}`, 'hello'],
]

const LISTED = {
  surplus:
    'Node reads what follows a response as the next one, or refuses it; here the response is whole, and its connection is closed',
  sameLength: 'the same length twice is one length (RFC 9110, 8.6), which proxies do send',
  padding: 'no service pads lengths and sizes to more digits than a number holds exactly',
  emptyCoding: 'no coding is none; llhttp refuses it since 9.4',
  spaceBehindLength:
    'until llhttp 9.4: space behind a value is not part of it (RFC 9110, 5.5); autocannon reads it so too',
  spaceBehindCoding: 'likewise: Node takes `chunked ` for another coding, and the chunks for the body',
  extension: 'an extension moves no end, whatever it means; `; a=b` and `;` are skipped',
  trailerLength: 'a length among trailers has no meaning (RFC 9110, 6.5.1)',
  headSize: 'Node refuses heads and extensions beyond 16 kB; the limit here is that of autocannon, 80 kB',
  version: 'HTTP/0.9 and 2.0 are not written like this',
  status: 'statuses begin at 100 (RFC 9110, 15); 0 stands for no answer',
  doubleReturn:
    'until llhttp 9.4: Node takes two carriage returns behind a status line for the end of it, without a line feed',
  lineEnd: 'a carriage return or a line feed alone is no empty line before a response',
} as const

const SPACE_BEHIND_LENGTH = `${OK}Content-Length: 5 \t\r\n\r\nhello`

type Differing = [reason: keyof typeof LISTED, text: string, here: string, there: string]

const DOUBLE_RETURN: Differing = ['doubleReturn', `HTTP/1.1 200 OK\r\r${LENGTH}`, REFUSED, whole(200, 'hello')]

const DIFFERING: readonly Differing[] = [
  isSince94
    ? ['emptyCoding', EMPTY_CODING[1], whole(200, 'hello'), REFUSED]
    : ['spaceBehindLength', SPACE_BEHIND_LENGTH, whole(200, 'hello'), REFUSED],
  ...(isSince94 ? [] : [DOUBLE_RETURN]),
  ['surplus', `${OK}${LENGTH}x`, whole(200, 'hello'), REFUSED],
  ['sameLength', `${OK}Content-Length: 5\r\n${LENGTH}`, whole(200, 'hello'), REFUSED],
  ['padding', `${OK}Content-Length: 0000000000000005\r\n\r\nhello`, REFUSED, whole(200, 'hello')],
  ['padding', `${CHUNKED}00000000000005\r\nhello\r\n0\r\n\r\n`, REFUSED, whole(200, 'hello')],
  ['spaceBehindCoding', `${OK}Transfer-Encoding: chunked \t\r\n\r\n${CHUNKS}`, whole(200, 'hello'), whole(200, CHUNKS)],
  ['extension', `${CHUNKED}5; a=b\r\nhello\r\n0\r\n\r\n`, whole(200, 'hello'), REFUSED],
  ['extension', `${CHUNKED}5;\r\nhello\r\n0\r\n\r\n`, whole(200, 'hello'), REFUSED],
  ['trailerLength', `${CHUNKED}5\r\nhello\r\n0\r\nContent-Length: 9\r\n\r\n`, whole(200, 'hello'), REFUSED],
  ['headSize', `${OK}X: ${'a'.repeat(17_000)}\r\n${LENGTH}`, whole(200, 'hello'), REFUSED],
  ['headSize', `${CHUNKED}5;${'a'.repeat(17_000)}\r\nhello\r\n0\r\n\r\n`, whole(200, 'hello'), REFUSED],
  ['version', `HTTP/2.0 200 OK\r\n${LENGTH}`, REFUSED, whole(200, 'hello')],
  ['version', `HTTP/0.9 200 OK\r\n${LENGTH}`, REFUSED, whole(200, 'hello')],
  ['status', `HTTP/1.1 099 OK\r\n${LENGTH}`, REFUSED, whole(99, 'hello')],
  ['lineEnd', `\n${OK}${LENGTH}`, REFUSED, whole(200, 'hello')],
  ['lineEnd', `\r${OK}${LENGTH}`, REFUSED, whole(200, 'hello')],
]

describe('is read alike', () => {
  it.each(AGREED)('%s', async (_, text, body) => {
    const expected = body === undefined ? REFUSED : whole(200, body)
    expect([ours(latin1(text)).read, await nodes(latin1(text))]).toEqual([expected, expected])
  })

  it.each<[string, string, string]>([
    ['a length', `${OK}Content-Length: 5\r\n\r\n`, whole(200, '')],
    ['chunks', CHUNKED, whole(200, '')],
    ['a length and chunks', `${OK}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`, REFUSED],
  ])('%s in a response to HEAD', async (_, text, expected) => {
    expect([ours(latin1(text), true).read, await nodes(latin1(text), true)]).toEqual([expected, expected])
  })

  it.each<[number, string]>([
    [204, 'Content-Length: 5\r\n\r\n'],
    [204, 'Transfer-Encoding: chunked\r\n\r\n'],
    [304, 'Content-Length: 5\r\n\r\n'],
    [304, 'Transfer-Encoding: chunked\r\n\r\n'],
    [101, '\r\n'],
    [101, 'Upgrade: x\r\nConnection: upgrade\r\n\r\n'],
    [999, 'Content-Length: 0\r\n\r\n'],
  ])('%d has no body, whatever %j says', async (status, head) => {
    const text = latin1(`HTTP/1.1 ${status} Whatever\r\n${head}`)
    expect([ours(text).read, await nodes(text)]).toEqual([whole(status, ''), whole(status, '')])
  })
})

describe.runIf(isKnownVersion)('is read otherwise', () => {
  it.each(DIFFERING.map(([reason, ...rest]) => [LISTED[reason], ...rest] as const))(
    '%s: %j',
    async (_, text, here, there) => {
      expect([ours(latin1(text)).read, await nodes(latin1(text))]).toEqual([here, there])
    },
  )
})

/** The listed disagreements, as they look in corrupted streams. */
function isListed(text: string, hasSurplus: boolean): boolean {
  return (
    hasSurplus ||
    /content-length[\s\S]*content-length/i.test(text) ||
    /(content-length|transfer-encoding):[^\r]*[ \t]\r/i.test(text) ||
    /[0-9a-f]{14}/i.test(text) ||
    /transfer-encoding:[ \t]*\r/i.test(text) ||
    /\n[0-9a-f]+;/i.test(text) ||
    /HTTP\/(2\.0|0\.9)/.test(text) ||
    /HTTP\/1\.[01] 0/.test(text) ||
    /HTTP\/1\.[01] \d{3}[^\r\n]*\r\r/.test(text) ||
    /^(HTTP\/1\.1 1\d\d[\s\S]*?\r\n\r\n)?(\r\n)*(\r(?!\n)|\n)/.test(text)
  )
}

describe.runIf(isKnownVersion)('corrupted streams', () => {
  const corrupted = fc
    .record({
      text: fc.constantFrom(...AGREED.map(([, text]) => text).filter((text) => text.length < 500)),
      edits: fc.array(
        fc.record({
          at: fc.nat(500),
          replaced: fc.nat(2),
          // Those characters with a meaning more often than others.
          by: fc.oneof(
            fc.constantFrom('\r\n', '\n', '\r', ' ', '\t', ':', ',', ';', '0', '5', 'a', 'f', '\0'),
            fc.string({ maxLength: 2 }),
          ),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    })
    .map(({ text, edits }) =>
      edits.reduce((before, { at, replaced, by }) => {
        const place = at % (before.length + 1)
        return before.slice(0, place) + by + before.slice(place + replaced)
      }, text),
    )

  it('are read alike, but for what is listed', async () => {
    await fc.assert(
      fc.asyncProperty(corrupted, async (text) => {
        const here = ours(latin1(text))
        const there = await nodes(latin1(text))
        if (here.read !== there && !isListed(text, here.hasSurplus)) expect([text, here.read]).toEqual([text, there])
      }),
      { numRuns: 300, seed: 1 },
    )
  })
})
