// Any latency in [from, to) is as likely as any other. Seconds.

import type { Random } from '../../core/random.ts'
import type { LatencySampler } from './sampler.ts'

/** Mean (from + to) / 2. @throws RangeError unless 0 ≤ from ≤ to, both finite */
export function uniform(range: { fromSeconds: number; toSeconds: number }, random: Random): LatencySampler {
  const { fromSeconds, toSeconds } = range
  if (!(fromSeconds >= 0 && toSeconds >= fromSeconds && Number.isFinite(toSeconds)))
    throw new RangeError(`uniform: expected 0 s or more, ascending, got ${fromSeconds} to ${toSeconds}`)
  return () => fromSeconds + (toSeconds - fromSeconds) * random()
}
