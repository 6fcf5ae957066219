// Log-normal latency, given by its median and its P95. Seconds.
// ln X is normal with mean ln(median) and deviation sigma = ln(p95 / median) / z, z being the standard normal's
// 0.95 quantile. Mean of X: median · exp(sigma² / 2). Quantile q: median · exp(sigma · z(q)).

import { type Random, standardNormal } from '../../core/random.ts'
import type { LatencySampler } from './sampler.ts'

/** The 0.95 quantile of the standard normal distribution. */
const Z95 = 1.6448536269514722

export interface LognormalShape {
  readonly medianSeconds: number
  readonly p95Seconds: number
}

/** @throws RangeError unless 0 < median ≤ P95, both finite */
export function lognormal(shape: LognormalShape, random: Random): LatencySampler {
  const { medianSeconds, p95Seconds } = shape
  if (!(medianSeconds > 0 && p95Seconds >= medianSeconds && Number.isFinite(p95Seconds)))
    throw new RangeError(`lognormal: expected 0 < median ≤ p95, got median ${medianSeconds} s, p95 ${p95Seconds} s`)
  const sigma = Math.log(p95Seconds / medianSeconds) / Z95
  return () => medianSeconds * Math.exp(sigma * standardNormal(random))
}
