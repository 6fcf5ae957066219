// Which of the plan's requests an arrival sends: drawn by weight.

import type { Random } from '../../core/random.ts'

/** Draws the index of a request. With a single request it uses no random number. */
export type RequestChoice = () => number

export function requestChoice(weights: readonly number[], random: Random): RequestChoice {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const last = weights.length - 1
  if (last === 0) return () => 0
  return () => {
    let left = random() * total
    for (let index = 0; index < last; index++) {
      left -= weights[index] as number
      if (left < 0) return index
    }
    return last
  }
}
