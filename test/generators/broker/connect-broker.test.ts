// Who waits for a broker may leave at any time.

import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { describe, expect, it, type TestContext } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import { connectBroker } from '../../../generators/broker/connect-broker.ts'
import { parseJoinAddress } from '../../../generators/broker/join-address.ts'

const connect = (port: number, signal: AbortSignal, scheme = 'nats', patienceSeconds = 60) =>
  connectBroker({
    address: parseJoinAddress(`${scheme}://127.0.0.1:${port}`),
    credentials: { login: { kind: 'none' }, tls: null },
    name: 'test',
    patienceSeconds,
    signal,
  })

const portOf = (server: Server) => (server.address() as AddressInfo).port

async function listening<Listening extends Server>(server: Listening, context: TestContext): Promise<Listening> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  context.onTestFinished(() => void server.close())
  return server
}

/** As OpenSSL sends it to whoever speaks something else. */
const PROTOCOL_VERSION_ALERT = Buffer.from([21, 3, 1, 0, 2, 2, 70])

const STRANGERS: readonly (readonly [string, scheme: string, () => Server, message: string])[] = [
  [
    'waits for a request, as HTTP does',
    'nats',
    () => createHttpServer(),
    'got something that says "HTTP/1.1 400 Bad Request"',
  ],
  [
    'waits for a request, as HTTP does',
    'tls',
    () => createHttpServer(),
    'got something that says "HTTP/1.1 400 Bad Request"',
  ],
  [
    'speaks TLS from the first byte',
    'nats',
    () => createServer((socket) => socket.once('data', () => socket.end(PROTOCOL_VERSION_ALERT))),
    'got something that says TLS from the first byte',
  ],
  [
    'speaks first',
    'nats',
    () => createServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')),
    'got: unexpected response from server',
  ],
]

describe('connectBroker', () => {
  it('gives up at once where it is interrupted, though somebody took the connection who says nothing', async (context) => {
    const deaf = await listening(createServer(), context)
    const interrupted = new AbortController()
    deaf.once('connection', () => interrupted.abort())
    const startSeconds = systemClock.nowSeconds()
    expect(await connect(portOf(deaf), interrupted.signal)).toBeNull()
    // It would have been waited for for five seconds.
    expect(systemClock.nowSeconds() - startSeconds).toBeLessThan(4)
  })

  it.concurrent.for(STRANGERS)(
    'names at once what is no broker: one that %s, asked by %s',
    async ([, scheme, create, message], context) => {
      const server = await listening(create(), context)
      const joining = connect(portOf(server), new AbortController().signal, scheme)
      await expect(joining).rejects.toMatchObject({ name: 'UserError', message: expect.stringContaining(message) })
    },
  )

  it('waits for a broker behind something that takes connections for it and closes them', async (context) => {
    const carrier = await listening(
      createServer((socket) => socket.destroy()),
      context,
    )
    await expect(connect(portOf(carrier), new AbortController().signal, 'nats', 0.3)).rejects.toThrow(
      'expected a NATS server that answers, got: a connection that was closed without a word',
    )
  })

  it('gives up where it is interrupted between two attempts, and does not begin where it was before', async () => {
    expect(await connect(1, AbortSignal.timeout(100))).toBeNull()
    expect(await connect(1, AbortSignal.abort())).toBeNull()
  })
})
