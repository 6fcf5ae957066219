import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { registerSecret } from '../../../core/secrets/secrets.ts'
import { pushSeries } from '../../../prometheus/push/push-series.ts'
import type { PushedSeries } from '../../../prometheus/push/pushed-series.ts'

const SERIES: readonly PushedSeries[] = [
  { name: 'a', labels: {}, samples: [1, 2, 3].map((value) => ({ timestampMs: value, value })) },
]

let close = () => {}
afterEach(() => close())

async function serverOf(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close = () => {
    server.closeAllConnections()
    server.close()
  }
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/write`
}

const accessTo = (url: string, protocol: 'remote-write' | 'otlp' = 'remote-write') => ({
  url,
  protocol,
  headers: { authorization: 'Bearer push-secret' },
})

function push(url: string, waits: number[] = [], protocol?: 'otlp') {
  return pushSeries(SERIES, accessTo(url, protocol), {
    timeoutSeconds: 2,
    samplesPerRequest: 2,
    wait: async (seconds) => {
      waits.push(seconds)
    },
  })
}

describe('pushSeries', () => {
  it('sends requests one after the other, with credentials and the headers of the protocol', async () => {
    const requests: IncomingMessage['headers'][] = []
    const url = await serverOf((request, response) => {
      requests.push(request.headers)
      request.resume().on('end', () => response.writeHead(204).end())
    })
    expect(await push(url)).toEqual({ kind: 'pushed', series: 1, samples: 3 })
    expect(requests).toHaveLength(2)
    expect(requests[0]).toMatchObject({
      authorization: 'Bearer push-secret',
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
    })
  })

  it('sends again what may be taken later, after the time that the server asks for', async () => {
    let calls = 0
    const url = await serverOf((request, response) => {
      calls++
      const status = [429, 503, 204, 204][calls - 1] ?? 500
      request.resume().on('end', () => response.writeHead(status, status === 429 ? { 'retry-after': '7' } : {}).end())
    })
    const waits: number[] = []
    expect(await push(url, waits)).toMatchObject({ kind: 'pushed' })
    expect([calls, waits]).toEqual([4, [7, 3]])
  })

  it('gives up in the end, and says what was sent before', async () => {
    let calls = 0
    const url = await serverOf((request, response) => {
      calls++
      request.resume().on('end', () => response.writeHead(calls === 1 ? 204 : 500).end('disk\nfull'))
    })
    expect(await push(url)).toEqual({ kind: 'failed', reason: 'HTTP status 500: disk full', sentSamples: 2 })
    expect(calls).toBe(4)
  })

  it.each([
    [400, 'out of bounds', /^HTTP status 400: out of bounds \(.*out_of_order_time_window\)$/],
    [401, '', /^HTTP status 401 \(credentials come from SLA_HARNESS_PUSH_TOKEN/],
    [404, '<html>not found</html>', /^HTTP status 404 \(.*--web.enable-remote-write-receiver/],
  ])('does not try again after %d, and says what to do', async (status, body, reason) => {
    let calls = 0
    const url = await serverOf((request, response) => {
      calls++
      request.resume().on('end', () => response.writeHead(status).end(body))
    })
    const outcome = await push(url)
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringMatching(reason), sentSamples: 0 })
    expect(calls).toBe(1)
  })

  it.each([
    ['a page by remote write', undefined, 'text/html; charset=utf-8', '<html>log in</html>', /page for people/],
    ['a page by OTLP', 'otlp', 'text/html', '<html>log in</html>', /page for people/],
    ['bytes that are no OTLP', 'otlp', 'application/octet-stream', 'taken!', /something else than OTLP/],
    ['JSON that is none', 'otlp', 'application/json', '{ taken', /something else than OTLP/],
    [
      'points left out, in JSON',
      'otlp',
      'application/json',
      '{"partialSuccess":{"rejectedDataPoints":"2","errorMessage":"too old"}}',
      /^2 points were rejected: too old$/,
    ],
  ] as const)('has not pushed where it is answered with 200 and %s', async (_, protocol, type, body, reason) => {
    let calls = 0
    const url = await serverOf((request, response) => {
      calls++
      request.resume().on('end', () => response.writeHead(200, { 'content-type': type }).end(body))
    })
    expect(await push(url, [], protocol)).toMatchObject({ kind: 'failed', reason: expect.stringMatching(reason) })
    expect(calls).toBe(1)
  })

  it.each(['', '{}', '{"partialSuccess":{}}'])('has pushed where OTLP answers %j', async (body) => {
    const url = await serverOf((request, response) => {
      request.resume().on('end', () => response.writeHead(200).end(body))
    })
    expect(await push(url, [], 'otlp')).toMatchObject({ kind: 'pushed' })
  })

  it('counts no marker as sent where the protocol has none', async () => {
    const marked: readonly PushedSeries[] = [
      { name: 'a', labels: {}, samples: [1, 'stale' as const].map((value, i) => ({ timestampMs: i, value })) },
      { name: 'b', labels: {}, samples: [{ timestampMs: 1, value: 'stale' }] },
    ]
    const url = await serverOf((request, response) => {
      request.resume().on('end', () => response.writeHead(200).end())
    })
    expect(await pushSeries(marked, accessTo(url, 'otlp'))).toEqual({ kind: 'pushed', series: 1, samples: 1 })
    expect(await pushSeries(marked, accessTo(url))).toEqual({ kind: 'pushed', series: 2, samples: 3 })
  })

  it('hides a secret that the server repeats', async () => {
    registerSecret('push-secret', 'TOKEN')
    const url = await serverOf((request, response) => {
      request.resume().on('end', () => response.writeHead(400).end(`bad ${request.headers.authorization}`))
    })
    expect(await push(url)).toMatchObject({ reason: 'HTTP status 400: bad Bearer TOKEN' })
  })

  it('says where there is no connection, and where no answer comes', async () => {
    expect(await push('http://127.0.0.1:1/api/v1/write')).toMatchObject({
      kind: 'failed',
      reason: 'connection refused',
    })
    const url = await serverOf(() => {})
    const outcome = await pushSeries(SERIES, accessTo(url), { timeoutSeconds: 0.05, wait: async () => {} })
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'no answer within 50ms' })
  })

  it('takes an OTLP answer that rejects points for a failure', async () => {
    const url = await serverOf((request, response) => {
      request.resume().on('end', () => response.writeHead(200).end(Buffer.from('0a07080312036f6c64', 'hex')))
    })
    expect(await push(url, [], 'otlp')).toMatchObject({ kind: 'failed', reason: '3 points were rejected: old' })
  })
})
