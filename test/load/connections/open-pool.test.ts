import { createRequire } from 'node:module'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import { LOAD_ENGINES } from '../../../core/scenario/load-engine.ts'
import type { RequestTemplate } from '../../../core/scenario/load-plan.ts'
import type { ConnectionPool } from '../../../load/connections/connection.ts'
import { openPool } from '../../../load/connections/open-pool.ts'
import { RequestQueue } from '../../../load/dispatch/request-queue.ts'
import { FirstErrors } from '../../../load/recording/first-errors.ts'
import { OUTCOMES } from '../../../load/recording/outcome.ts'
import { type RequestTiming, SEND_STATES } from '../../../load/recording/timings.ts'
import { systemTimers } from '../../../load/timers.ts'
import { type BehaviourName, type ChaosOptions, ChaosServer } from '../../support/chaos-server.ts'
import { checkedRequests } from '../../support/checked-requests.ts'
import { loadPlan, requestTemplate } from '../../support/load-plan.ts'
import { TEST_TLS } from '../../support/tls.ts'

/** The module that autocannon has, whose functions it looks up as it calls them. */
const hdrHistogram = createRequire(import.meta.url)('hdr-histogram-js')

const closers: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

interface Setup {
  readonly requests?: readonly RequestTemplate[]
  readonly connections?: number
  readonly openAtFirst?: number
  readonly closesEach?: boolean
  readonly server?: ChaosOptions
  readonly verifyTls?: boolean
  readonly timeoutSeconds?: number
  readonly isDown?: boolean
}

async function until(condition: () => boolean, seconds = 5): Promise<void> {
  const deadline = systemClock.nowSeconds() + seconds
  while (!condition()) {
    if (systemClock.nowSeconds() > deadline) throw new Error(`not so within ${seconds} s: ${condition}`)
    await systemClock.sleep(0.002)
  }
}

const outcomeOf = ({ outcome, status }: RequestTiming) => `${OUTCOMES[outcome]} ${status}`
const get = (path: string, template: Partial<RequestTemplate> = {}) => requestTemplate({ path, ...template })

