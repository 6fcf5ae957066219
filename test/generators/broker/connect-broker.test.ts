// Who waits for a broker may leave at any time.

import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import { connectBroker } from '../../../generators/broker/connect-broker.ts'
import { parseJoinAddress } from '../../../generators/broker/join-address.ts'

const connect = (port: number, signal: AbortSignal) =>
  connectBroker({
    address: parseJoinAddress(`nats://127.0.0.1:${port}`),
    credentials: { login: { kind: 'none' }, tls: null },
    name: 'test',
    patienceSeconds: 60,
    signal,
  })

describe('connectBroker', () => {
  it('gives up at once where it is interrupted, though somebody took the connection who says nothing', async ({
    onTestFinished,
  }) => {
    const deaf = createServer()
    deaf.listen(0, '127.0.0.1')
    await once(deaf, 'listening')
    onTestFinished(() => void deaf.close())
    const interrupted = new AbortController()
    deaf.once('connection', () => interrupted.abort())
    const startSeconds = systemClock.nowSeconds()
    expect(await connect((deaf.address() as AddressInfo).port, interrupted.signal)).toBeNull()
    // It would have been waited for for five seconds.
    expect(systemClock.nowSeconds() - startSeconds).toBeLessThan(4)
  })

  it('gives up where it is interrupted between two attempts, and does not begin where it was before', async () => {
    expect(await connect(1, AbortSignal.timeout(100))).toBeNull()
    expect(await connect(1, AbortSignal.abort())).toBeNull()
  })
})
