// Two-fold cross-validation over time: bounds chosen on one half are judged on the other, which exposes a layout that is
// tuned to noise. Time is cut into blocks of twice the range, which belong to the two halves alternately. A window counts
// only if it lies wholly in one block, so that no observation is in both halves.

import type { CrossValidation, CrossValidationFold } from '../../../core/report/layout-comparison.ts'
import { type BoundCosts, boundCosts, layoutCost } from './bound-costs.ts'
import type { WindowRanks } from './window-ranks.ts'

/** A short record is validated on shorter windows, so that each half has several blocks; this is the least number of blocks. */
const FEWEST_BLOCKS = 8
/** Shorter windows hold too few requests to represent the rule's. */
const SHORTEST_RANGE_SECONDS = 5

/** The window to validate with, in seconds; undefined if the record is too short. */
export function validationRange(recordSeconds: number, rangeSeconds: number): number | undefined {
  const range = Math.min(rangeSeconds, Math.floor(recordSeconds / (2 * FEWEST_BLOCKS)))
  return range < SHORTEST_RANGE_SECONDS ? undefined : range
}

export interface Validated {
  readonly ranks: WindowRanks
  readonly rangeSeconds: number
  /** Chooses nodes by the costs of the included windows. */
  readonly choose: (costs: BoundCosts, included: (window: number) => boolean) => readonly number[]
}

export function crossValidate({ ranks, rangeSeconds, choose }: Validated): CrossValidation {
  const blockSeconds = 2 * rangeSeconds
  const half = (parity: number) => (window: number) => {
    const block = Math.floor(window / blockSeconds)
    const begins = Math.max(0, window - rangeSeconds + 1)
    return block % 2 === parity && Math.floor(begins / blockSeconds) === block
  }
  const costs = [boundCosts(ranks, half(0)), boundCosts(ranks, half(1))] as const
  const folds = [
    fold(choose(costs[0], half(0)), costs[0], costs[1], ranks),
    fold(choose(costs[1], half(1)), costs[1], costs[0], ranks),
  ]
  return {
    rangeSeconds,
    blockSeconds,
    folds,
    chosenOnWorstError: Math.max(...folds.map((each) => each.chosenOnWorstError)),
    judgedOnWorstError: Math.max(...folds.map((each) => each.judgedOnWorstError)),
  }
}

function fold(
  path: readonly number[],
  chosenOn: BoundCosts,
  judgedOn: BoundCosts,
  { nodes }: WindowRanks,
): CrossValidationFold {
  return {
    bounds: path.map((node) => nodes[node] as number),
    chosenOnWindows: chosenOn.windows,
    chosenOnWorstError: layoutCost(chosenOn, path).worst,
    judgedOnWindows: judgedOn.windows,
    judgedOnWorstError: layoutCost(judgedOn, path).worst,
  }
}
