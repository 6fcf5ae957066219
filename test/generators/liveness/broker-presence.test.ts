import { describe, expect, it } from 'vitest'
import { ALIVE_SECONDS } from '../../../generators/liveness/alive-seconds.ts'
import { BROKER_STALLED_SECONDS, BrokerPresence } from '../../../generators/liveness/broker-presence.ts'

function newPresence() {
  const told: string[] = []
  const presence = new BrokerPresence({ onAway: () => told.push('away'), onBack: () => told.push('back') }, 100)
  /** Looks and asks as often as it is done, from one instant to another. */
  const look = (fromSeconds: number, toSeconds: number, doesAnswer: boolean) => {
    for (let at = fromSeconds; at <= toSeconds; at += ALIVE_SECONDS) {
      presence.look(at)
      if (presence.isToBeAsked) presence.asked(at)
      if (doesAnswer) presence.seen(at + 0.02)
    }
  }
  return { presence, told, look }
}

describe('BrokerPresence', () => {
  it('is there as long as it answers', () => {
    const { presence, told, look } = newPresence()
    look(100, 120, true)
    expect(told).toEqual([])
    expect(presence.seenSeconds).toBe(120.02)
  })

  it('is away where it answers nothing although the connection stands, and is back with whatever comes', () => {
    const { presence, told, look } = newPresence()
    look(100, 105, true)
    look(105.25, 105.25 + BROKER_STALLED_SECONDS, false)
    expect(told).toEqual([])
    look(107, 112, false)
    expect(told).toEqual(['away'])
    expect(presence.seenSeconds).toBe(105.02)
    presence.seen(112.1)
    expect(told).toEqual(['away', 'back'])
    look(112.25, 120, true)
    expect(told).toEqual(['away', 'back'])
  })

  it('is away with the connection, whatever is still read of it, and back with that', () => {
    const { presence, told, look } = newPresence()
    look(100, 101, true)
    presence.disconnected()
    expect([told, presence.isToBeAsked]).toEqual([['away'], false])
    presence.seen(101.1)
    look(101.25, 110, false)
    expect(told).toEqual(['away'])
    presence.connected(110)
    expect([told, presence.isToBeAsked]).toEqual([['away', 'back'], true])
  })

  it('is told to be away once, where it stalls and the connection is given up then', () => {
    const { presence, told, look } = newPresence()
    look(100, 103, false)
    presence.disconnected()
    presence.connected(104)
    expect(told).toEqual(['away', 'back'])
  })

  it('is not blamed for what nobody read meanwhile: this process was stopped', () => {
    const { presence, told, look } = newPresence()
    look(100, 101, true)
    presence.asked(101.1)
    presence.look(160)
    expect(told).toEqual([])
    presence.seen(160.1)
    look(160.25, 161, true)
    expect(told).toEqual([])
  })
})