describe.each(LOAD_ENGINES)('%s', (engine) => {
  async function setUp(given: Setup) {
    const server = await new ChaosServer(given.server).start()
    if (given.isDown) await server.kill()
    else closers.push(() => server.kill())
    const timings: RequestTiming[] = []
    const firstErrors = new FirstErrors({ url: server.url, requests: [] })
    const queue = new RequestQueue({
      nowSeconds: systemClock.nowSeconds,
      onShortage: () => pool.onShortage(),
      timeoutSeconds: given.timeoutSeconds ?? 10,
      requests: checkedRequests(loadPlan(server.url, { requests: given.requests ?? [requestTemplate()] }), firstErrors),
      record: (timing) => timings.push(timing),
    })
    const url = new URL(server.url)
    const changes: number[] = []
    const openTimes: [connectSeconds: number, tlsSeconds: number | null][] = []
    const pool: ConnectionPool = openPool(engine, {
      url,
      verifyTls: given.verifyTls ?? true,
      connections: given.connections ?? 1,
      ...(given.openAtFirst !== undefined && { openAtFirst: given.openAtFirst }),
      ...(given.closesEach && { closesEach: true }),
      openTimeoutSeconds: 2,
      timers: systemTimers,
      firstErrors,
      openTimes: { add: (...times) => openTimes.push(times) },
      addConnection: (connection) => queue.addConnection(connection),
      onChange: () => changes.push(pool.openCount),
      waiting: () => queue.backlog,
    })
    closers.push(() => pool.close())
    const offer = (request = 0) =>
      queue.offer({ intendedSeconds: systemClock.nowSeconds(), phase: 0, request, user: -1 })
    /** Offers a request and waits for its end. */
    const ask = async (request = 0) => {
      const before = timings.length
      offer(request)
      await until(() => timings.length > before)
      return outcomeOf(timings.at(-1) as RequestTiming)
    }
    return { server, timings, queue, pool, changes, openTimes, offer, ask, firstErrors }
  }

  describe('an answer', () => {
    it.each<[string, Partial<RequestTemplate>, string]>([
      ['with a length', { path: '/ok' }, 'completed 200'],
      ['in chunks', { path: '/chunked' }, 'completed 200'],
      ['in chunks with extensions and trailers, in many pieces', { path: '/pieces' }, 'completed 200'],
      ['without content: 204', { path: '/empty' }, 'completed 204'],
      [
        'that is unchanged: 304 has a length and no body',
        { path: '/unchanged', expect: { statuses: [304] } },
        'completed 304',
      ],
      ['to HEAD has a length and no body', { path: '/head', method: 'HEAD' }, 'completed 200'],
      ['to HEAD without a length', { path: '/bare', method: 'HEAD' }, 'completed 200'],
      ['after early hints is the last of the two', { path: '/hints' }, 'completed 200'],
      ['with a status that is not expected', { path: '/status/503' }, 'status 503'],
      ['with a status that is', { path: '/status/503', expect: { statuses: [503] } }, 'completed 503'],
      [
        'with the expected JSON',
        {
          path: '/echo',
          method: 'POST',
          body: { kind: 'json', value: { ok: true, id: 1 } },
          expect: { statuses: [], json: { ok: true } },
        },
        'completed 200',
      ],
      [
        'with other JSON',
        {
          path: '/echo',
          method: 'POST',
          body: { kind: 'text', text: 'ok' },
          expect: { statuses: [], json: { ok: true } },
        },
        'expectation 200',
      ],
      [
        'whose characters are cut between two packets',
        { path: '/split', expect: { statuses: [], json: { name: 'Zoë' } } },
        'completed 200',
      ],
    ])('%s', async (_, template, outcome) => {
      const { ask, server } = await setUp({ requests: [requestTemplate(template)] })
      expect([await ask(), await ask(), await ask()]).toEqual([outcome, outcome, outcome])
      expect(server.accepted).toBe(1)
    })

    it.each<[string, BehaviourName]>([
      ['that ends with its connection', 'unframed'],
      ['of HTTP/1.0', 'old'],
      ['with Connection: close, and closed', 'close'],
      ['with Connection: close, left to us to close', 'close-said'],
    ])('reads an answer %s whole, and sends the next request over a new connection', async (_, name) => {
      const { ask, server, pool } = await setUp({ requests: [get(`/${name}`)] })
      expect([await ask(), await ask(), await ask()]).toEqual(Array(3).fill('completed 200'))
      await until(() => pool.openCount === 0)
      expect([server.requests.length, server.accepted]).toEqual([3, 3])
    })
  })

  describe('the first byte', () => {
    it('of an answer in two pieces is stamped when the first of them came', async () => {
      const { offer, server, timings } = await setUp({ requests: [get('/halves')] })
      server.freeze()
      offer()
      await until(() => server.count('halves') === 1)
      // The first piece is there now: it is read within a few turns of the event loop.
      for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve))
      const halfSeconds = systemClock.nowSeconds()
      await systemClock.sleep(0.01)
      server.thaw()
      await until(() => timings.length === 1)
      const { sentSeconds, firstByteSeconds, endedSeconds } = timings[0] as RequestTiming
      expect(firstByteSeconds).toBeGreaterThan(sentSeconds)
      expect(firstByteSeconds).toBeLessThan(halfSeconds)
      expect(endedSeconds).toBeGreaterThan(halfSeconds)
    })

    it('of an answer in one piece is stamped as its end', async () => {
      const { ask, timings } = await setUp({})
      await ask()
      const { firstByteSeconds, endedSeconds } = timings[0] as RequestTiming
      expect(firstByteSeconds).toBe(endedSeconds)
    })

    it('is nowhere where the connection was lost', async () => {
      const { ask, timings } = await setUp({ requests: [get('/mid-fin')] })
      await ask()
      expect(timings[0]?.firstByteSeconds).toBeNaN()
    })

    it.each<[string, RequestTemplate, boolean]>([
      ['that stalls in its body is kept', get('/halves'), true],
      ['of another status is not', get('/halves', { expect: { statuses: [204] } }), false],
      ['that stalls in its head is not', get('/half-head'), false],
      ['that stalls after early hints is not', get('/hints-only'), false],
      ['that never begins is not there', get('/hang'), false],
    ])('of an answer %s, when the request is given up', async (_, template, isKept) => {
      const { offer, server, queue, timings } = await setUp({ requests: [template] })
      server.freeze()
      offer()
      await until(() => server.requests.length === 1)
      await systemClock.sleep(0.02)
      queue.expire(Number.POSITIVE_INFINITY)
      const { outcome, sentSeconds, firstByteSeconds, endedSeconds } = timings[0] as RequestTiming
      expect(OUTCOMES[outcome]).toBe('timeout')
      if (isKept) expect(firstByteSeconds).toSatisfy((at: number) => at > sentSeconds && at < endedSeconds)
      else expect(firstByteSeconds).toBeNaN()
    })
  })

  describe('a lost connection', () => {
    it.each<[string, BehaviourName, string]>([
      ['closed instead of an answer', 'fin', 'closed 0'],
      ['reset instead of an answer', 'rst', 'reset 0'],
      ['closed in the middle of an answer', 'mid-fin', 'closed 0'],
      ['reset in the middle of an answer', 'mid-rst', 'reset 0'],
      ['not HTTP', 'garbage', 'protocol 0'],
      ['not HTTP in the middle of an answer', 'garbage-body', 'protocol 0'],
    ])(
      'counts one error where a connection is %s, and opens it again for the next request',
      async (_, name, outcome) => {
        const { ask, timings } = await setUp({ requests: [get(`/${name}`), get('/ok')] })
        expect([await ask(0), await ask(1), await ask(0), await ask(1)]).toEqual([
          outcome,
          'completed 200',
          outcome,
          'completed 200',
        ])
        expect(timings).toHaveLength(4)
      },
    )

    it('opens a connection again that was lost while idle, without a failed request', async () => {
      const { server, ask, pool } = await setUp({})
      await ask()
      await server.kill()
      await server.start()
      await until(() => server.connections === 1 && pool.openCount === 1)
      expect(await ask()).toBe('completed 200')
    })

    it('gives up a request that is not answered, and never takes its late answer for another’s', async () => {
      const { ask, offer, queue, timings } = await setUp({
        requests: [get('/slow/150'), get('/slow/300')],
        timeoutSeconds: 0.1,
      })
      offer(0)
      await until(() => queue.inFlight === 1)
      queue.expire(systemClock.nowSeconds() + 0.1)
      expect(timings.map(outcomeOf)).toEqual(['timeout 0'])
      expect(await ask(1)).toBe('completed 200')
      const { sentSeconds, endedSeconds } = timings[1] as RequestTiming
      expect(endedSeconds - sentSeconds).toBeGreaterThan(0.29)
    })
  })

  describe('unsolicited data', () => {
    it('does not take a surplus answer for the answer to the next request', async () => {
      const { ask, timings, pool, offer } = await setUp({ requests: [get('/twice'), get('/slow/50')] })
      offer(0)
      expect(await ask(1)).toBe('completed 200')
      await until(() => timings.length === 2)
      const { sentSeconds, endedSeconds } = timings[1] as RequestTiming
      expect(endedSeconds - sentSeconds).toBeGreaterThan(0.045)
      expect(pool.unsolicited).toBe(1)
    })

    it('closes an idle connection on which an answer comes', async () => {
      const { ask, pool, server } = await setUp({ requests: [get('/unsolicited'), get('/ok')] })
      expect(await ask(0)).toBe('completed 200')
      await until(() => pool.unsolicited === 1)
      expect(await ask(1)).toBe('completed 200')
      expect(server.accepted).toBe(2)
    })
  })

  describe('opening', () => {
    it('opens each connection once, before the first request', async () => {
      const { pool, server, changes } = await setUp({ connections: 150 })
      await until(() => pool.openCount === 150 && server.accepted >= 150)
      expect([server.accepted, server.requests.length]).toEqual([150, 0])
      expect(changes).toEqual(Array.from({ length: 150 }, (_, i) => i + 1))
    })

    it('reports why a port refuses connections', async () => {
      const { pool, ask } = await setUp({ isDown: true })
      await until(() => pool.allTried)
      expect(await ask()).toBe('connect 0')
      expect([pool.openCount, pool.lastFailure]).toEqual([0, 'connection refused (ECONNREFUSED)'])
    })

    it('connects again when the service comes back', async () => {
      const { pool, server, ask } = await setUp({ isDown: true, connections: 3 })
      await until(() => pool.allTried)
      await server.start()
      closers.push(() => server.kill())
      await until(() => pool.openCount === 3)
      expect(await ask()).toBe('completed 200')
    })

    it('uses the connections that a service with a limit accepts', async () => {
      const { pool, ask } = await setUp({ connections: 4, server: { maxConnections: 2 } })
      await until(() => pool.openCount >= 2)
      expect(await ask()).toBe('completed 200')
    })

    it('does not reconnect in a tight loop where the service hangs up at once', async () => {
      const { server } = await setUp({ server: { maxConnections: 0 } })
      await systemClock.sleep(0.3)
      expect(server.accepted).toBeLessThan(12)
    })
  })

  describe('TLS', () => {
    it('refuses a certificate of an unknown issuer, and sends no request', async () => {
      const { pool, server, ask } = await setUp({ server: { tls: TEST_TLS } })
      await until(() => pool.allTried)
      expect(pool.lastFailure).toBe(
        'TLS certificate is self-signed: tls: { ca: <file> } under target trusts its issuer, or insecure: true accepts it in a test (DEPTH_ZERO_SELF_SIGNED_CERT)',
      )
      expect(await ask()).toBe('connect 0')
      expect(server.requests).toEqual([])
    })

    it('has its time apart from that of the connection, once for each that was opened', async () => {
      const { ask, openTimes, pool } = await setUp({
        server: { tls: TEST_TLS },
        verifyTls: false,
        requests: [get('/ok'), get('/close')],
      })
      await until(() => pool.openCount === 1)
      for (const request of [0, 0, 1, 0]) await ask(request)
      expect(openTimes).toHaveLength(2)
      for (const [connectSeconds, tlsSeconds] of openTimes) {
        expect(connectSeconds).toBeGreaterThan(0)
        expect(tlsSeconds).toBeGreaterThan(0)
      }
    })

    it('has no time without TLS, nor has a connection that was not opened', async () => {
      const plain = await setUp({})
      await until(() => plain.pool.openCount === 1)
      expect(plain.openTimes).toEqual([[expect.any(Number), null]])
      const refused = await setUp({ isDown: true })
      await until(() => refused.pool.allTried)
      expect(refused.openTimes).toEqual([])
    })

    it('accepts any certificate where verification is switched off', async () => {
      const { ask, pool } = await setUp({
        server: { tls: TEST_TLS },
        verifyTls: false,
        requests: [get('/chunked'), get('/fin')],
      })
      await until(() => pool.openCount === 1)
      expect([await ask(0), await ask(1), await ask(0)]).toEqual(['completed 200', 'closed 0', 'completed 200'])
    })
  })

  describe('a pool that opens connections as they are needed', () => {
    const requests = [get('/hang'), get('/ok')]

    it('begins with some, and opens as many more as are busy before a request has to wait', async () => {
      const { pool, queue, offer, server } = await setUp({ requests, connections: 20, openAtFirst: 6 })
      await until(() => pool.openCount === 6)
      expect(pool.allTried).toBe(true)
      for (let i = 0; i < 5; i++) offer()
      await until(() => pool.openCount === 10)
      expect(queue.backlog).toBe(0)
      await systemClock.sleep(0.25)
      expect([pool.openCount, server.connections]).toEqual([10, 10])
    })

    it('opens those that rest where more requests come at once than it has connections, up to its limit', async () => {
      const { pool, queue, offer, ask } = await setUp({ requests, connections: 8, openAtFirst: 2 })
      await until(() => pool.openCount === 2)
      for (let i = 0; i < 7; i++) offer()
      await until(() => pool.openCount === 8 && queue.backlog === 0)
      expect(queue.inFlight).toBe(7)
      expect(await ask(1)).toBe('completed 200')
      for (let i = 0; i < 3; i++) offer()
      expect([queue.inFlight, queue.backlog]).toEqual([8, 2])
      await systemClock.sleep(0.25)
      expect(pool.openCount).toBe(8)
    })

    it('fails requests at once where the service is down', async () => {
      const { pool, ask } = await setUp({ requests, connections: 8, openAtFirst: 2, isDown: true })
      await until(() => pool.allTried)
      expect(await ask(1)).toBe('connect 0')
    })
  })

  describe('a service that closes each connection with its answer', () => {
    const requests = [get('/close'), get('/ok'), get('/old'), get('/close-said'), get('/unframed')]

    it.each([0, 2, 3, 4])(
      'is not held by connections that carry nothing, once its answers show it: request %i',
      async (request) => {
        const { pool, ask, server } = await setUp({ requests, connections: 8, openAtFirst: 4 })
        await until(() => pool.openCount === 4)
        expect(await ask(request)).toBe('completed 200')
        await until(() => pool.openCount === 0 && server.connections === 0)
        const before = server.accepted
        for (let i = 0; i < 3; i++) expect(await ask(request)).toBe('completed 200')
        await until(() => pool.openCount === 0 && server.connections === 0)
        expect(server.accepted - before).toBe(3)
      },
    )

    it('gets as many connections as there are requests that wait, up to the limit, and each request is answered', async () => {
      const { pool, queue, offer, timings, server } = await setUp({
        requests,
        connections: 3,
        openAtFirst: 1,
        closesEach: true,
      })
      await until(() => pool.openCount === 1)
      await until(() => pool.openCount === 0)
      const before = server.accepted
      for (let i = 0; i < 20; i++) offer()
      expect(queue.backlog).toBe(20)
      await until(() => timings.length === 20)
      expect(new Set(timings.map(outcomeOf))).toEqual(new Set(['completed 200']))
      await until(() => pool.openCount === 0)
      expect(server.accepted - before).toBe(20)
    })

    it('a request for which a connection is opened did not wait for another to end', async () => {
      const { pool, ask, timings } = await setUp({ requests, connections: 8, openAtFirst: 1, closesEach: true })
      await until(() => pool.openCount === 1)
      await until(() => pool.openCount === 0)
      await ask()
      expect(timings.map(({ sendState }) => SEND_STATES[sendState])).toEqual(['spare'])
    })

    it('has some in reserve again when it keeps one open', async () => {
      const { pool, ask } = await setUp({ requests, connections: 8, openAtFirst: 1, closesEach: true })
      await until(() => pool.openCount === 1)
      await until(() => pool.openCount === 0)
      expect(await ask(1)).toBe('completed 200')
      await until(() => pool.openCount === 4)
    })

    it('fails requests at once when it is down, and serves them when it is back', async () => {
      const { pool, ask, server } = await setUp({ requests, connections: 4, openAtFirst: 1, closesEach: true })
      await until(() => pool.openCount === 1)
      expect(await ask()).toBe('completed 200')
      await server.kill()
      expect(await ask()).toBe('connect 0')
      await server.start()
      await until(() => pool.openCount === 1)
      expect(await ask()).toBe('completed 200')
    })
  })

  describe('idle connections', () => {
    it('recycles idle connections before the service closes them, without a failed request', async () => {
      const { ask, server, pool, timings } = await setUp({ requests: [get('/kept')], connections: 4 })
      await until(() => pool.openCount === 4)
      for (let i = 0; i < 4; i++) await ask()
      await systemClock.sleep(2.2)
      for (let i = 0; i < 4; i++) await ask()
      expect(timings.map(outcomeOf)).toEqual(Array(8).fill('completed 200'))
      expect(server.closedIdle).toBe(0)
      expect(server.accepted).toBeGreaterThanOrEqual(8)
    })
  })

  it('encodes no histogram as it closes: a thread that ends in the middle of that takes its process with it', async () => {
    const encode = vi.spyOn(hdrHistogram, 'encodeIntoCompressedBase64', 'get')
    const { pool, ask } = await setUp({})
    await ask()
    await pool.close()
    expect(encode).not.toHaveBeenCalled()
    encode.mockRestore()
  })

  describe('accounting', () => {
    it('counts what the service did, request for request', async () => {
      const count = 400
      const { server, timings, queue, offer } = await setUp({
        requests: [get('/mix')],
        connections: 50,
        timeoutSeconds: 60,
        server: { seed: 5 },
      })
      for (let i = 0; i < count; i++) {
        offer()
        if (i % 4 === 0) await systemClock.sleep(0.001)
      }
      await until(() => timings.length === count, 15)
      const ended = (name: string) => timings.filter(({ outcome }) => OUTCOMES[outcome] === name).length
      expect(server.count('mix')).toBe(count)
      expect(ended('completed')).toBe(
        server.count('ok', 'chunked', 'pieces', 'close', 'close-said', 'unframed', 'hints'),
      )
      expect(ended('status')).toBe(server.count('status'))
      expect(ended('protocol')).toBe(server.count('garbage', 'garbage-body'))
      // A reset may reach us as an end of the stream where the kernel had reported it before: together they are exact.
      expect(ended('closed') + ended('reset')).toBe(server.count('fin', 'rst', 'mid-fin', 'mid-rst'))
      expect([ended('timeout'), ended('connect')]).toEqual([0, 0])
      expect([queue.inFlight, queue.backlog]).toEqual([0, 0])
    })
  })
})
