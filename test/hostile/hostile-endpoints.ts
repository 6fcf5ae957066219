// Everything that an endpoint of metrics may do to a scrape before there is a page to read.

import type { RequestListener, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'

export interface HostileEndpoint {
  readonly name: string
  readonly answer: RequestListener
  /** The first words of why the scrape failed. */
  readonly fails: string
}

const PAGE = 'a 1\n'
const LATE = 'took longer than'

/** Again and again, for as long as the connection lives. */
function endlessly(response: ServerResponse, piece: string | Buffer, everyMs: number): void {
  const timer = setInterval(() => response.write(piece), everyMs)
  response.on('close', () => clearInterval(timer))
}

const bomb = gzipSync(Buffer.alloc(64 * 1024 ** 2, PAGE))

const row = (name: string, fails: string, answer: RequestListener): HostileEndpoint => ({ name, answer, fails })
const status = (code: number, fails: string) =>
  row(`status ${code}`, fails, (_, response) => response.writeHead(code).end(PAGE))
const encoded = (name: string, fails: string, encoding: string, body: string | Buffer) =>
  row(name, fails, (_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body))
const redirected = (name: string, fails: string, to: (url: string) => string) =>
  row(name, fails, ({ url = '' }, response) => response.writeHead(302, { location: to(url) }).end())
const raw = (name: string, fails: string, text: string) =>
  row(name, fails, ({ socket }) => {
    socket.end(text)
  })

export const HOSTILE_ENDPOINTS: readonly HostileEndpoint[] = [
  row('silence', LATE, () => {}),
  row('a head and silence', LATE, (_, response) => response.flushHeaders()),
  row('half a page and silence', LATE, (_, response) => response.write(PAGE)),
  row('a line every moment', LATE, (_, response) => endlessly(response, PAGE, 5)),
  row('a page without end', 'a page of more than', (_, response) => endlessly(response, PAGE.repeat(1e5), 1)),
  row('a page that is too large', 'a page of more than', (_, response) => response.end(PAGE.repeat(1e6))),
  encoded('a gzip bomb', 'a page of more than', 'gzip', bomb),
  encoded('gzip that is none', 'not a whole gzip stream', 'gzip', PAGE),
  encoded('half a gzip', 'not a whole gzip stream', 'gzip', bomb.subarray(0, 1000)),
  encoded('gzip in gzip', 'a page with the Content-Encoding gzip, gzip', 'gzip, gzip', gzipSync(gzipSync(PAGE))),
  encoded('brotli', 'a page with the Content-Encoding br', 'br', PAGE),
  encoded('bytes that are no text', 'bytes that are not UTF-8', 'identity', Buffer.from([0xff, 0xfe, 0x61, 0x00])),
  status(204, 'HTTP status 204'),
  status(206, 'HTTP status 206'),
  status(304, 'HTTP status 304'),
  status(401, 'HTTP status 401: it wants credentials'),
  status(403, 'HTTP status 403: it wants credentials'),
  status(404, 'HTTP status 404'),
  status(500, 'HTTP status 500'),
  row('a redirect to nowhere', 'HTTP status 302', (_, response) => response.writeHead(302).end()),
  redirected('a redirect to itself', 'redirected more than 10 times', (url) => url),
  redirected('redirects without end', 'redirected more than 10 times', (url) => `${url}x`),
  redirected('a redirect to a file', 'redirected to "file:///etc/passwd"', () => 'file:///etc/passwd'),
  redirected('a redirect to data', 'redirected to "data:,a 1"', () => 'data:,a 1'),
  redirected('a redirect to nobody', 'connection refused', () => 'http://127.0.0.1:9/metrics'),
  redirected('a redirect to no port', 'redirected to', () => 'http://127.0.0.1:99999/'),
  raw('a closed connection', 'the connection was closed', ''),
  raw('half a head', 'the connection was closed', 'HTTP/1.1 200 OK\r\nContent-'),
  raw('half a body', 'the connection was closed', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na 1\n'),
  raw('mail', 'Response does not match the HTTP/1.1 protocol', '220 mail.example.com ESMTP ready\r\n'),
  raw(
    'a length that is none',
    'Response does not match the HTTP/1.1 protocol',
    'HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n',
  ),
  raw('a head of a megabyte', 'Headers Overflow', `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(1e6)}\r\n\r\n`),
  row('a reset', 'the connection was closed', ({ socket }) => socket.resetAndDestroy()),
]
