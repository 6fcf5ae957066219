// How fast another machine's clock gains on ours, from readings of its offset.
//
// A clock that drifts evenly goes through all intervals of its readings. So of two readings at a and b the drift is
//
//   (offset b − offset a ± (uncertainty a + uncertainty b)) / (b − a)
//
// and with more of them it lies in all of these at once: in those of the first reading with each later one, and of each
// earlier one with the last. Where no drift does, the clock was slewed on the way: then it is what it gained from the
// first reading to the last.

import type { ClockReading } from './clock-reading.ts'

export interface ClockDrift {
  /** Seconds a second: what their clock gains on ours. */
  readonly driftPerSecond: number
  /** The true drift is no further away than this. */
  readonly uncertaintyPerSecond: number
}

/** @param readings ascending by time. @returns null where they say nothing: fewer than two, or all of one instant */
export function estimateDrift(readings: readonly ClockReading[]): ClockDrift | null {
  const [first, last] = [readings[0], readings.at(-1)]
  if (first === undefined || last === undefined || !(last.atSeconds > first.atSeconds)) return null
  const pairs = readings.flatMap((reading) => [...slopes(first, reading), ...slopes(reading, last)])
  const low = Math.max(...pairs.map((each) => each.low))
  const high = Math.min(...pairs.map((each) => each.high))
  const [whole] = slopes(first, last)
  if (low <= high || whole === undefined) return middle(low, high)
  return middle(whole.low, whole.high)
}

interface Slopes {
  readonly low: number
  readonly high: number
}

function slopes(a: ClockReading, b: ClockReading): Slopes[] {
  const seconds = b.atSeconds - a.atSeconds
  if (!(seconds > 0)) return []
  const gained = b.offsetSeconds - a.offsetSeconds
  const uncertainty = a.uncertaintySeconds + b.uncertaintySeconds
  return [{ low: (gained - uncertainty) / seconds, high: (gained + uncertainty) / seconds }]
}

function middle(low: number, high: number): ClockDrift {
  return { driftPerSecond: (low + high) / 2, uncertaintyPerSecond: (high - low) / 2 }
}
