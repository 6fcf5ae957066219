// Pareto latency: a heavy tail. Seconds.
// P(X > x) = (minimum / x)^shape for minimum ≤ x < maximum. What would lie above the maximum takes the maximum
// (as behind a deadline), so the formula holds all the way up to it.
// Inverse: X = minimum · U^(−1 / shape), U uniform in (0, 1].

import type { Random } from '../../core/random.ts'
import type { LatencySampler } from './sampler.ts'

export interface ParetoShape {
  readonly minimumSeconds: number
  readonly shape: number
  readonly maximumSeconds: number
}

/** @throws RangeError unless 0 < minimum ≤ maximum, both finite, and the shape is above 0 */
export function pareto({ minimumSeconds, shape, maximumSeconds }: ParetoShape, random: Random): LatencySampler {
  if (!(minimumSeconds > 0 && maximumSeconds >= minimumSeconds && Number.isFinite(maximumSeconds)))
    throw new RangeError(`pareto: expected 0 < minimum ≤ maximum, got ${minimumSeconds} s and ${maximumSeconds} s`)
  if (!(shape > 0 && Number.isFinite(shape))) throw new RangeError(`pareto: expected a shape above 0, got ${shape}`)
  return () => Math.min(maximumSeconds, minimumSeconds * (1 - random()) ** (-1 / shape))
}
