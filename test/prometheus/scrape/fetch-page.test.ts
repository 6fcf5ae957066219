import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { Via } from '../../../core/route/route.ts'
import { createPageFetcher, type PageFetcherOptions } from '../../../prometheus/scrape/fetch-page.ts'
import { PageAgents } from '../../../prometheus/scrape/page-agents.ts'
import { ScrapeError } from '../../../prometheus/scrape/scrape-error.ts'
import { authority } from '../../support/certificates.ts'

const HAS_IPV6 = Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'))

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

async function serve(listener: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUps.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`, server }
}

function fetcher(options: PageFetcherOptions = {}) {
  const { fetchPage, close } = createPageFetcher(options)
  cleanUps.push(close)
  const signal = new AbortController().signal
  return (url: string, timeoutSeconds = 10) => fetchPage(url, timeoutSeconds, signal)
}

async function failureOf(page: Promise<unknown>): Promise<string> {
  const error = await page.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (error instanceof ScrapeError) return error.message
  throw new Error('expected a ScrapeError', { cause: error })
}

describe('fetchPage', () => {
  it('sends the headers that Prometheus sends', async () => {
    const { url } = await serve((request, response) => {
      response.setHeader('content-type', 'text/plain; version=0.0.4')
      response.end(JSON.stringify(request.headers))
    })
    const page = await fetcher({ headers: { authorization: 'Bearer token' } })(url, 19.5)
    expect(page.contentType).toBe('text/plain; version=0.0.4')
    expect(JSON.parse(page.text)).toMatchObject({
      accept:
        'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
      'accept-encoding': 'gzip',
      authorization: 'Bearer token',
      'x-prometheus-scrape-timeout-seconds': '19.5',
    })
  })

  it('unpacks a gzip page', async () => {
    const { url } = await serve((_, response) => {
      response.setHeader('content-encoding', 'gzip')
      response.end(gzipSync('a{b="föö"} 1\n'.repeat(1000)))
    })
    expect((await fetcher()(url)).text).toBe('a{b="föö"} 1\n'.repeat(1000))
  })

  it('follows a redirect and sends the credentials of the URL', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/metrics') response.writeHead(302, { location: '/there' }).end()
      else response.end(request.headers.authorization)
    })
    const page = await fetcher()(url.replace('http://', 'http://user:p%40ss@'))
    expect(page.text).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`)
  })

  it('shows what the scenario sends to no other host, wherever a redirect leads', async () => {
    const seen: Record<string, string | undefined>[] = []
    const note = ({ headers }: IncomingMessage) =>
      seen.push({ authorization: headers.authorization, key: String(headers['x-api-key'] ?? '') })
    const first = await serve((request, response) => {
      note(request)
      if (request.url === '/metrics') response.writeHead(307, { location: '/moved' }).end()
      else if (request.url === '/moved') response.writeHead(302, { location: other.url }).end()
      else response.end('a 1')
    })
    const other = await serve((request, response) => {
      note(request)
      response.writeHead(301, { location: first.url.replace('/metrics', '/back') }).end()
    })
    const headers = { authorization: 'Bearer t0ken', 'x-api-key': 'k3y' }
    expect((await fetcher({ headers })(first.url)).text).toBe('a 1')
    const sent = { authorization: 'Bearer t0ken', key: 'k3y' }
    const none = { authorization: undefined, key: '' }
    expect(seen).toEqual([sent, sent, none, none])
  })

  it.each(['file:///etc/passwd', 'ftp://127.0.0.1/x', 'javascript:alert(1)', 'http://'])(
    'follows no redirect to %s',
    async (location) => {
      const { url } = await serve((_, response) => response.writeHead(302, { location }).end())
      expect(await failureOf(fetcher()(url))).toBe(`redirected to "${location}", which is no HTTP URL`)
    },
  )

  it('returns no content type where the server sends none', async () => {
    const { url } = await serve((_, response) => response.end('a 1'))
    expect(await fetcher()(url)).toEqual({ text: 'a 1', contentType: null })
  })

  it('repeats the request once where a kept-alive connection turns out closed', async () => {
    let asked = 0
    const { url } = await serve((request, response) => {
      if (++asked === 2) request.socket.resetAndDestroy()
      else response.end(`a ${asked}`)
    })
    const fetchPage = fetcher()
    await fetchPage(url)
    expect((await fetchPage(url)).text).toBe('a 3')
  })
})

