// Both engines reach somebody else's service alike: by TLS with certificates of its own, over unix domain sockets, at IPv6
// addresses and at several addresses. Real sockets on loopback, certificates made here.

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createHttpsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../../core/clock.ts'
import type { Peer } from '../../../../core/route/peer.ts'
import type { Route } from '../../../../core/route/route.ts'
import { LOAD_ENGINES, type LoadEngine } from '../../../../core/scenario/load-engine.ts'
import type { ConnectionPool, Opening } from '../../../../load/connections/connection.ts'
import { openPool } from '../../../../load/connections/open-pool.ts'
import { RequestQueue } from '../../../../load/dispatch/request-queue.ts'
import { FirstErrors } from '../../../../load/recording/first-errors.ts'
import { OUTCOMES } from '../../../../load/recording/outcome.ts'
import { PeerLog } from '../../../../load/recording/peer-log.ts'
import type { RequestTiming } from '../../../../load/recording/timings.ts'
import { FixedRequests } from '../../../../load/requests/fixed-requests.ts'
import { systemTimers } from '../../../../load/timers.ts'
import { authority, encryptedKey } from '../../../support/certificates.ts'
import { requestTemplate } from '../../../support/load-plan.ts'

const folder = mkdtempSync(join(tmpdir(), 'targets-'))
afterAll(() => rmSync(folder, { recursive: true }))

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const OURS = authority('Our CA')
const OTHERS = authority('Another CA')
const SERVICE = OURS.issue('service', 'shop.test', '127.0.0.1', '127.0.0.2', '::1')
const CLIENT = OURS.issue('client')
const HAS_IPV6 = Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'))

interface Seen {
  readonly host: string | undefined
  readonly servername: string | false | null
  readonly client: string | undefined
  readonly protocol: string | null
  readonly address: string | undefined
}

interface Listening {
  readonly tls?: ServerOptions
  readonly at?: string
  readonly socket?: string
  readonly port?: number
}

