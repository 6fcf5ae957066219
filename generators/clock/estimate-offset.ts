// The offset of another machine's clock, from the ping with the least round trip.
//
// The other clock was read somewhere between sending and receiving, so that
//
//   theirs − received  ≤  offset  ≤  theirs − sent
//
// whatever the way out and the way back took: the offset is the middle, and half the round trip its uncertainty. Nothing
// is assumed of the paths, and an asymmetric one moves the truth inside the interval and not out of it. A shorter round
// trip says more, and how many longer ones there are says nothing: a mean of them would carry the asymmetry of queues.
// Up to half a round trip lies between the moment at which the clock was read and the one in the middle, in which it may
// have drifted: a thousandth more.
// (Cristian, "Probabilistic clock synchronization", 1989.)

import type { ClockReading } from './clock-reading.ts'
import { MOST_DRIFT } from './most-drift.ts'
import { type Ping, roundTripSeconds } from './ping.ts'

/** Of numbers as large as a clock's, for the additions that follow. */
const ROUNDING = 2 ** -50

/** @throws RangeError where there is no ping, or one that no pair of clocks can have made */
export function estimateOffset(pings: readonly Ping[]): ClockReading {
  for (const ping of pings) expectPossible(ping)
  const least = pings.reduce<Ping | undefined>(
    (best, ping) => (best === undefined || roundTripSeconds(ping) < roundTripSeconds(best) ? ping : best),
    undefined,
  )
  if (least === undefined) throw new RangeError('expected at least one ping')
  const { sentSeconds, theirsSeconds, receivedSeconds } = least
  const atSeconds = (sentSeconds + receivedSeconds) / 2
  const rounding = ROUNDING * Math.max(Math.abs(theirsSeconds), Math.abs(sentSeconds), Math.abs(receivedSeconds))
  return {
    atSeconds,
    offsetSeconds: theirsSeconds - atSeconds,
    uncertaintySeconds: ((1 + MOST_DRIFT) * roundTripSeconds(least)) / 2 + rounding,
  }
}

function expectPossible(ping: Ping): void {
  const { sentSeconds, theirsSeconds, receivedSeconds } = ping
  if (![sentSeconds, theirsSeconds, receivedSeconds].every(Number.isFinite) || receivedSeconds < sentSeconds)
    throw new RangeError(`expected a ping that was received after it was sent, got ${JSON.stringify(ping)}`)
}
