import { once } from 'node:events'
import { connect } from 'node:http2'
import { Readable } from 'node:stream'
import Fastify, { type FastifyInstance } from 'fastify'
import { Registry } from 'prom-client'
import { request } from 'undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { fastifyLatency } from '../../instrumentation/fastify.ts'
import { inFlight, observed, open, until } from './observations.ts'

interface Serving {
  readonly url: string
  readonly port: number
  readonly registry: Registry
}

async function serving(routes: (app: FastifyInstance) => void): Promise<Serving> {
  const registry = new Registry()
  const app = Fastify()
  await app.register(fastifyLatency, { thresholdSeconds: 0.3, registry, metricsPath: '/metrics' })
  routes(app)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => {
    app.server.closeAllConnections()
    return app.close()
  })
  return { url, port: Number(new URL(url).port), registry }
}

async function statusOf(url: string, method: 'GET' | 'HEAD' = 'GET'): Promise<number> {
  const { statusCode, body } = await request(url, { method })
  await body.dump()
  return statusCode
}

describe('the route of a request to Fastify', () => {
  it('is the pattern with the prefix of its plugin, and one value where none matches', async () => {
    const { url, registry } = await serving((app) => {
      app.register(async (shop) => void shop.get('/items/:id', async () => 'an item'), { prefix: '/shop' })
    })
    for (const path of ['/shop/items/1', '/shop/items/2', '/nowhere/1', '/nowhere/2']) await statusOf(url + path)
    expect(await observed(registry)).toEqual({ 'GET /shop/items/:id 2xx': 2, 'GET unmatched 4xx': 2 })
  })
})

describe('a request to Fastify is observed once', () => {
  it('before a client that read the answer can scrape, and scrapes are not counted', async () => {
    const { url, registry } = await serving((app) => void app.get('/x', async () => ({})))
    for (let sent = 1; sent <= 20; sent++) {
      await statusOf(`${url}/x`)
      const { headers, body } = await request(`${url}/metrics`)
      const page = await body.text()
      expect(headers['content-type']).toBe(registry.contentType)
      expect(page).toContain(`http_request_duration_seconds_count{method="GET",route="/x",status="2xx"} ${sent}\n`)
      expect(page).toContain('http_requests_in_flight 0\n')
    }
    expect(Object.keys(await observed(registry))).toEqual(['GET /x 2xx'])
  })

  it('for HEAD, 304, an error, an invalid body and a stream', async () => {
    const { url, registry } = await serving((app) => {
      app.get('/x', async () => 'body')
      app.get('/same', async (_, reply) => reply.code(304).send())
      app.get('/wrong', async () => {
        throw new Error('no database')
      })
      app.get('/stream', async (_, reply) => reply.send(Readable.from(['a', 'b'])))
      app.post('/read', async () => 'read')
    })
    await statusOf(`${url}/x`, 'HEAD')
    for (const path of ['/same', '/wrong', '/stream']) await statusOf(url + path)
    const headers = { 'content-type': 'application/json' }
    await (await request(`${url}/read`, { method: 'POST', headers, body: '{' })).body.dump()
    expect(await observed(registry)).toEqual({
      'HEAD /x 2xx': 1,
      'GET /same 3xx': 1,
      'GET /wrong 5xx': 1,
      'GET /stream 2xx': 1,
      'POST /read 4xx': 1,
    })
  })

  it('as aborted where the client goes away', async () => {
    const { port, registry } = await serving((app) => void app.get('/slow', () => new Promise(() => {})))
    const socket = await open(port)
    socket.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n')
    await until(async () => (await inFlight(registry)) === 1)
    socket.destroy()
    await until(async () => (await inFlight(registry)) === 0)
    expect(await observed(registry)).toEqual({ 'GET /slow aborted': 1 })
  })

  it('over HTTP/2 too, each stream by itself', async () => {
    const registry = new Registry()
    const app = Fastify({ http2: true })
    await app.register(fastifyLatency, { thresholdSeconds: 0.3, registry })
    app.get('/x', async () => 'body')
    app.get('/slow', () => new Promise(() => {}))
    const session = connect(await app.listen({ port: 0, host: '127.0.0.1' }))
    onTestFinished(async () => {
      session.destroy()
      await app.close()
    })
    const slow = session.request({ ':path': '/slow' })
    await until(async () => (await inFlight(registry)) === 1)
    const quick = session.request({ ':path': '/x' })
    quick.resume()
    await once(quick, 'close')
    expect(await observed(registry)).toEqual({ 'GET /x 2xx': 1 })
    slow.close()
    await until(async () => (await inFlight(registry)) === 0)
    expect(await observed(registry)).toEqual({ 'GET /x 2xx': 1, 'GET /slow aborted': 1 })
  })
})

it('refuses to start an application whose options make no sense', async () => {
  const app = Fastify()
  app.register(fastifyLatency, { registry: new Registry() })
  await expect(app.ready()).rejects.toThrow('expected thresholdSeconds')
})
