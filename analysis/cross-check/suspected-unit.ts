// Whether a histogram is in another unit than it is read in, by its mean beside the client's mean of the same requests.
//
// A service measures a part of what the client waits for, so its mean is at most the client's, but for rounding. A mean
// far above it cannot be right. Units lie 1,000 apart: the smallest factor that brings it below the client's is the right
// one, as long as the service takes more than a twentieth of the time that the client waits. A mean far below the
// client's may be right, since requests may wait before the service, unless it is a whole unit below to a few percent.

import { LATENCY_UNITS, type LatencyUnit, SECONDS_PER_UNIT } from '../../core/histogram/latency-unit.ts'

const FEWEST_OBSERVATIONS = 10
const ABOVE = 1.2
const SMALLEST_PART = 0.05
const NEARLY = 0.1

/**
 * The unit in which the means fit; undefined where they fit as they are, or no unit makes them fit for sure.
 * @param meanSeconds as read in `unit`
 */
export function suspectedUnit(
  unit: LatencyUnit,
  { meanSeconds, clientMeanSeconds, count }: MeansOfRequests,
): LatencyUnit | undefined {
  if (count < FEWEST_OBSERVATIONS || !(meanSeconds > 0) || !(clientMeanSeconds > 0)) return undefined
  const fitsAsRead = meanSeconds / clientMeanSeconds
  const others = LATENCY_UNITS.filter((other) => other !== unit)
  const fitIn = (other: LatencyUnit) => fitsAsRead * (SECONDS_PER_UNIT[other] / SECONDS_PER_UNIT[unit])
  if (fitsAsRead > ABOVE)
    // Descending, so that the first that fits has the smallest factor.
    return others.toReversed().find((other) => fitIn(other) <= ABOVE && fitIn(other) >= SMALLEST_PART)
  return others.find((other) => fitsAsRead < SMALLEST_PART && Math.abs(fitIn(other) - 1) < NEARLY)
}

export interface MeansOfRequests {
  readonly meanSeconds: number
  readonly clientMeanSeconds: number
  readonly count: number
}
