// Pings in virtual time: what two clocks would say, whatever the ways between them take.

import fc from 'fast-check'
import type { Ping } from '../../generators/clock/ping.ts'

/** What the two ways of a ping take, and the pause before it. Seconds. */
export interface Ways {
  readonly pauseSeconds: number
  readonly outSeconds: number
  readonly backSeconds: number
}

/** @param offset theirs − ours, by the instant on our clock */
export function pinged(ways: readonly Ways[], offset: (atSeconds: number) => number, fromSeconds = 0): Ping[] {
  let now = fromSeconds
  return ways.map(({ pauseSeconds, outSeconds, backSeconds }) => {
    const sentSeconds = now + pauseSeconds
    const readSeconds = sentSeconds + outSeconds
    now = readSeconds + backSeconds
    return { sentSeconds, theirsSeconds: readSeconds + offset(readSeconds), receivedSeconds: now }
  })
}

const seconds = (max: number) => fc.double({ min: 0, max, noNaN: true })

/** Each way by itself jittered, and now and then much delayed. */
const way = fc.oneof({ weight: 4, arbitrary: seconds(0.03) }, { weight: 1, arbitrary: seconds(2) })

export const WAYS = fc.record({ pauseSeconds: seconds(0.05), outSeconds: way, backSeconds: way })
