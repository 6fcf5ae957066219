import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { Readable } from 'node:stream'
import express, { type ErrorRequestHandler, type Express } from 'express'
import { Registry } from 'prom-client'
import { request } from 'undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { expressLatency } from '../../instrumentation/express.ts'
import { exchange, inFlight, observed, open, until } from './observations.ts'

interface Serving {
  readonly url: string
  readonly port: number
  readonly server: Server
  readonly registry: Registry
}

/** An application whose routes are added after the middleware, on a free port until the test is over. */
async function serving(routes: (app: Express) => void, maxRoutes = 100): Promise<Serving> {
  const registry = new Registry()
  const latency = expressLatency({ thresholdSeconds: 0.3, registry, maxRoutes })
  const app = express()
  app.get('/metrics', latency.metrics)
  app.use(latency.middleware)
  routes(app)
  app.use(quietly)
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, port, server, registry }
}

const quietly: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) response.destroy()
  else if (error) response.status(500).end('failed')
  else next()
}

async function statusOf(url: string, method: 'GET' | 'HEAD' | 'POST' | 'OPTIONS' = 'GET'): Promise<number> {
  const { statusCode, body } = await request(url, { method })
  await body.dump()
  return statusCode
}

describe('the route of a request to Express', () => {
  it('is the pattern, with the patterns of the routers that it is mounted in', async () => {
    const users = express.Router()
    users.get('/', (_, response) => void response.end())
    users.get('/:id', (_, response) => void response.end())
    const tenants = express.Router({ mergeParams: true })
    tenants.use('/users', users)
    const { url, registry } = await serving((app) => {
      app.get('/', (_, response) => void response.end())
      app.use('/tenants/:tenant', tenants)
    })
    for (const path of [
      '/',
      '/tenants/1/users',
      '/tenants/2/users/',
      '/tenants/users/users/7?a=1',
      '/tenants/a%20b/users/8',
    ])
      await statusOf(url + path)
    expect(await observed(registry)).toEqual({
      'GET / 2xx': 1,
      'GET /tenants/:tenant/users 2xx': 2,
      'GET /tenants/:tenant/users/:id 2xx': 2,
    })
  })

  it('is that of the router still where an error has left it', async () => {
    const shop = express.Router()
    shop.get('/items/:id', async () => {
      throw new Error('no database')
    })
    const { url, registry } = await serving((app) => app.use('/shop', shop))
    expect(await statusOf(`${url}/shop/items/1`)).toBe(500)
    expect(await observed(registry)).toEqual({ 'GET /shop/items/:id 5xx': 1 })
  })

  it('names each place of a router that is mounted twice', async () => {
    const items = express.Router().get('/items/:id', (_, response) => void response.end())
    const { url, registry } = await serving((app) => app.use('/v1', items).use('/v2', items))
    for (const path of ['/v1/items/1', '/v2/items/1', '/v1/items/2']) await statusOf(url + path)
    expect(await observed(registry)).toEqual({ 'GET /v1/items/:id 2xx': 2, 'GET /v2/items/:id 2xx': 1 })
  })

  it('has the patterns of applications that are mounted in others', async () => {
    const admin = express()
    const reports = express.Router().get('/:name', (_, response) => void response.end())
    admin.use('/reports', reports)
    const { url, registry } = await serving((app) => app.use('/admin/:area', admin))
    await statusOf(`${url}/admin/north/reports/sales`)
    expect(await observed(registry)).toEqual({ 'GET /admin/:area/reports/:name 2xx': 1 })
  })

  it('is one value for all paths that match no route, and for what static files answer', async () => {
    const { url, registry } = await serving((app) => app.use((_, response) => void response.status(404).end()))
    for (let i = 0; i < 5; i++) await statusOf(`${url}/${i}/wp-login.php`)
    expect(await observed(registry)).toEqual({ 'GET unmatched 4xx': 5 })
  })

  it('is one value beyond the limit of routes', async () => {
    const { url, registry } = await serving((app) => {
      for (const name of ['a', 'b', 'c', 'd']) app.get(`/${name}`, (_, response) => void response.end())
    }, 2)
    for (const name of ['a', 'b', 'c', 'd', 'a']) await statusOf(`${url}/${name}`)
    expect(await observed(registry)).toEqual({ 'GET /a 2xx': 2, 'GET /b 2xx': 1, 'GET other 2xx': 2 })
  })

  it('is a regular expression, or several patterns, as they were written', async () => {
    const { url, registry } = await serving((app) => {
      app.get(/^\/v\d+$/, (_, response) => void response.end())
      app.get(['/cart', '/basket'], (_, response) => void response.end())
    })
    for (const path of ['/v1', '/v22', '/cart', '/basket']) await statusOf(url + path)
    expect(await observed(registry)).toEqual({ 'GET /^\\\\/v\\\\d+$/ 2xx': 2, 'GET /cart|/basket 2xx': 2 })
  })

  it('is found where the path does not decode', async () => {
    const { url, registry } = await serving((app) => {
      app.use(
        '/t/:tenant',
        express.Router().get('/x', (_, response) => void response.end()),
      )
    })
    expect(await statusOf(`${url}/t/%E0%A4%A/x`)).toBe(500)
    expect(await observed(registry)).toEqual({ 'GET unmatched 5xx': 1 })
  })
})

