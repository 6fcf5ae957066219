// After how many trials a question about a probability may be settled. Whoever looks at an interval after every trial and
// stops once it says something is wrong more often than the interval claims (Armitage, McPherson and Rowe, 1969). So there
// are few looks, known beforehand, and the error is divided among them (Bonferroni): then all intervals of all looks hold
// together with the confidence that each report states, whenever one stops.

import { TAIL } from '../../core/confidence-level.ts'

export interface Looks {
  /** Ascending: the last one is the most. */
  readonly at: readonly number[]
  /** With which probability each end of an interval at one of them is wrong at most. */
  readonly tail: number
}

/** The first one, then twice as many each time. @throws RangeError unless there is at least one trial */
export function looksUpTo(most: number, first: number): Looks {
  if (!(Number.isInteger(most) && most >= 1 && first >= 1))
    throw new RangeError(`expected one or more at the most, got ${most}, from ${first} on`)
  const at: number[] = []
  for (let trials = first; trials < most; trials *= 2) at.push(trials)
  at.push(most)
  return { at, tail: TAIL / at.length }
}

/** How many there are at the next look; null after the last one. */
export function nextLook({ at }: Looks, done: number): number | null {
  return at.find((look) => look > done) ?? null
}
