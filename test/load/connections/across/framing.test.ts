// Where a response ends, against Node's own parser (llhttp, strict): what it refuses counts as completed for nobody.

import { get } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOAD_ENGINES, type LoadEngine } from '../../../../core/scenario/load-engine.ts'
import { OUTCOMES } from '../../../../load/recording/outcome.ts'
import { FixedRequests } from '../../../../load/requests/fixed-requests.ts'
import { requestTemplate } from '../../../support/load-plan.ts'
import { openOneConnection } from '../../../support/one-connection.ts'

const OK = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`
const END = '\r\n0\r\n\r\n'

let server: Server
let bytes = ''
const sockets = new Set<Socket>()

beforeAll(async () => {
  server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', () => socket.end(Buffer.from(bytes, 'latin1')))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})

const port = () => (server.address() as AddressInfo).port

async function ours(engine: LoadEngine): Promise<string> {
  const url = `http://127.0.0.1:${port()}`
  const requests = new FixedRequests({ url, requests: [requestTemplate()] })
  const { offer, ended, close } = openOneConnection(engine, url, requests)
  offer(0)
  const [timing] = await ended(1)
  await close()
  return OUTCOMES[timing?.outcome ?? Number.NaN] as string
}

/** Whether Node's own client reads a whole response. */
function nodes(): Promise<boolean> {
  return new Promise((resolve) => {
    get({ port: port(), host: '127.0.0.1', agent: false }, (response) => {
      response.on('error', () => resolve(false))
      response.on('end', () => resolve(response.complete))
      response.resume()
    }).on('error', () => resolve(false))
  })
}

describe.each(LOAD_ENGINES)('%s', (engine) => {
  describe('is an error for both', () => {
    it.each<[string, string]>([
      ['a chunk size that is no number', `${CHUNKED}xyz\r\nhello${END}`],
      ['a chunk size with a sign', `${CHUNKED}-5\r\nhello${END}`],
      ['a chunk size with a prefix', `${CHUNKED}0x5\r\nhello${END}`],
      ['an empty chunk size', `${CHUNKED}\r\nhello${END}`],
      ['something behind the chunk size', `${CHUNKED}5 oops\r\nhello${END}`],
      ['a chunk size beyond all measure', `${CHUNKED}fffffffffffffffff\r\nhello${END}`],
      ['a chunk that is longer than its size', `${CHUNKED}2\r\nhello${END}`],
      ['a length that is no number', `${OK}Content-Length: abc\r\n\r\nhello`],
      ['a negative length', `${OK}Content-Length: -5\r\n\r\nhello`],
      ['a length with a sign', `${OK}Content-Length: +5\r\n\r\nhello`],
      ['a length with a fraction', `${OK}Content-Length: 5.0\r\n\r\nhello`],
      ['a length in hexadecimal', `${OK}Content-Length: 0x5\r\n\r\nhello`],
      ['an exponent in a length', `${OK}Content-Length: 5e0\r\n\r\nhello`],
      ['a list of lengths', `${OK}Content-Length: 5, 5\r\n\r\nhello`],
      ['two lengths', `${OK}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`],
      ['a length beside chunks', `${OK}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello${END}`],
      ['a space before the colon', `${OK}Content-Length : 5\r\n\r\nhello`],
      ['a header line without a colon', `${OK}nonsense\r\nContent-Length: 5\r\n\r\nhello`],
      ['a null character in a header', `${OK}X: a\0b\r\nContent-Length: 5\r\n\r\nhello`],
      ['a head whose lines end in line feeds alone', 'HTTP/1.1 200 OK\nContent-Length: 5\n\nhello'],
      ['a header that goes on in the next line', `${OK}X: a\r\n b\r\nContent-Length: 5\r\n\r\nhello`],
      ['a start that cannot become a status line', '\x15\x03\x01\x00\x02'],
      ['another version', 'HTTP/3.7 200 OK\r\nContent-Length: 5\r\n\r\nhello'],
      ['a body that is cut off', `${OK}Content-Length: 50\r\n\r\nhello`],
      ['chunks that are cut off', `${CHUNKED}5\r\nhello\r\n`],
    ])('%s', async (_, response) => {
      bytes = response
      expect(await ours(engine)).toMatch(/^(protocol|closed)$/)
      expect(await nodes()).toBe(false)
    })
  })

  describe('is whole for both', () => {
    it.each<[string, string]>([
      ['a length', `${OK}Content-Length: 5\r\n\r\nhello`],
      ['a length with zeros before it', `${OK}Content-Length: 005\r\n\r\nhello`],
      ['chunks in upper and lower case', `${CHUNKED}A\r\n0123456789\r\na\r\n0123456789${END}`],
      ['a chunk size with zeros before it', `${CHUNKED}0005\r\nhello${END}`],
      ['a chunk extension', `${CHUNKED}5;a=b\r\nhello${END}`],
      ['trailers', `${CHUNKED}5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n`],
      ['chunks behind another coding', `${OK}Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello${END}`],
      ['a header of bytes beyond ASCII', `${OK}X: \xfc\x80\r\nContent-Length: 5\r\n\r\nhello`],
      ['a body that ends with the connection', `${OK}\r\nhello`],
    ])('%s', async (_, response) => {
      bytes = response
      expect(await ours(engine)).toBe('completed')
      expect(await nodes()).toBe(true)
    })
  })

  it('refuses a chunk whose lines end in line feeds alone', async () => {
    bytes = `${CHUNKED}5\nhello\n0\n\n`
    expect(await ours(engine)).toBe('protocol')
  })
})
