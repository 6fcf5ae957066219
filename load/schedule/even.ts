// Evenly paced arrivals: the nth (from 0) comes when the area under the rate reaches n + ½. So the first and the last
// keep half a gap from the phase's ends, and phases join without a double arrival.

import { type RateCurve, secondsUntilArea, totalArea } from './curve.ts'

/** Seconds from the phase's start, ascending. */
export function evenlySpacedArrivals(curve: RateCurve): Float64Array {
  const count = Math.max(0, Math.ceil(totalArea(curve) - 0.5))
  const seconds = new Float64Array(count)
  for (let n = 0; n < count; n++) seconds[n] = secondsUntilArea(curve, n + 0.5)
  return seconds
}
