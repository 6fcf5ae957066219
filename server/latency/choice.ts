// One of several latencies, in proportion to their weights. Seconds.

import type { Random } from '../../core/random.ts'
import type { LatencySampler } from './sampler.ts'

/** @throws RangeError unless there is a choice, each 0 s or more with a finite weight above 0 */
export function choice(choices: readonly { seconds: number; weight: number }[], random: Random): LatencySampler {
  let total = 0
  const cumulative = choices.map(({ seconds, weight }) => {
    if (!(seconds >= 0 && Number.isFinite(seconds)))
      throw new RangeError(`choice: expected 0 s or more, got ${seconds}`)
    if (!(weight > 0 && Number.isFinite(weight)))
      throw new RangeError(`choice: expected a weight above 0, got ${weight}`)
    total += weight
    return { seconds, upTo: total }
  })
  const last = cumulative.at(-1)
  if (last === undefined) throw new RangeError('choice: expected at least one latency, got none')
  return () => {
    const point = random() * total
    return (cumulative.find(({ upTo }) => point < upTo) ?? last).seconds
  }
}
