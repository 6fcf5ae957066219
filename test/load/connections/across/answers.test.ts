// What both engines give to a reader of answers, and how they follow redirects.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AnswerCheck } from '../../../../core/answers/answer-check.ts'
import { LOAD_ENGINES } from '../../../../core/scenario/load-engine.ts'
import type { RequestTemplate } from '../../../../core/scenario/load-plan.ts'
import { FirstErrors } from '../../../../load/recording/first-errors.ts'
import { OUTCOMES } from '../../../../load/recording/outcome.ts'
import type { RequestTiming } from '../../../../load/recording/timings.ts'
import { AnswerTally } from '../../../../load/responses/answer-tally.ts'
import { checkedRequests } from '../../../support/checked-requests.ts'
import { loadPlan, requestTemplate } from '../../../support/load-plan.ts'
import { openOneConnection } from '../../../support/one-connection.ts'

const JSON_BODY = '{"ok":true,"id":9007199254740993}'

const seen: string[] = []
let sockets = 0

const PATHS: Readonly<Record<string, (response: ServerResponse, body: string) => void>> = {
  '/plain': (response) => response.end(JSON_BODY),
  '/chunks': (response) => {
    response.write(JSON_BODY.slice(0, 5))
    setImmediate(() => response.end(JSON_BODY.slice(5)))
  },
  '/gzip': (response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(JSON_BODY)),
  '/br-in-chunks': (response) => {
    const body = brotliCompressSync(JSON_BODY)
    response.writeHead(200, { 'Content-Encoding': 'br' }).write(body.subarray(0, 3))
    setImmediate(() => response.end(body.subarray(3)))
  },
  '/nothing': (response) => response.writeHead(204, { 'Content-Encoding': 'gzip' }).end(),
  '/large': (response) => response.end(Buffer.alloc(17 * 1024 ** 2, ' ')),
  '/bomb': (response) =>
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(17 * 1024 ** 2))),
  '/once': (response) => response.writeHead(302, { Location: '/plain' }).end('moved'),
  '/twice': (response) => response.writeHead(301, { Location: '/once' }).end(),
  '/closing': (response) => response.writeHead(302, { Location: '/plain', Connection: 'close' }).end('moved'),
  '/other': (response) => response.writeHead(303, { Location: '/echo' }).end(),
  '/same': (response) => response.writeHead(307, { Location: '/echo' }).end(),
  '/loop': (response) => response.writeHead(302, { Location: '/loop' }).end(),
  '/elsewhere': (response) => response.writeHead(302, { Location: 'http://elsewhere.example/' }).end(),
  '/echo': (response, body) => response.end(`{"method":"${response.req.method}","body":"${body}"}`),
}

let server: Server

