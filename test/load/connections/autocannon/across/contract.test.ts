// What load/connections/autocannon/client.ts relies on, held against the real autocannon. Where one of these fails after
// an update, that file is to be read again before anything else.

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import autocannon, { type Client, type HeadersInfo, type ParserCallbacks } from 'autocannon'
import { afterEach, expect, it, vi } from 'vitest'
import { type ChaosOptions, ChaosServer } from '../../../../support/chaos-server.ts'
import { TEST_TLS } from '../../../../support/tls.ts'

const closers: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function start(setupClient: (client: Client) => void, options: ChaosOptions = {}) {
  const server = await new ChaosServer(options).start()
  closers.push(() => server.kill())
  const instance = autocannon({
    url: server.url,
    connections: 1,
    duration: 2_000_000,
    timeout: 2_000_000,
    sampleInt: 50,
    setupClient,
  })
  closers.push(async () => {
    instance.stop()
    await instance
  })
  return { server, instance }
}

const pause = (milliseconds = 60) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const bytes = (path: string) => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: h\r\n\r\n`)

/** A client that does nothing by itself, as in the harness; `calls` records what was called. */
async function queued(path: string, options?: ChaosOptions) {
  const calls: string[] = []
  let client!: Client
  const { server, instance } = await start((given) => {
    client = given
    given._doRequest = () => calls.push('_doRequest')
    given._connect = () => calls.push('_connect')
    given.on('response', (status: number) => calls.push(`response ${status}`))
    given.on('connError', (error: NodeJS.ErrnoException) => calls.push(`connError ${error.code}`))
    given.on('timeout', () => calls.push('timeout'))
    given.conn = new Socket()
  }, options)
  const original: Client = Object.getPrototypeOf(client)
  const send = () => {
    client.requestIterator.currentRequest = { requestBuffer: bytes(path) }
    original._doRequest.call(client)
  }
  return { calls, client, original, server, instance, send }
}

it('is the autocannon version whose source was read', () => {
  const file = createRequire(import.meta.url).resolve('autocannon/package.json')
  expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe('9.0.0')
})

it('calls setupClient before the parser is wired and before the client connects', async () => {
  const seen: unknown[] = []
  await start((client) => {
    const { kOnMessageComplete } = client.parser.constructor as unknown as ParserCallbacks
    seen.push(client.conn, Object.hasOwn(client.parser, kOnMessageComplete))
  })
  expect(seen).toEqual([undefined, false])
})

it('connects through the instance’s own _connect, once, after the parser is wired', async () => {
  const { calls, client, server } = await queued('/ok')
  const { kOnHeadersComplete, kOnBody, kOnMessageComplete } = client.parser.constructor as unknown as ParserCallbacks
  await pause()
  expect(calls).toEqual(['_connect'])
  expect(server.accepted).toBe(0)
  for (const callback of [kOnHeadersComplete, kOnBody, kOnMessageComplete])
    expect(Object.hasOwn(client.parser, callback)).toBe(true)
})

it('the original _connect opens conn, and calls the instance’s _doRequest before it is open', async () => {
  const { calls, client, original, server } = await queued('/ok')
  original._connect.call(client)
  expect(calls).toEqual(['_connect', '_doRequest'])
  expect(client.conn.connecting).toBe(true)
  await vi.waitFor(() => expect([server.accepted, server.requests.length, client.secure]).toEqual([1, 0, false]))
})

it('the original _doRequest writes the current request once, and a response is emitted before the next request', async () => {
  const { calls, client, original, server, send } = await queued('/ok')
  client.requestIterator.nextRequest = () => {}
  original._connect.call(client)
  calls.length = 0
  send()
  await vi.waitFor(() => expect(calls).toEqual(['response 200', '_doRequest']))
  send()
  await vi.waitFor(() => expect(calls).toEqual(['response 200', '_doRequest', 'response 200', '_doRequest']))
  expect(server.requests.map(({ path }) => path)).toEqual(['/ok', '/ok'])
})

it.each([
  ['fin', ['_connect']],
  ['mid-fin', ['_connect']],
  ['rst', ['connError ECONNRESET', '_connect']],
  ['mid-rst', ['connError ECONNRESET', '_connect']],
])('a connection lost by %s ends in _connect, after the error was emitted', async (name, expected) => {
  const { calls, client, original, send } = await queued(`/${name}`)
  original._connect.call(client)
  calls.length = 0
  send()
  await vi.waitFor(() => expect(calls).toEqual(expected))
})

it('a refused port ends in _connect too', async () => {
  const { calls, client, original, server } = await queued('/ok')
  await server.kill()
  original._connect.call(client)
  await vi.waitFor(() => expect(calls).toEqual(['_connect', '_doRequest', 'connError ECONNREFUSED', '_connect']))
})

it('the parser returns an Error for bytes that are not HTTP, and initialize makes it usable again', async () => {
  const { client } = await queued('/ok')
  const { parser } = client
  expect(parser.execute(Buffer.from('220 smtp\r\n'))).toBeInstanceOf(Error)
  parser.initialize(parser.type)
  expect([parser.type, parser.state, parser.line]).toEqual(['RESPONSE', 'RESPONSE_LINE', ''])
  parser.execute(Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'))
  expect(parser.state).toBe('BODY_SIZED')
  parser.initialize(parser.type)
  expect(parser.execute(Buffer.from('HTTP/1.1 2'))).toBe(10)
  expect(parser.line).toBe('HTTP/1.1 2')
})

it('the parser reports the head, skips the body on request, and waits for a body without a length until finish', async () => {
  const { client } = await queued('/ok')
  const { parser } = client
  const callbacks = parser.constructor as unknown as ParserCallbacks
  const heads: HeadersInfo[] = []
  let completed = 0
  let skip = true
  parser[callbacks.kOnHeadersComplete] = (info: HeadersInfo) => {
    heads.push(info)
    return skip
  }
  parser[callbacks.kOnMessageComplete] = () => {
    completed++
  }
  parser.execute(Buffer.from('HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 9\r\n\r\n'))
  expect(heads[0]).toMatchObject({
    versionMajor: 1,
    versionMinor: 1,
    statusCode: 200,
    headers: ['A', 'b', 'Content-Length', '9'],
    shouldKeepAlive: true,
  })
  expect([completed, parser.state]).toEqual([1, 'RESPONSE_LINE'])
  skip = false
  parser.execute(Buffer.from('HTTP/1.1 200 OK\r\nConnection: Close\r\n\r\nbody'))
  expect([heads[1]?.shouldKeepAlive, parser.connection, parser.state, completed]).toEqual([
    false,
    'close',
    'BODY_RAW',
    1,
  ])
  parser.finish()
  expect(completed).toBe(2)
})

it('TLS connects whatever the certificate, and reports afterwards what is wrong with it', async () => {
  const { client, original } = await queued('/ok', { tls: TEST_TLS })
  original._connect.call(client)
  await new Promise((resolve) => client.conn.once('secureConnect', resolve))
  const { authorized, authorizationError } = client.conn as TLSSocket
  expect([client.secure, authorized, authorizationError]).toEqual([true, false, 'DEPTH_ZERO_SELF_SIGNED_CERT'])
})

it('timers put off for weeks do not fire, and stop settles it soon', async () => {
  const { calls, instance } = await queued('/ok')
  await pause(100)
  expect(calls).not.toContain('timeout')
  const stopped = performance.now()
  instance.stop()
  await instance
  expect(performance.now() - stopped).toBeLessThan(2000)
})

it('a client that was never connected can be destroyed, given a socket', async () => {
  const { client } = await queued('/ok')
  client.destroy()
  expect(client.destroyed).toBe(true)
})

it('reads where it connects to when it connects, from options of its own', async () => {
  const { client, original, server } = await queued('/ok')
  const port = Number(new URL(server.url).port)
  expect(client.opts).toMatchObject({ hostname: '127.0.0.1', port, tlsOptions: {} })
  expect(client.ipc).toBe(false)
  client.opts.port = 1
  client.opts.hostname = '127.0.0.2'
  original._connect.call(client)
  const [error] = await once(client, 'connError')
  expect(error).toMatchObject({ code: 'ECONNREFUSED', address: '127.0.0.2', port: 1 })
  client.ipc = true
  client.opts.socketPath = '/nowhere/app.sock'
  original._connect.call(client)
  const [missing] = await once(client, 'connError')
  expect(missing).toMatchObject({ code: 'ENOENT', address: '/nowhere/app.sock' })
})
