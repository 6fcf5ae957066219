// Tells what becomes of a connection to the broker from now on.

import type { NatsConnection } from '@nats-io/transport-node'
import { systemClock } from '../../core/clock.ts'
import { ALIVE_SECONDS } from '../liveness/alive-seconds.ts'
import { type BrokerListener, BrokerPresence } from '../liveness/broker-presence.ts'
import { reasonOf } from './reason-of.ts'

export interface BrokerWatch extends BrokerListener {
  /** It will not come back. */
  onClosed(reason: string): void
}

/** Watches until the connection is closed, or the signal is aborted: then the broker is not asked, and nothing told, any more. */
export function watchBroker(
  connection: NatsConnection,
  watch: BrokerWatch,
  signal?: AbortSignal,
): Pick<BrokerPresence, 'seenSeconds'> {
  // What the connection says of itself, and what was asked already, still comes after that.
  const unlessLeft = (tell: () => void) => {
    if (!signal?.aborted) tell()
  }
  const presence = new BrokerPresence(
    { onAway: () => unlessLeft(() => watch.onAway()), onBack: () => unlessLeft(() => watch.onBack()) },
    systemClock.nowSeconds(),
  )
  let messages = connection.stats().inMsgs
  const timer = setInterval(() => {
    if (connection.isClosed()) return
    const { inMsgs } = connection.stats()
    if (inMsgs !== messages) presence.seen(systemClock.nowSeconds())
    messages = inMsgs
    presence.look(systemClock.nowSeconds())
    if (presence.isToBeAsked) void ask(connection, presence)
  }, ALIVE_SECONDS * 1e3)
  signal?.addEventListener('abort', () => clearInterval(timer), { once: true })
  void connection.closed().then((error) => {
    clearInterval(timer)
    unlessLeft(() => watch.onClosed(error === undefined ? 'it was closed' : reasonOf(error)))
  })
  void follow(connection, presence)
  return presence
}

async function ask(connection: NatsConnection, presence: BrokerPresence): Promise<void> {
  presence.asked(systemClock.nowSeconds())
  try {
    await connection.flush()
    presence.seen(systemClock.nowSeconds())
  } catch {
    // The connection was lost meanwhile, which its status tells.
  }
}

async function follow(connection: NatsConnection, presence: BrokerPresence): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === 'disconnect') presence.disconnected()
    if (type === 'reconnect') presence.connected(systemClock.nowSeconds())
  }
}