describe('a request to Express is observed once', () => {
  it('before a client that read the answer can scrape, and scrapes are not counted', async () => {
    const { url, registry } = await serving((app) => app.get('/x', (_, response) => void response.json({})))
    for (let sent = 1; sent <= 20; sent++) {
      await statusOf(`${url}/x`)
      const page = await (await request(`${url}/metrics`)).body.text()
      expect(page).toContain(`http_request_duration_seconds_count{method="GET",route="/x",status="2xx"} ${sent}\n`)
      expect(page).toContain('http_requests_in_flight 0\n')
    }
    expect(Object.keys(await observed(registry))).toEqual(['GET /x 2xx'])
  })

  it('for HEAD, 204, 304, a redirect and a body that is streamed', async () => {
    const { url, registry } = await serving((app) => {
      app.get('/x', (_, response) => void response.send('body'))
      app.get('/none', (_, response) => void response.status(204).end())
      app.get('/same', (_, response) => void response.status(304).end())
      app.get('/away', (_, response) => void response.redirect('/x'))
      app.get('/stream', (_, response) => void Readable.from(['a', 'b', 'c']).pipe(response))
    })
    await statusOf(`${url}/x`, 'HEAD')
    for (const path of ['/none', '/same', '/away', '/stream']) await statusOf(url + path)
    expect(await observed(registry)).toEqual({
      'HEAD /x 2xx': 1,
      'GET /none 2xx': 1,
      'GET /same 3xx': 1,
      'GET /away 3xx': 1,
      'GET /stream 2xx': 1,
    })
  })

  it('also where the middleware is installed twice', async () => {
    const registry = new Registry()
    const latency = expressLatency({ thresholdSeconds: 1, registry })
    const app = express().use(latency.middleware, latency.middleware)
    app.get('/x', (_, response) => void response.end())
    const server = createServer(app).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const address = server.address()
    await statusOf(`http://127.0.0.1:${typeof address === 'object' && address?.port}/x`)
    expect([await observed(registry), await inFlight(registry)]).toEqual([{ 'GET /x 2xx': 1 }, 0])
  })

  it('as aborted where the client goes away, and the time until then counts', async () => {
    const { port, registry } = await serving((app) => app.get('/slow', () => {}))
    const socket = await open(port)
    socket.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n')
    await until(async () => (await inFlight(registry)) === 1)
    expect(await observed(registry)).toEqual({})
    socket.destroy()
    await until(async () => (await inFlight(registry)) === 0)
    expect(await observed(registry)).toEqual({ 'GET /slow aborted': 1 })
  })

  it('as aborted where an error is thrown after the headers were sent', async () => {
    const { port, registry } = await serving((app) =>
      app.get('/half', async (_, response) => {
        response.write('half')
        throw new Error('no more')
      }),
    )
    expect(await exchange(port, 'GET /half HTTP/1.1\r\nHost: a\r\n\r\n')).toContain('half')
    await until(async () => (await inFlight(registry)) === 0)
    expect(await observed(registry)).toEqual({ 'GET /half aborted': 1 })
  })

  it('each of many that are pipelined, without a warning of too many listeners', async () => {
    const warnings: Error[] = []
    const note = (warning: Error) => warnings.push(warning)
    process.on('warning', note)
    onTestFinished(() => void process.off('warning', note))
    const { port, registry } = await serving((app) => app.get('/slow', () => {}))
    const socket = await open(port)
    socket.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(20))
    await until(async () => (await inFlight(registry)) === 20)
    socket.destroy()
    await until(async () => (await inFlight(registry)) === 0)
    expect(await observed(registry)).toEqual({ 'GET /slow aborted': 20 })
    expect(warnings.filter(({ name }) => name === 'MaxListenersExceededWarning')).toEqual([])
  })

  it('each of several over one connection, whose end adds none', async () => {
    const { port, server, registry } = await serving((app) => app.get('/x', (_, response) => void response.end('x')))
    let connections = 0
    server.on('connection', () => connections++)
    const last = 'GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
    await exchange(port, 'GET /x HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(4) + last)
    expect([connections, await inFlight(registry), await observed(registry)]).toEqual([1, 0, { 'GET /x 2xx': 5 }])
  })

  it('only when a slow reader has taken a large answer', async () => {
    const { port, registry } = await serving((app) =>
      app.get('/large', (_, response) => void response.end(Buffer.alloc(64 * 1024 * 1024))),
    )
    const socket = await open(port)
    socket.pause().write('GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    await until(async () => (await inFlight(registry)) === 1)
    expect(await observed(registry)).toEqual({})
    socket.resume()
    await once(socket, 'close')
    await until(async () => (await inFlight(registry)) === 0)
    expect(await observed(registry)).toEqual({ 'GET /large 2xx': 1 })
  })

  it('with an unusual method as one value', async () => {
    const { port, registry } = await serving((app) => app.all('/x', (_, response) => void response.end()))
    for (const method of ['PROPFIND', 'MKCOL', 'TRACE'])
      await exchange(port, `${method} /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)
    expect(await observed(registry)).toEqual({ 'other /x 2xx': 3 })
  })

  it('but not an upgrade, which is no request that an application answers', async () => {
    const { port, server, registry } = await serving(() => {})
    server.on('upgrade', (_request, socket) => {
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n')
    })
    const upgrade = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n'
    expect(await exchange(port, upgrade)).toContain('101 Switching Protocols')
    expect([await inFlight(registry), await observed(registry)]).toEqual([0, {}])
  })
})
