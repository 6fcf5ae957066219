// A service that misbehaves on demand: the first part of the path says how, and it counts what it did, so that a
// client's accounting can be held against it request for request.

import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { systemClock } from '../../core/clock.ts'
import { type Random, randomStream } from '../../core/random.ts'

export interface ChaosRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One way to treat a request. */
type Behaviour = (socket: Socket, request: ChaosRequest, server: ChaosServer) => void

const OK = answer(200, 'ok')

const BEHAVIOURS = {
  ok: (socket) => socket.write(OK),
  /** Answers after so many milliseconds: /slow/20. */
  slow: (socket, { path }, server) => {
    const answerLate = () => {
      server.answeredSlowly++
      socket.write(OK)
    }
    setTimeout(answerLate, Number(path.split('/')[2]))
  },
  /** Answers as soon as it is not frozen. */
  freezable: (socket, _, server) =>
    server.whenThawed(() => {
      server.thawedSeconds.push(systemClock.nowSeconds())
      socket.write(OK)
    }),
  /** Answers half at once, and the rest as soon as it is not frozen. */
  halves: (socket, _, server) => {
    socket.write(OK.slice(0, -1))
    server.whenThawed(() => socket.write(OK.slice(-1)))
  },
  /** Less than a head, and no more. */
  'half-head': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Le'),
  'hints-only': (socket) => socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'),
  /** Any status: /status/503. */
  status: (socket, { path }) => socket.write(answer(Number(path.split('/')[2]), 'no')),
  echo: (socket, { body }) => socket.write(answer(200, body)),
  chunked: (socket) =>
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n'),
  /** The same in many small pieces. */
  pieces: (socket) => {
    void inPieces(socket, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nT: 1\r\n\r\n')
  },
  /** A JSON body whose one character of several bytes is cut in the middle. */
  split: (socket) => {
    const body = Buffer.from('{"name":"Zoë"}')
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`)
    socket.write(body.subarray(0, 12))
    setTimeout(() => socket.write(body.subarray(12)), 10)
  },
  /** Says that it keeps idle connections for two seconds, and does. */
  kept: (socket, _, server) => {
    socket.write('HTTP/1.1 200 OK\r\nKeep-Alive: timeout=2\r\nContent-Length: 2\r\n\r\nok')
    server.closeWhenIdle(socket, 2000)
  },
  empty: (socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'),
  unchanged: (socket) => socket.write('HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n'),
  /** What a GET would have: a length, and no body, as HEAD is answered. */
  head: (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n'),
  /** HEAD again, without a length. */
  bare: (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n'),
  hints: (socket) => {
    socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n')
    setTimeout(() => socket.write(OK), 10)
  },
  /** The body ends with the connection, as in HTTP/1.0. */
  unframed: (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nsome text'),
  old: (socket) => socket.end('HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok'),
  close: (socket) => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'),
  /** Says that it will close the connection, and leaves that to the other side. */
  'close-said': (socket) => socket.write('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'),
  fin: (socket) => socket.end(),
  rst: (socket) => socket.resetAndDestroy(),
  'mid-fin': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'),
  'mid-rst': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf')
    setTimeout(() => socket.resetAndDestroy(), 5)
  },
  garbage: (socket) => socket.write('220 mail.example.com ESMTP ready\r\n'),
  'garbage-body': (socket) => socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcdef\r\n'),
  hang: () => {},
  /** Two answers to one request, at once. */
  twice: (socket) => socket.write(OK + OK),
  /** The second one a little later. */
  unsolicited: (socket) => {
    socket.write(OK)
    setTimeout(() => socket.write(OK), 20)
  },
  /** One of several, drawn; each of them ends. */
  mix: (socket, request, server) => server.treat(socket, request, server.draw()),
} as const satisfies Record<string, Behaviour>

export type BehaviourName = keyof typeof BEHAVIOURS

const MIX: readonly BehaviourName[] = [
  ...Array<BehaviourName>(30).fill('ok'),
  ...(['chunked', 'pieces', 'close', 'close-said', 'unframed', 'hints', 'fin', 'rst', 'mid-fin', 'mid-rst'] as const),
  ...(['garbage', 'garbage-body', 'status'] as const),
]

export interface ChaosOptions {
  readonly tls?: { readonly key: string; readonly cert: string }
  readonly seed?: number
  /** Connections beyond so many are closed at once. */
  readonly maxConnections?: number
}

export class ChaosServer {
  readonly #options: ChaosOptions
  readonly #random: Random
  readonly #sockets = new Set<Socket>()
  readonly #held: (() => void)[] = []
  #server: Server | undefined
  #frozen = false
  #port = 0
  /** How many requests were treated so. */
  counts: Partial<Record<BehaviourName, number>> = {}
  readonly requests: ChaosRequest[] = []
  /** Connections accepted. */
  accepted = 0
  answeredSlowly = 0
  /** When requests to /freezable were answered, in order. */
  readonly thawedSeconds: number[] = []
  /** Connections closed because no request came. */
  closedIdle = 0

  constructor(options: ChaosOptions = {}) {
    this.#options = options
    this.#random = randomStream(options.seed ?? 1, 'chaos')
  }

  get url(): string {
    return `${this.#options.tls ? 'https' : 'http'}://127.0.0.1:${this.#port}`
  }

  get connections(): number {
    return this.#sockets.size
  }

  count(...names: BehaviourName[]): number {
    return names.reduce((sum, name) => sum + (this.counts[name] ?? 0), 0)
  }

  /** The port is the same as before where it was killed. */
  async start(): Promise<this> {
    const { tls } = this.#options
    const accept = (socket: Socket) => this.#accept(socket)
    this.#server = tls ? createTlsServer(tls, accept) : createServer(accept)
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
    return this
  }

  /** Resets all connections and refuses new ones. */
  async kill(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve))
    for (const socket of this.#sockets) this.#options.tls ? socket.destroy() : socket.resetAndDestroy()
    this.#sockets.clear()
    await closed
  }

  freeze(): void {
    this.#frozen = true
  }

  thaw(): void {
    this.#frozen = false
    for (const release of this.#held.splice(0)) release()
  }

  whenThawed(act: () => void): void {
    if (this.#frozen) this.#held.push(act)
    else act()
  }

  closeWhenIdle(socket: Socket, milliseconds: number): void {
    const close = () => {
      this.closedIdle++
      socket.end()
    }
    const timer = setTimeout(close, milliseconds)
    socket.once('data', () => clearTimeout(timer))
    socket.once('close', () => clearTimeout(timer))
  }

  draw(): BehaviourName {
    return MIX[Math.floor(this.#random() * MIX.length)] as BehaviourName
  }

  treat(socket: Socket, request: ChaosRequest, name: BehaviourName): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1
    const behaviour: Behaviour = BEHAVIOURS[name]
    behaviour(
      socket,
      name === 'status' && request.path === '/mix' ? { ...request, path: '/status/500' } : request,
      this,
    )
  }

  #accept(socket: Socket): void {
    this.accepted++
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => {})
    socket.setNoDelay(true)
    if (this.#sockets.size > (this.#options.maxConnections ?? Number.POSITIVE_INFINITY)) {
      socket.resetAndDestroy()
      return
    }
    let received = ''
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      for (let parsed = parseRequest(received); parsed; parsed = parseRequest(received)) {
        received = parsed.rest
        this.requests.push(parsed.request)
        const name = parsed.request.path.split(/[/?]/)[1] as BehaviourName
        this.treat(socket, parsed.request, name in BEHAVIOURS ? name : 'ok')
      }
    })
  }
}

function answer(status: number, body: string): string {
  return `HTTP/1.1 ${status} Whatever\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

function parseRequest(text: string): { request: ChaosRequest; rest: string } | undefined {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const [requestLine = '', ...lines] = text.slice(0, headEnd).split('\r\n')
  const [method = '', path = ''] = requestLine.split(' ')
  const headers = Object.fromEntries(
    lines.map((line) => [line.split(':')[0], line.slice(line.indexOf(':') + 1).trim()]),
  )
  const bodyEnd = headEnd + 4 + Number(headers['Content-Length'] ?? 0)
  if (text.length < bodyEnd) return undefined
  const body = Buffer.from(text.slice(headEnd + 4, bodyEnd), 'latin1').toString()
  return { request: { method, path, headers, body }, rest: text.slice(bodyEnd) }
}

async function inPieces(socket: Socket, text: string): Promise<void> {
  for (let i = 0; i < text.length; i += 11) {
    socket.write(text.slice(i, i + 11))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}
