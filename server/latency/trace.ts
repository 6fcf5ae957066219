// Durations replayed in their order, from the start again at the end. Seconds.

import type { LatencySampler } from './sampler.ts'

/** @throws RangeError unless there is a duration, and each is finite and not negative */
export function trace(durationsSeconds: readonly number[]): LatencySampler {
  if (durationsSeconds.length === 0) throw new RangeError('trace: expected at least one duration, got none')
  for (const seconds of durationsSeconds)
    if (!(seconds >= 0 && Number.isFinite(seconds))) throw new RangeError(`trace: expected 0 s or more, got ${seconds}`)
  let next = 0
  return () => durationsSeconds[next++ % durationsSeconds.length] as number
}