describe('fetchPage, without a page', () => {
  it.each([
    ['HTTP status 500', (_, response) => response.writeHead(500).end('a 1'), 'HTTP status 500'],
    [
      'a page that wants credentials',
      (_, response) => response.writeHead(401).end(),
      'HTTP status 401: it wants credentials, which target.metrics takes as bearer, basic or headers',
    ],
    [
      'an encoding that was not requested',
      (_, response) => response.writeHead(200, { 'content-encoding': 'br' }).end('a 1'),
      'a page with the Content-Encoding br, which is neither plain nor gzip',
    ],
    [
      'bytes that are not gzip',
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('a 1'),
      'not a whole gzip stream (incorrect header check)',
    ],
    [
      'half a gzip stream',
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a 1').subarray(0, 12)),
      'not a whole gzip stream (unexpected end of file)',
    ],
    ['bytes that are not UTF-8', (_, response) => response.end(Buffer.from([97, 0xff])), 'bytes that are not UTF-8'],
    [
      'a page too large',
      (_, response) => response.end('a 1\n'.repeat(300)),
      'a page of more than 1000 B: target.metrics.bodySizeLimit raises the limit',
    ],
    [
      'a page too large once unpacked',
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a 1\n'.repeat(300))),
      'a page of more than 1000 B: target.metrics.bodySizeLimit raises the limit',
    ],
    [
      'a connection lost in the middle',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' }).write('a 1')
        setImmediate(() => response.destroy())
      },
      'the connection was closed before the page was read',
    ],
    [
      'a connection reset, twice',
      (request) => request.socket.resetAndDestroy(),
      'the connection was closed before any answer; on a port of TLS, write https://',
    ],
  ] satisfies [string, RequestListener, string][])('fails on %s', async (_, listener, message) => {
    const { url } = await serve(listener)
    expect(await failureOf(fetcher({ maxBytes: 1000 })(url))).toBe(message)
  })

  it('fails where its credentials are refused, and does not show them', async () => {
    const { url } = await serve((_, response) => response.writeHead(403).end())
    const failure = failureOf(fetcher({ headers: { authorization: 'Bearer t0ken' } })(url))
    expect(await failure).toBe('HTTP status 403: it refuses the credentials that were sent')
  })

  it('fails where there is no TLS', async () => {
    const { url } = await serve((_, response) => response.end('a 1'))
    expect(await failureOf(fetcher()(url.replace('http:', 'https:')))).toBe(
      'no TLS (https): the page is plain HTTP perhaps',
    )
  })

  it('fails where nobody listens', async () => {
    const { url, server } = await serve(() => {})
    await new Promise((resolve) => server.close(resolve))
    expect(await failureOf(fetcher()(url))).toBe('connection refused')
  })

  it('fails where no response comes in time', async () => {
    const { url } = await serve(() => {})
    expect(await failureOf(fetcher()(url, 0.05))).toBe('took longer than 50ms')
  })

  it('fails where a page does not end in time', async () => {
    const { url } = await serve((_, response) => response.write('a 1\n'))
    expect(await failureOf(fetcher()(url, 0.2))).toBe('took longer than 200ms')
  })

  it('fails on a redirect to itself', async () => {
    const { url } = await serve((_, response) => response.writeHead(302, { location: '/metrics' }).end())
    expect(await failureOf(fetcher()(url))).toBe('redirected more than 10 times')
  })

  it('gives up after ten redirects', async () => {
    let hops = 0
    const { url } = await serve((_, response) => response.writeHead(302, { location: `/${++hops}` }).end())
    expect(await failureOf(fetcher()(url))).toBe('redirected more than 10 times')
    expect(hops).toBe(11)
  })

  it('fails at once when the run is stopped', async () => {
    const { url } = await serve(() => {})
    const { fetchPage, close } = createPageFetcher()
    cleanUps.push(close)
    const stop = new AbortController()
    const page = failureOf(fetchPage(url, 10, stop.signal))
    stop.abort()
    expect(await page).toBe('stopped')
  })
})

