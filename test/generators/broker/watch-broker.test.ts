// What is told of a broker, and no longer than somebody wants to know.

import type { NatsConnection, Status } from '@nats-io/transport-node'
import { expect, it } from 'vitest'
import { watchBroker } from '../../../generators/broker/watch-broker.ts'

/** A connection that says of itself what it is told to. */
class StatedConnection {
  readonly #said: Status['type'][] = []
  #onSaid: () => void = () => {}
  #close: () => void = () => {}
  readonly #closed = new Promise<void>((resolve) => {
    this.#close = resolve
  })

  async say(type: Status['type']): Promise<void> {
    this.#said.push(type)
    this.#onSaid()
    await settled()
  }

  async close(): Promise<void> {
    this.#close()
    await settled()
  }

  get asConnection(): NatsConnection {
    const [stats, flush] = [() => ({ inMsgs: 0 }), async () => {}]
    const status = () => this.#status()
    return { stats, flush, status, isClosed: () => false, closed: () => this.#closed } as unknown as NatsConnection
  }

  async *#status() {
    for (;;) {
      const type = this.#said.shift()
      if (type !== undefined) yield { type }
      else
        await new Promise<void>((resolve) => {
          this.#onSaid = resolve
        })
    }
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

it('tells what becomes of the broker, and nothing of that once its signal is aborted', async () => {
  const connection = new StatedConnection()
  const [told, toldUntilLeft]: [string[], string[]] = [[], []]
  const listener = (lines: string[]) => ({
    onAway: () => lines.push('away'),
    onBack: () => lines.push('back'),
    onClosed: (reason: string) => lines.push(reason),
  })
  const left = new AbortController()
  watchBroker(connection.asConnection, listener(told))
  await connection.say('disconnect')
  await connection.say('reconnect')
  await connection.close()
  expect(told).toEqual(['away', 'back', 'it was closed'])

  const other = new StatedConnection()
  watchBroker(other.asConnection, listener(toldUntilLeft), left.signal)
  await other.say('disconnect')
  left.abort()
  await other.say('reconnect')
  await other.say('disconnect')
  await other.close()
  expect(toldUntilLeft).toEqual(['away'])
})