async function serve({ tls, at = '127.0.0.1', socket, port = 0 }: Listening = {}) {
  const seen: Seen[] = []
  const answer = (request: IncomingMessage) => {
    const peer = request.socket as TLSSocket
    seen.push({
      host: request.headers.host,
      servername: tls ? peer.servername : null,
      client: tls ? (peer.getPeerCertificate().subject?.CN as string | undefined) : undefined,
      protocol: tls ? peer.getProtocol() : null,
      address: peer.localAddress,
    })
  }
  const server: Server = tls ? createHttpsServer({ ...SERVICE, ...tls }) : createHttpServer()
  server.on('request', (request, response) => {
    answer(request)
    response.end('ok')
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => {
    if (socket === undefined) server.listen(port, at, resolve)
    else server.listen(socket, resolve)
  })
  closers.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { seen, port: socket === undefined ? (server.address() as AddressInfo).port : 0 }
}

async function until(condition: () => boolean, seconds = 10): Promise<void> {
  const deadline = systemClock.nowSeconds() + seconds
  while (!condition()) {
    if (systemClock.nowSeconds() > deadline) throw new Error(`not so within ${seconds} s: ${condition}`)
    await systemClock.sleep(0.002)
  }
}

interface Wanted {
  readonly url: string
  readonly route?: Route
  readonly verifyTls?: boolean
  readonly connections?: number
  readonly firstAddress?: number
}

function connect(
  engine: LoadEngine,
  { url: text, route, verifyTls = true, connections = 1, firstAddress = 0 }: Wanted,
) {
  const timings: RequestTiming[] = []
  const openings: [RequestTiming, Opening][] = []
  const url = new URL(text)
  const queue = new RequestQueue({
    nowSeconds: systemClock.nowSeconds,
    onShortage: () => pool.onShortage(),
    timeoutSeconds: 10,
    requests: new FixedRequests({ url: text, requests: [requestTemplate()] }),
    record: (timing) => timings.push(timing),
    recordOpening: (...opening) => openings.push(opening),
  })
  const peers = new PeerLog()
  const pool: ConnectionPool = openPool(engine, {
    url,
    verifyTls,
    ...(route && { route }),
    firstAddress,
    connections,
    openTimeoutSeconds: 5,
    timers: systemTimers,
    firstErrors: new FirstErrors({ url: text, requests: [] }),
    openTimes: { add: () => {} },
    peers,
    addConnection: (connection) => queue.addConnection(connection),
    onChange: () => {},
    waiting: () => queue.backlog,
  })
  closers.push(() => pool.close())
  const offer = () => queue.offer({ intendedSeconds: systemClock.nowSeconds(), phase: 0, request: 0, user: -1 })
  /** What became of one request, and why no connection could be opened where none could. */
  const ask = async () => {
    await until(() => pool.allTried)
    // With TLS 1.3 a client's certificate is refused after the connection was opened.
    await systemClock.sleep(0.03)
    const before = timings.length
    offer()
    await until(() => timings.length > before)
    const { outcome, status } = timings.at(-1) as RequestTiming
    return OUTCOMES[outcome] === 'completed' ? `completed ${status}` : pool.lastFailure
  }
  return { pool, ask, offer, timings, openings, peer: (): Peer => peers.peer() }
}

describe.each(LOAD_ENGINES)('%s', (engine) => {
  describe('TLS', () => {
    const MUTUAL: ServerOptions = { ca: OURS.ca, requestCert: true, rejectUnauthorized: true }
    const OLD: ServerOptions = { maxVersion: 'TLSv1.2' }

    it.each<[string, ServerOptions, Route['tls'], string | RegExp]>([
      ['trusts the issuers that it is given', {}, { ca: OURS.ca }, 'completed 200'],
      ['trusts several', {}, { ca: OTHERS.ca + OURS.ca }, 'completed 200'],
      ['trusts no other', {}, { ca: OTHERS.ca }, /unknown issuer/],
      [
        'asks for a name, and checks the certificate for it',
        {},
        { ca: OURS.ca, serverName: 'shop.test' },
        'completed 200',
      ],
      ['refuses a certificate of another name', {}, { ca: OURS.ca, serverName: 'bank.test' }, /for another host name/],
      ['shows a certificate', MUTUAL, { ca: OURS.ca, ...CLIENT }, 'completed 200'],
      [
        'shows a certificate whose key has a passphrase',
        MUTUAL,
        { ca: OURS.ca, cert: CLIENT.cert, key: encryptedKey(CLIENT.key, 'secret'), passphrase: 'secret' },
        'completed 200',
      ],
      [
        'says that a certificate is asked for',
        MUTUAL,
        { ca: OURS.ca },
        /asks for a client certificate, which tls under target gives/,
      ],
      [
        'says that a certificate is asked for before TLS 1.3 too',
        { ...MUTUAL, ...OLD },
        { ca: OURS.ca },
        /refused the TLS handshake: it asks for a client certificate perhaps/,
      ],
      [
        'says that its certificate is refused',
        MUTUAL,
        { ca: OURS.ca, ...OTHERS.issue('stranger') },
        'closed by the service at once, as where it misses or refuses a client certificate',
      ],
      ['speaks no version that is too old', OLD, { ca: OURS.ca, minVersion: '1.3' }, /no version of TLS/],
      ['speaks the oldest that it may', OLD, { ca: OURS.ca, minVersion: '1.2' }, 'completed 200'],
    ])('%s', async (_, server, tls, said) => {
      const { port } = await serve({ tls: server })
      const { ask } = connect(engine, { url: `https://127.0.0.1:${port}`, route: { ...(tls && { tls }) } })
      if (typeof said === 'string') expect(await ask()).toBe(said)
      else expect(await ask()).toMatch(said)
    })

    it('tells the service its name and who the client is, and keeps what TLS came to', async () => {
      const { port, seen } = await serve({ tls: MUTUAL })
      const tls = { ca: OURS.ca, ...CLIENT, serverName: 'shop.test', minVersion: '1.3' } as const
      const { ask, peer } = connect(engine, { url: `https://127.0.0.1:${port}`, route: { tls } })
      expect(await ask()).toBe('completed 200')
      expect(seen).toMatchObject([{ servername: 'shop.test', client: 'client', protocol: 'TLSv1.3' }])
      expect(peer().tls).toMatchObject({ protocol: 'TLSv1.3', subject: 'service', issuer: 'Our CA', verified: true })
      expect(Date.parse(peer().tls?.validTo ?? '')).toBeGreaterThan(Date.now())
    })

    it('shows a certificate also where it accepts any of the service', async () => {
      const { port, seen } = await serve({ tls: MUTUAL })
      const { ask, peer } = connect(engine, {
        url: `https://127.0.0.1:${port}`,
        route: { tls: CLIENT },
        verifyTls: false,
      })
      expect(await ask()).toBe('completed 200')
      expect(seen).toMatchObject([{ client: 'client' }])
      expect(peer().tls).toMatchObject({ verified: false })
    })
  })

  describe('a unix domain socket', () => {
    it('carries requests with the Host of the URL', async () => {
      const socket = join(folder, `${engine}.sock`)
      const { seen } = await serve({ socket })
      const { ask, peer } = connect(engine, { url: 'http://shop.test/', route: { socket } })
      expect([await ask(), await ask()]).toEqual(['completed 200', 'completed 200'])
      expect(seen.map(({ host }) => host)).toEqual(['shop.test', 'shop.test'])
      expect(peer()).toEqual({ addresses: [], tls: null })
    })

    it('carries TLS, whose certificate is for the host of the URL', async () => {
      const socket = join(folder, `${engine}-tls.sock`)
      const { seen } = await serve({ socket, tls: {} })
      const route = { socket, tls: { ca: OURS.ca } }
      expect(await connect(engine, { url: 'https://shop.test', route }).ask()).toBe('completed 200')
      expect(seen).toMatchObject([{ servername: 'shop.test' }])
      expect(await connect(engine, { url: 'https://bank.test', route }).ask()).toMatch(/for another host name/)
      expect(await connect(engine, { url: 'https://127.0.0.1', route }).ask()).toBe('completed 200')
    })

    it('that is not there is named', async () => {
      const { ask } = connect(engine, { url: 'http://shop.test', route: { socket: join(folder, 'none.sock') } })
      expect(await ask()).toBe('no such socket (ENOENT)')
    })
  })

  describe.runIf(HAS_IPV6)('an IPv6 address', () => {
    it.each<[string, boolean]>([
      ['http', false],
      ['https', true],
    ])('is written in brackets: %s', async (scheme, isTls) => {
      const { port, seen } = await serve({ at: '::1', ...(isTls && { tls: {} }) })
      const route = isTls ? { tls: { ca: OURS.ca } } : {}
      const { ask, peer } = connect(engine, { url: `${scheme}://[::1]:${port}`, route })
      expect(await ask()).toBe('completed 200')
      expect(seen).toMatchObject([{ host: `[::1]:${port}`, address: '::1' }])
      expect(peer().addresses).toEqual([{ address: '::1', opened: 1, failed: 0, reason: null }])
    })
  })

  describe('several addresses', () => {
    const both = ['127.0.0.1', '127.0.0.2']
    const spread = { choice: 'spread', known: both, used: both } as const

    it.each<[string, number, [number, number]]>([
      ['are taken in turn', 0, [3, 2]],
      ['are taken in turn from another one on', 1, [2, 3]],
    ])('%s', async (_, firstAddress, opened) => {
      const { port, seen } = await serve({ at: '0.0.0.0' })
      const url = `http://shop.test:${port}`
      const { pool, ask, peer } = connect(engine, { url, route: { addresses: spread }, connections: 5, firstAddress })
      await until(() => pool.openCount === 5)
      expect(await ask()).toBe('completed 200')
      expect(seen[0]?.host).toBe(`shop.test:${port}`)
      const counts = new Map(peer().addresses.map((use) => [use.address, use.opened]))
      expect(both.map((address) => counts.get(address))).toEqual(opened)
    })

    it('are left alone but for the one that is pinned', async () => {
      const { port } = await serve({ at: '0.0.0.0' })
      const addresses = { choice: 'pin', known: both, used: ['127.0.0.2'] } as const
      const { pool, peer } = connect(engine, { url: `http://shop.test:${port}`, route: { addresses }, connections: 3 })
      await until(() => pool.openCount === 3)
      expect(peer().addresses).toEqual([{ address: '127.0.0.2', opened: 3, failed: 0, reason: null }])
    })

    it('of which one is down carry the requests over the other, and it is named', async () => {
      const { port } = await serve({ at: '127.0.0.1' })
      const { pool, ask, peer } = connect(engine, {
        url: `http://shop.test:${port}`,
        route: { addresses: spread },
        connections: 4,
      })
      await until(() => pool.openCount === 2 && pool.allTried)
      expect([await ask(), await ask()]).toEqual(['completed 200', 'completed 200'])
      expect(peer().addresses.find(({ address }) => address === '127.0.0.2')).toMatchObject({
        opened: 0,
        reason: 'connection refused (ECONNREFUSED)',
      })
    })

    it('have certificates for the name', async () => {
      const { port, seen } = await serve({ at: '0.0.0.0', tls: {} })
      const route = { addresses: spread, tls: { ca: OURS.ca } }
      expect(await connect(engine, { url: `https://shop.test:${port}`, route }).ask()).toBe('completed 200')
      expect(seen).toMatchObject([{ servername: 'shop.test' }])
      expect(await connect(engine, { url: `https://bank.test:${port}`, route }).ask()).toMatch(/for another host name/)
    })
  })

  describe('the cost of opening a connection', () => {
    it('is that of the request that waited for it, and of no other', async () => {
      const { port } = await serve({ tls: {} })
      const { offer, timings, openings } = connect(engine, {
        url: `https://127.0.0.1:${port}`,
        route: { tls: { ca: OURS.ca } },
      })
      for (let i = 0; i < 3; i++) offer()
      await until(() => timings.length === 3)
      expect(openings).toHaveLength(1)
      const [[timing, opening]] = openings as [[RequestTiming, Opening]]
      expect(timing).toBe(timings[0])
      const instants = [opening.attemptSeconds, opening.reachedSeconds, opening.openedSeconds, timing.sentSeconds]
      expect(instants).toEqual([...instants].sort((a, b) => a - b))
      expect(opening.reachedSeconds).toBeLessThan(opening.openedSeconds)
    })

    it('has no part of TLS without TLS, and is nobody’s where nobody waits', async () => {
      const { port } = await serve()
      const { offer, timings, openings, pool } = connect(engine, { url: `http://127.0.0.1:${port}`, connections: 2 })
      offer()
      await until(() => timings.length === 1 && pool.openCount === 2)
      offer()
      await until(() => timings.length === 2)
      expect(openings).toHaveLength(1)
      expect(openings[0]?.[1].reachedSeconds).toBe(openings[0]?.[1].openedSeconds)
    })
  })
})
