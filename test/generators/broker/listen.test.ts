// What is done with a message of the broker, and what becomes of a mistake in doing it.

import type { Msg, NatsConnection, SubscriptionOptions } from '@nats-io/transport-node'
import { expect, it, vi } from 'vitest'
import { listen } from '../../../generators/broker/listen.ts'

it('goes on reading where a message could not be handled, and ends the process by that mistake', ({
  onTestFinished,
}) => {
  const later: (() => void)[] = []
  const spied = vi.spyOn(globalThis, 'setImmediate').mockImplementation((throws) => {
    later.push(throws)
    return {} as NodeJS.Immediate
  })
  onTestFinished(() => spied.mockRestore())
  let options: SubscriptionOptions = {}
  const subscribe = (_: string, given: SubscriptionOptions) => {
    options = given
  }
  const seen: string[] = []
  listen({ subscribe } as unknown as NatsConnection, 'subject', ({ subject }) => {
    seen.push(subject)
    if (subject === 'bad') throw new RangeError('a mistake of ours')
  })
  // As the client does while it reads: what is thrown here is thrown into its parser.
  for (const subject of ['bad', 'good']) void options.callback?.(null, { subject } as Msg)
  expect(seen).toEqual(['bad', 'good'])
  expect(later).toHaveLength(1)
  expect(later[0]).toThrow(new RangeError('a mistake of ours'))
})
