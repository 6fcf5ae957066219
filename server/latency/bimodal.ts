// Two log-normal modes, such as a cache's hits and misses. Seconds.
// P(X ≤ x) = (1 − slowShare) · F_fast(x) + slowShare · F_slow(x).

import type { Random } from '../../core/random.ts'
import { type LognormalShape, lognormal } from './lognormal.ts'
import type { LatencySampler } from './sampler.ts'

export interface BimodalShape {
  readonly fast: LognormalShape
  readonly slow: LognormalShape
  readonly slowShare: number
}

/** @throws RangeError unless both modes are log-normal and the share lies in 0 to 1 */
export function bimodal({ fast, slow, slowShare }: BimodalShape, random: Random): LatencySampler {
  if (!(slowShare >= 0 && slowShare <= 1))
    throw new RangeError(`bimodal: expected a slow share of 0 to 1, got ${slowShare}`)
  const drawFast = lognormal(fast, random)
  const drawSlow = lognormal(slow, random)
  return () => (random() < slowShare ? drawSlow() : drawFast())
}
