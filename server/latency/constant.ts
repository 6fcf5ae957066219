// Every request takes the same time. Seconds.

import type { LatencySampler } from './sampler.ts'

/** @throws RangeError unless finite and not negative */
export function constant(seconds: number): LatencySampler {
  if (!(seconds >= 0 && Number.isFinite(seconds)))
    throw new RangeError(`constant: expected 0 s or more, got ${seconds}`)
  return () => seconds
}
