// With what probability an incident is found, and after how long: what trials say, and what they leave open.

import type { PowerFinding, PowerInterval } from '../../core/drill/power-curve.ts'
import { clopperPearson, type FractionBounds } from '../statistics/clopper-pearson.ts'
import { orderStatisticRanks, type RankInterval } from '../statistics/order-statistics.ts'
import type { Looks } from './looks.ts'

export interface DetectionTally {
  readonly trials: number
  /** From the beginning of the incident to the page, of those that had one in time. Seconds. */
  readonly delaysSeconds: readonly number[]
  /** Trials in which the alert fired before the incident began. */
  readonly alreadyFiring: number
}

export interface Detection {
  readonly trials: number
  readonly found: number
  readonly alreadyFiring: number
  readonly probability: PowerInterval
  readonly medianDelaySeconds: number | null
  readonly medianDelay: { readonly low: number | null; readonly high: number | null }
  /** By the number of pages alone, whatever they are of. */
  readonly finding: PowerFinding
}

export const NO_TRIALS: DetectionTally = { trials: 0, delaysSeconds: [], alreadyFiring: 0 }

/** @throws RangeError without a trial: nothing can be said, not even with an interval */
export function judgeDetection(tally: DetectionTally, looks: Looks, required: number): Detection {
  const { trials, delaysSeconds, alreadyFiring } = tally
  const found = delaysSeconds.length
  const { bounds, ranks } = chancesOf(looks, found, trials)
  // Those that were not found have their page after any other.
  const ascending = [...delaysSeconds].sort((a, b) => a - b)
  return {
    trials,
    found,
    alreadyFiring,
    probability: { estimate: found / trials, low: bounds.lower, high: bounds.upper },
    medianDelaySeconds: ascending[Math.ceil(trials / 2) - 1] ?? null,
    medianDelay: { low: ascending[ranks.lower - 1] ?? null, high: ascending[ranks.upper - 1] ?? null },
    finding: findingOf({ low: bounds.lower, high: bounds.upper }, required),
  }
}

interface Chances {
  readonly bounds: FractionBounds
  readonly ranks: RankInterval
}

const known = new WeakMap<Looks, Map<string, Chances>>()

/** Once for each pair of counts: of hundreds of alerts and incidents most come to the same ones, and each takes up to a millisecond. */
function chancesOf(looks: Looks, found: number, trials: number): Chances {
  const ofLooks = known.get(looks) ?? new Map<string, Chances>()
  known.set(looks, ofLooks)
  const key = `${found} ${trials}`
  const chances = ofLooks.get(key) ?? {
    bounds: clopperPearson(found, trials, looks.tail),
    ranks: orderStatisticRanks(0.5, trials, looks.tail),
  }
  ofLooks.set(key, chances)
  return chances
}

export function addTallies(a: DetectionTally, b: DetectionTally): DetectionTally {
  return {
    trials: a.trials + b.trials,
    delaysSeconds: [...a.delaysSeconds, ...b.delaysSeconds],
    alreadyFiring: a.alreadyFiring + b.alreadyFiring,
  }
}

function findingOf({ low, high }: { readonly low: number; readonly high: number }, required: number): PowerFinding {
  if (low >= required) return 'found'
  return high < required ? 'missed' : 'undecided'
}
