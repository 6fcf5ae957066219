// By how much another machine's clock differs from this one's, told from the `Date` headers of its answers.
//
// A header says the whole second D in which the answer was begun: by that machine's clock it was begun within [D, D + 1).
// By this machine's clock that was between the sending of the request, s, and the reading of the head, r. The offset
// (theirs minus ours) therefore lies in (D − r, D + 1 − s). Each answer gives such an interval; the offset lies in all of
// them, and answers at different parts of a second narrow it down to about how long an answer takes.
// A cache says in `Age` how old its answer is, in whole seconds again: the interval is a second longer then.

import type { DateReading } from '../../../core/doctor/target-facts.ts'

/** Servers make the text of the header now and then, and not for every answer. */
const STALE_SECONDS = 0.1

export interface ClockOffset {
  /** Theirs minus ours; it lies between the two. Seconds. */
  readonly lowerSeconds: number
  readonly upperSeconds: number
}

/** Null where nothing answered with a date; `contradictory` where no one clock can have given them all. */
export function clockOffset(readings: readonly DateReading[]): ClockOffset | 'contradictory' | null {
  if (readings.length === 0) return null
  const lowerSeconds = Math.max(...readings.map(({ dateSeconds, receivedSeconds }) => dateSeconds - receivedSeconds))
  const upperSeconds = Math.min(
    ...readings.map(
      ({ dateSeconds, sentSeconds, isCached }) => dateSeconds + (isCached ? 2 : 1) + STALE_SECONDS - sentSeconds,
    ),
  )
  return lowerSeconds < upperSeconds ? { lowerSeconds, upperSeconds } : 'contradictory'
}