beforeAll(async () => {
  server = createServer((request: IncomingMessage, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      seen.push(`${request.method} ${request.url}`)
      PATHS[request.url ?? '']?.(response, body)
    })
  })
  server.on('connection', () => sockets++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

beforeEach(() => {
  seen.length = 0
  sockets = 0
})

const bodyContains = (text: string): AnswerCheck => ({ kind: 'bodyContains', text })
const asks = (path: string, template: Partial<RequestTemplate> = {}) =>
  requestTemplate({ path, expect: { statuses: [], json: { ok: true } }, ...template })

describe.each(LOAD_ENGINES)('%s', (engine) => {
  /** Sends the requests one after the other over one connection. */
  async function ask(...requests: RequestTemplate[]) {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const plan = loadPlan(url, { requests })
    const firstErrors = new FirstErrors(plan)
    const tally = new AnswerTally(firstErrors)
    const connection = openOneConnection(engine, url, checkedRequests(plan, firstErrors, tally), firstErrors)
    for (const request of requests.keys()) {
      connection.offer(request)
      await connection.ended(request + 1)
    }
    const timings = await connection.ended(requests.length)
    await connection.close()
    return {
      ended: timings.map(({ outcome, status }) => `${OUTCOMES[outcome]} ${status}`),
      reasons: firstErrors.take(0).map(({ reason }) => reason),
      ...tally.take(0),
      timings,
    }
  }

  it('keeps bodies for those who ask, decompressed, however they are framed and cut', async () => {
    const paths = ['/plain', '/chunks', '/gzip', '/br-in-chunks', '/plain']
    const { ended, checks } = await ask(...paths.map((path) => asks(path)))
    expect(ended).toEqual(paths.map(() => 'completed 200'))
    expect(checks.map(({ judged, failed }) => [judged, failed])).toEqual(paths.map(() => [1, 0]))
    expect(sockets).toBe(1)
  })

  it('gives headers without a body to HEAD and 204', async () => {
    const exists = (header: string): AnswerCheck => ({ kind: 'header', header, comparison: { kind: 'exists' } })
    const { ended } = await ask(
      requestTemplate({ path: '/plain', method: 'HEAD', expect: { statuses: [], checks: [exists('date')] } }),
      requestTemplate({ path: '/nothing', expect: { statuses: [204], checks: [exists('content-encoding')] } }),
      asks('/nothing'),
      asks('/plain'),
    )
    expect(ended).toEqual(['completed 200', 'completed 204', 'expectation 204', 'completed 200'])
  })

  it('gives up what is too large, as it came or unpacked, and reads on over a new connection', async () => {
    const { ended, reasons } = await ask(asks('/large'), asks('/bomb'), asks('/plain'))
    expect(ended).toEqual(['unreadable 200', 'unreadable 200', 'completed 200'])
    expect(reasons).toEqual(['json: a body of more than 16 MB', 'json: a body of more than 16 MB when it is unpacked'])
    expect(sockets).toBe(2)
  })

  it('keeps a sample of what failed', async () => {
    const { failures } = await ask(asks('/gzip', { expect: { statuses: [], checks: [bodyContains('no')] } }))
    expect(failures).toMatchObject([{ request: 0, check: 0, got: 'not in 33 B', status: 200, body: JSON_BODY }])
  })

  it('follows redirects as one request, over one connection where that stays open', async () => {
    const { ended, redirects, timings } = await ask(asks('/twice', { redirects: 2 }), asks('/plain'))
    expect(ended).toEqual(['completed 200', 'completed 200'])
    expect(redirects).toEqual([{ request: 0, hops: 2, requests: 1 }])
    expect(seen).toEqual(['GET /twice', 'GET /once', 'GET /plain', 'GET /plain'])
    expect([timings.length, sockets]).toEqual([2, 1])
    const { sentSeconds, firstByteSeconds, endedSeconds } = timings[0] as RequestTiming
    expect(firstByteSeconds).toBeGreaterThan(sentSeconds)
    expect(endedSeconds).toBeGreaterThanOrEqual(firstByteSeconds)
  })

  it('goes on over a new connection where a redirect is the last answer over the old one', async () => {
    const { ended } = await ask(asks('/closing', { redirects: 1 }), asks('/plain'))
    expect(ended).toEqual(['completed 200', 'completed 200'])
    expect(seen).toEqual(['GET /closing', 'GET /plain', 'GET /plain'])
    expect(sockets).toBe(2)
  })

  it('repeats or drops the body as the status says', async () => {
    const post = { method: 'POST', body: { kind: 'text', text: 'x' }, redirects: 1 } as const
    const { ended } = await ask(
      asks('/other', { ...post, expect: { statuses: [], json: { method: 'GET', body: '' } } }),
      asks('/same', { ...post, expect: { statuses: [], json: { method: 'POST', body: 'x' } } }),
    )
    expect(ended).toEqual(['completed 200', 'completed 200'])
  })

  it('ends loops and redirects elsewhere as errors by name', async () => {
    const { ended, reasons } = await ask(
      asks('/loop', { redirects: 5 }),
      asks('/elsewhere', { redirects: 5 }),
      asks('/once'),
    )
    expect(ended).toEqual(['redirect 302', 'redirect 302', 'status 302'])
    expect(reasons).toEqual([
      'a loop of redirects, back at /loop after 5 redirects',
      'a redirect to another origin, http://elsewhere.example: connections belong to one service',
      null,
    ])
    expect(seen).toEqual([...Array(6).fill('GET /loop'), 'GET /elsewhere', 'GET /once'])
  })

  it('ends a redirected request as one that could not connect where the service is gone meanwhile', async () => {
    const gone = createServer((_, response) => {
      gone.close()
      response.writeHead(302, { Location: '/b', Connection: 'close' }).end()
    })
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`
    const plan = loadPlan(url, { requests: [asks('/a', { redirects: 1 })] })
    const firstErrors = new FirstErrors(plan)
    const { queue, offer, ended, close } = openOneConnection(
      engine,
      url,
      checkedRequests(plan, firstErrors),
      firstErrors,
    )
    offer(0)
    const timings = await ended(1)
    await close()
    expect(timings.map(({ outcome, status }) => `${OUTCOMES[outcome]} ${status}`)).toEqual(['connect 0'])
    expect(firstErrors.take(0)).toMatchObject([{ kind: 'connect', reason: 'connection refused (ECONNREFUSED)' }])
    expect([queue.inFlight, queue.backlog]).toEqual([0, 0])
  })
})
