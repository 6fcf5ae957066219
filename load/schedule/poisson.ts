// Arrivals of a Poisson process whose rate follows the curve: unit-rate arrivals (gaps of Exp(1)) mapped through
// the inverse of the area under the rate. Source: Çinlar, Introduction to Stochastic Processes (1975), ch. 4.

import { exponential, type Random } from '../../core/random.ts'
import { type RateCurve, secondsUntilArea, totalArea } from './curve.ts'

/** Seconds from the phase's start, ascending. How many there are is random too, with the area as its mean. */
export function poissonArrivals(curve: RateCurve, random: Random): Float64Array {
  const total = totalArea(curve)
  // Room for ten standard deviations: more is needed less than once in the age of the universe, and the array then grows.
  let seconds = new Float64Array(Math.ceil(total + 10 * Math.sqrt(total)) + 1)
  let count = 0
  for (let area = exponential(random); area < total; area += exponential(random)) {
    if (count === seconds.length) seconds = grown(seconds)
    seconds[count++] = secondsUntilArea(curve, area)
  }
  return seconds.slice(0, count)
}

function grown(full: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(full.length * 2)
  larger.set(full)
  return larger
}
