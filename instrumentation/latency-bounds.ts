// The bucket bounds of a latency histogram that is to prove an SLA. Seconds; ascending.
//
// Whether a quantile lies above a threshold is read off the counts exactly where the threshold is a bound, and guessed by
// interpolation where it is not. Close neighbours on both sides make the value drawn near the threshold a good one, and
// bounds far above it keep a quantile that is much too slow from being drawn as the highest bound.

import { bucketLayout } from '../core/histogram/bucket-layout.ts'

/** Prometheus' own default bounds, for latencies far from any threshold. */
const LADDER = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

const AROUND_THRESHOLD = [0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 2, 4]

/** A bound that is nearer to another than by this factor tells too little to be worth its series. */
const CLOSE = 1.08
const CLOSE_ON_LADDER = 1.15

/** @throws RangeError unless there is a threshold, and each is finite and above 0 */
export function boundsAround(thresholdsSeconds: readonly number[]): number[] {
  for (const threshold of thresholdsSeconds)
    if (!(threshold > 0 && threshold < Number.POSITIVE_INFINITY))
      throw new RangeError(`expected thresholds in seconds, finite and above 0, got ${thresholdsSeconds.join(', ')}`)
  const bounds = [...new Set(thresholdsSeconds)]
  const addUnlessClose = (bound: number, close: number) => {
    if (bounds.every((other) => Math.max(bound / other, other / bound) > close)) bounds.push(bound)
  }
  for (const threshold of thresholdsSeconds)
    for (const factor of AROUND_THRESHOLD) addUnlessClose(tidy(threshold * factor), CLOSE)
  for (const bound of LADDER) addUnlessClose(bound, CLOSE_ON_LADDER)
  return bounds.sort((a, b) => a - b)
}

/**
 * The given bounds, checked.
 * @throws RangeError unless they ascend, are finite and above 0, and have every threshold among them and one above it
 */
export function boundsWithThresholds(
  boundsSeconds: readonly number[],
  thresholdsSeconds: readonly number[],
): readonly number[] {
  const { upperBounds } = bucketLayout('boundsSeconds', boundsSeconds)
  const highest = upperBounds.at(-1) ?? 0
  for (const threshold of thresholdsSeconds) {
    if (!upperBounds.includes(threshold))
      throw new RangeError(
        `expected the threshold ${threshold} among the bounds, got ${upperBounds.join(', ')}: whether a quantile is above it could only be guessed`,
      )
    if (threshold === highest)
      throw new RangeError(
        `expected a bound above the threshold ${threshold}, which is the highest: no quantile would ever be drawn above it`,
      )
  }
  return upperBounds
}

function tidy(seconds: number): number {
  return Number(seconds.toPrecision(3))
}
