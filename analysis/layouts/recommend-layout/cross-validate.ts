// Whether bounds chosen on one half of the time hold on the other: a layout tuned to noise does not.
// Time is cut into blocks of twice the range, alternately of one half and the other; a window counts only where it
// lies wholly in one block, so that no observation is in both halves.

import type { CrossValidation, CrossValidationFold } from '../../../core/report/layout-comparison.ts'
import { type BoundCosts, boundCosts, layoutCost } from './bound-costs.ts'
import type { WindowRanks } from './window-ranks.ts'

/** A short record is validated on shorter windows, so that each half has several blocks. */
const FEWEST_BLOCKS = 8
/** Shorter windows hold too little to stand for the rule's. */
const SHORTEST_RANGE_SECONDS = 5

/** The range to validate with, or undefined where the record is too short for any. Seconds. */
export function validationRange(recordSeconds: number, rangeSeconds: number): number | undefined {
  const range = Math.min(rangeSeconds, Math.floor(recordSeconds / (2 * FEWEST_BLOCKS)))
  return range < SHORTEST_RANGE_SECONDS ? undefined : range
}

export interface Validated {
  readonly ranks: WindowRanks
  readonly rangeSeconds: number
  /** The nodes that the search would choose on these costs, which are those of the windows included. */
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
