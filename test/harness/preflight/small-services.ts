// Small services, each with one thing about it that a scenario may be wrong about.

import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { TEST_TLS } from '../../support/tls.ts'

export interface SmallService {
  readonly port: number
  close(): void
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

export async function serve(answer: Answer, tls = false): Promise<SmallService> {
  const server = tls ? createTlsServer(TEST_TLS, answer) : createServer(answer)
  return listening(server)
}

/** Says something else than HTTP as soon as somebody connects. */
export async function serveGreeting(greeting: string): Promise<SmallService> {
  return listening(
    createTcpServer((socket) => {
      socket.on('error', () => {})
      socket.end(greeting)
    }),
  )
}

/** Resets every connection once a request has come. */
export async function serveResets(): Promise<SmallService> {
  return listening(
    createTcpServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.resetAndDestroy())
    }),
  )
}

async function listening(server: Server | TcpServer): Promise<SmallService> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
  }
  return { port: (server.address() as AddressInfo).port, close }
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const { port, close } = await serve(() => {})
  close()
  return port
}

export interface ShopOptions {
  /** How often each request is counted. */
  readonly factor?: number
  /** The label of what is counted in place of the request's path. */
  readonly route?: string
  /** The metric that counts. */
  readonly histogram?: string
  /** Whether requests for the page are counted too. */
  readonly countsPages?: boolean
  /** Without labels. */
  readonly unlabelled?: boolean
  /** Others' requests, per second. */
  readonly othersPerSecond?: number
  /** Printed before the histogram. */
  readonly preamble?: string
  /** Series that exist before the first request. */
  readonly known?: readonly string[]
  /** Where the page is. */
  readonly page?: string
  readonly answer?: Answer
}

const BOUNDS = [0.1, 0.5, 1]

/** A service that counts what it answers: `/search` and `/pay` are there, and nothing else. */
export async function serveShop(options: ShopOptions = {}): Promise<SmallService> {
  const { factor = 1, histogram = 'http_request_duration_seconds', page = '/metrics', preamble = '' } = options
  const counts = new Map<string, number>((options.known ?? []).map((route) => [route, 0]))
  const count = (route: string, by = factor) => counts.set(route, (counts.get(route) ?? 0) + by)
  const series = (name: string, route: string, more: string) => {
    const labels = [...(options.unlabelled === true ? [] : [`route="${route}"`]), ...(more === '' ? [] : [more])].join(
      ',',
    )
    return labels === '' ? name : `${name}{${labels}}`
  }
  const text = () =>
    `${preamble}# TYPE ${histogram} histogram\n${[...counts]
      .map(
        ([route, observed]) =>
          `${[...BOUNDS, '+Inf'].map((le) => `${series(`${histogram}_bucket`, route, `le="${le}"`)} ${observed}\n`).join('')}${series(`${histogram}_sum`, route, '')} ${observed * 0.01}\n${series(`${histogram}_count`, route, '')} ${observed}\n`,
      )
      .join('')}`
  const others =
    options.othersPerSecond === undefined
      ? undefined
      : setInterval(() => count('/search', 1), 1000 / options.othersPerSecond)
  const service = await serve((request, response) => {
    const path = (request.url ?? '').split('?')[0] as string
    if (path === page) {
      response.setHeader('content-type', 'text/plain; version=0.0.4')
      response.end(text())
      if (options.countsPages) count(options.unlabelled === true ? '' : path, 1)
      return
    }
    if (options.answer !== undefined) return options.answer(request, response)
    if (path !== '/search' && path !== '/pay') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('no such page')
      return
    }
    count(options.unlabelled === true ? '' : (options.route ?? path))
    response.setHeader('content-type', 'application/json')
    response.end('{"hits":[1]}')
  })
  return {
    port: service.port,
    close() {
      clearInterval(others)
      service.close()
    },
  }
}
