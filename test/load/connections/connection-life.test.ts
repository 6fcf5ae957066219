// What becomes of a redirected request between two connections, with a wire and a time that exist in the test alone.

import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { ConnectLimiter } from '../../../load/connections/connect-limiter.ts'
import type { PreparedRequest } from '../../../load/connections/connection.ts'
import { ConnectionLife } from '../../../load/connections/connection-life.ts'
import type { PoolHost } from '../../../load/connections/pool-host.ts'
import type { Wire, WireListener } from '../../../load/connections/wire.ts'
import { OUTCOMES } from '../../../load/recording/outcome.ts'
import { VirtualTimers } from '../../support/virtual-timers.ts'

const request = (path: string): PreparedRequest => ({
  index: 0,
  bytes: Buffer.from(path),
  isHead: false,
  expect: { statuses: [] },
  answer: null,
})

class FakeWire implements Wire {
  readonly address = null
  readonly answer = null
  readonly firstByteSeconds = Number.NaN
  readonly events: string[] = []
  readonly listener: WireListener
  request: PreparedRequest | undefined

  constructor(listener: WireListener) {
    this.listener = listener
  }

  open(): void {
    this.events.push('open')
  }

  send(sent: PreparedRequest): void {
    this.request = sent
    this.events.push(`send ${sent.bytes}`)
  }

  endResponse(): void {}

  discard(): void {
    this.request = undefined
  }

  close(): void {}

  redirect(next: PreparedRequest, isReusable: boolean): void {
    this.request = undefined
    this.listener.onRedirect(next)
    this.listener.onResponseParsed(false, isReusable)
  }
}

function setUp({ openingAtOnce = 1 } = {}) {
  const timers = new VirtualTimers()
  const heard: string[] = []
  const sampled: (string | null)[] = []
  const limiter = new ConnectLimiter(openingAtOnce)
  const host: PoolHost = {
    options: {
      url: new URL('http://127.0.0.1:1'),
      verifyTls: true,
      connections: 1,
      openTimeoutSeconds: 5,
      timers,
      firstErrors: { wants: () => true, add: ({ kind, reason }) => sampled.push(`${kind}: ${reason}`) },
      openTimes: { add: () => {} },
      addConnection: () => ({
        opened: () => heard.push('opened'),
        responded: (outcome) => heard.push(`responded ${OUTCOMES[outcome]}`),
        free: () => heard.push('free'),
        lost: (reason) => heard.push(`lost ${OUTCOMES[reason]}`),
        openFailed: () => heard.push('openFailed'),
      }),
      onChange: () => {},
      waiting: () => 0,
    },
    limiter,
    isClosed: false,
    opensAtFirst: () => true,
    opened: () => {},
    closed: () => {},
    openFailed: () => {},
    receivedUnsolicited: () => {},
    mayRest: () => false,
    mayRestUsed: () => false,
    answered: () => {},
    rested: () => {},
    recycleWithin: () => {},
  }
  let made: FakeWire | undefined
  const life = new ConnectionLife(host, (listener) => {
    made = new FakeWire(listener)
    return made
  })
  const wire = made as unknown as FakeWire
  life.begin()
  wire.listener.onConnected(new Socket())
  life.send(request('/a'))
  return { life, wire, heard, sampled, timers, limiter }
}

describe('a redirected request', () => {
  it('goes on at once over a connection that stays open', () => {
    const { wire, heard } = setUp()
    wire.redirect(request('/b'), true)
    expect(wire.events).toEqual(['open', 'send /a', 'send /b'])
    expect(heard).toEqual(['opened'])
  })

  it('goes on when the connection is open again', () => {
    const { wire, heard } = setUp()
    wire.redirect(request('/b'), false)
    wire.listener.onConnected(new Socket())
    expect(wire.events).toEqual(['open', 'send /a', 'open', 'send /b'])
    expect(heard).toEqual(['opened'])
    wire.listener.onResponseParsed(false, true)
    expect(heard).toEqual(['opened', 'free'])
  })

  it('has failed where the connection cannot be opened again, which is tried on for others', () => {
    const { wire, heard, sampled, timers } = setUp()
    wire.redirect(request('/b'), false)
    timers.advanceTo(5)
    expect(heard).toEqual(['opened', 'lost connect', 'openFailed'])
    expect(sampled).toEqual(['connect: no answer'])
    timers.advanceTo(6)
    wire.listener.onConnected(new Socket())
    expect(wire.events).toEqual(['open', 'send /a', 'open', 'open'])
    expect(heard.at(-1)).toBe('opened')
  })

  it('is given up while the connection is opened again, which is opened once', () => {
    const { life, wire, heard } = setUp()
    wire.redirect(request('/b'), false)
    life.abort()
    wire.listener.onConnected(new Socket())
    expect(wire.events).toEqual(['open', 'send /a', 'open'])
    expect(heard).toEqual(['opened', 'opened'])
  })

  it('is given up while the connection waits for its turn to be opened, which comes once', () => {
    const { life, wire, heard, limiter } = setUp()
    limiter.enter(() => {})
    wire.redirect(request('/b'), false)
    life.abort()
    expect(wire.events).toEqual(['open', 'send /a'])
    limiter.leave()
    wire.listener.onConnected(new Socket())
    expect(wire.events).toEqual(['open', 'send /a', 'open'])
    expect(heard).toEqual(['opened', 'opened'])
  })

  it('is given up in flight', () => {
    const { life, wire, heard } = setUp()
    wire.redirect(request('/b'), true)
    life.abort()
    wire.listener.onConnected(new Socket())
    expect(wire.events).toEqual(['open', 'send /a', 'send /b', 'open'])
    expect(heard).toEqual(['opened', 'opened'])
  })
})