describe('the way to an endpoint', () => {
  const OURS = authority('Our CA')
  const folder = mkdtempSync(join(tmpdir(), 'fetch-page-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  async function listen(
    tls: ServerOptions | null,
    place: number | string,
  ): Promise<{ port: number; hosts: unknown[] }> {
    const hosts: unknown[] = []
    const listener: RequestListener = (request, response) => {
      const peer = request.socket as TLSSocket
      hosts.push([request.headers.host, ...(tls ? [peer.servername] : [])])
      response.setHeader('content-encoding', 'gzip')
      response.end(gzipSync('a 1\n'))
    }
    const server = tls === null ? createServer(listener) : createHttpsServer(tls, listener)
    server.on('tlsClientError', () => {})
    await new Promise<void>((resolve) => {
      if (typeof place === 'string') server.listen(place, resolve)
      else server.listen(place, '0.0.0.0', resolve)
    })
    cleanUps.push(() => {
      server.closeAllConnections()
      server.close()
    })
    return { port: typeof place === 'string' ? 0 : (server.address() as AddressInfo).port, hosts }
  }

  function fetchOver(via: Via, options: PageFetcherOptions = {}) {
    const { fetchPage, close } = createPageFetcher(options)
    cleanUps.push(close)
    return async (url: string) => (await fetchPage(url, 10, new AbortController().signal, via)).text
  }

  it('is a unix domain socket', async () => {
    const socket = join(folder, 'metrics.sock')
    const { hosts } = await listen(null, socket)
    expect(await fetchOver({ socket })('http://shop.test/metrics')).toBe('a 1\n')
    expect(hosts).toEqual([['shop.test']])
    expect(await failureOf(fetchOver({ socket: join(folder, 'none') })('http://shop.test/metrics'))).toBe(
      'no such socket',
    )
  })

  it.runIf(HAS_IPV6)('is an IPv6 address in brackets', async () => {
    const server = createServer((request, response) => response.end(`host ${request.headers.host}`))
    await new Promise<void>((resolve) => server.listen(0, '::1', resolve))
    cleanUps.push(() => {
      server.closeAllConnections()
      server.close()
    })
    const { port } = server.address() as AddressInfo
    expect(await fetchOver({})(`http://[::1]:${port}/metrics`)).toBe(`host [::1]:${port}`)
  })

  it('is one of the addresses behind a name, with a certificate for the name', async () => {
    const { port, hosts } = await listen(OURS.issue('service', 'shop.test'), 0)
    const options = { tls: { ca: OURS.ca } }
    for (const address of ['127.0.0.1', '127.0.0.2'])
      expect(await fetchOver({ address }, options)(`https://shop.test:${port}/metrics`)).toBe('a 1\n')
    expect(hosts).toEqual([
      [`shop.test:${port}`, 'shop.test'],
      [`shop.test:${port}`, 'shop.test'],
    ])
    expect(await failureOf(fetchOver({ address: '127.0.0.1' }, options)(`https://bank.test:${port}/`))).toMatch(
      /bank\.test/,
    )
  })

  it('is TLS with issuers, a certificate and a name of its own', async () => {
    const { port } = await listen(
      { ...OURS.issue('service', 'shop.test'), ca: OURS.ca, requestCert: true, rejectUnauthorized: true },
      0,
    )
    const tls = { ca: OURS.ca, ...OURS.issue('client'), serverName: 'shop.test', minVersion: '1.3' } as const
    const url = `https://127.0.0.1:${port}/metrics`
    expect(await fetchOver({}, { tls })(url)).toBe('a 1\n')
    expect(await failureOf(fetchOver({}, { tls: { ca: OURS.ca, serverName: 'shop.test' } })(url))).toBe(
      'the connection was closed before any answer; it asks for a client certificate perhaps, which target.metrics.tls gives with cert and key',
    )
    const stranger = { ...tls, ...authority('Other').issue('client') }
    expect(await failureOf(fetchOver({}, { tls: stranger })(url))).toBe(
      'the connection was closed before any answer; it refuses the client certificate perhaps',
    )
    expect(await failureOf(fetchOver({}, { tls: { ca: authority('Other').ca } })(url))).toMatch(
      /not trusted .*tls: \{ ca: <file> \} in target\.metrics/,
    )
  })

  it('shows no certificate to another host, wherever a redirect leads', async () => {
    const clients: unknown[] = []
    const identity = OURS.issue('service', '127.0.0.1', '127.0.0.2')
    const server = createHttpsServer(
      { ...identity, requestCert: true, rejectUnauthorized: false },
      (request, response) => {
        clients.push((request.socket as TLSSocket).getPeerCertificate().subject?.CN)
        if (clients.length === 1) response.writeHead(302, { location: `https://127.0.0.2:${port}/metrics` }).end()
        else response.end('a 1\n')
      },
    )
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
    cleanUps.push(() => {
      server.closeAllConnections()
      server.close()
    })
    const { port } = server.address() as AddressInfo
    const tls = { ca: OURS.ca, ...OURS.issue('client') }
    expect(await fetchOver({}, { tls })(`https://127.0.0.1:${port}/metrics`)).toBe('a 1\n')
    expect(clients).toEqual(['client', undefined])
  })
})

describe('the kind of a failure', () => {
  async function kindOf(page: Promise<unknown>): Promise<string> {
    const error = await page.then(
      () => undefined,
      (error: unknown) => error,
    )
    if (error instanceof ScrapeError) return `${error.kind}: ${error.message}`
    throw new Error('expected a ScrapeError', { cause: error })
  }

  it('is a timeout where the page does not come in time', async () => {
    const { url } = await serve(() => {})
    expect(await kindOf(fetcher()(url, 0.2))).toBe('timeout: took longer than 200ms')
  })

  it('is that the endpoint is down where no connection comes about', async () => {
    const { url, server } = await serve(() => {})
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    expect(await kindOf(fetcher()(url))).toBe('unreachable: connection refused')
  })

  it('is the page where something else is printed', async () => {
    const { url } = await serve((_, response) => response.writeHead(404).end())
    expect(await kindOf(fetcher()(url))).toBe('page: HTTP status 404')
  })

  it('is that the endpoint is down where a connection is still on its way', async () => {
    const agents = new PageAgents({ verifyTls: true })
    cleanUps.push(() => agents.close())
    const agent = agents.for({})
    const { url } = await serve((_, response) => response.end('a 1\n'))
    expect(agent.isConnecting).toBe(false)
    const answer = agent.agent.request({ origin: new URL(url).origin, path: '/', method: 'GET' })
    await until(() => agent.isConnecting)
    await (await answer).body.text()
    expect(agent.isConnecting).toBe(false)
  })
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}
