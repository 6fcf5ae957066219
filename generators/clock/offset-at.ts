// The offset of another machine's clock at some instant, from readings before and after it: between them the clock may
// have drifted, so that what a reading says grows uncertain with the time that lies in between.

import type { ClockReading } from './clock-reading.ts'
import { MOST_DRIFT } from './most-drift.ts'

/** @param readings ascending by time. @throws RangeError where there is none */
export function offsetAt(readings: readonly ClockReading[], atSeconds: number): ClockReading {
  const before = readings.findLast((reading) => reading.atSeconds <= atSeconds)
  const after = readings.find((reading) => reading.atSeconds >= atSeconds)
  const known = [before, after].flatMap((reading) => (reading === undefined ? [] : bounds(reading, atSeconds)))
  if (known.length === 0) throw new RangeError('expected at least one reading of the clock')
  const low = Math.max(...known.map((each) => each.low))
  const high = Math.min(...known.map((each) => each.high))
  // A clock that was suspended in between: it was somewhere from the one to the other.
  if (low > high) return middle(atSeconds, high, low)
  return middle(atSeconds, low, high)
}

function bounds({ atSeconds, offsetSeconds, uncertaintySeconds }: ClockReading, at: number) {
  const most = uncertaintySeconds + MOST_DRIFT * Math.abs(at - atSeconds)
  return { low: offsetSeconds - most, high: offsetSeconds + most }
}

function middle(atSeconds: number, low: number, high: number): ClockReading {
  return { atSeconds, offsetSeconds: (low + high) / 2, uncertaintySeconds: (high - low) / 2 }
}
