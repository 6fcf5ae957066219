// A run's seconds cut into blocks, stratum by stratum. A stratum is a stretch in which, by the scenario's design, one
// second is like another: what changes between strata is not chance, so no block leaves its own.

// A stratum of fewer seconds is one block, taken as it is: nothing can be learnt from resampling two or three of them,
// and a phase so short is mostly one event that the scenario asked for.
const FEWEST_SLOTS = 5

// The fewest blocks that a stratum is cut into. At 4, Student's t already widens by 1.6; below, intervals say nothing.
const FEWEST_BLOCKS = 4

// An hour in blocks of one second is no better known than in blocks of two minutes, and takes far longer to resample.
const MOST_BLOCKS = 32

/** The blocks of one stratum. A block may start at any of its slots, and runs on from the last slot to the first. */
export interface StratumBlocks {
  /** Indices of its slots, in the order of their seconds. */
  readonly slots: readonly number[]
  /** Slots of one block; all of them where the stratum is too short to be resampled. */
  readonly length: number
  readonly resampled: boolean
}

/** 1, 2, 4 … slots (a multiple of them in a long stratum), and the longest that leaves the fewest blocks in it. */
export function blockLengths(strata: readonly (readonly number[])[]): number[] {
  const slots = strata.reduce((most, stratum) => Math.max(most, stratum.length), 0)
  if (slots < FEWEST_SLOTS) return []
  const longest = Math.max(1, Math.floor(slots / FEWEST_BLOCKS))
  const lengths: number[] = []
  for (let length = Math.ceil(slots / MOST_BLOCKS); length < longest; length *= 2) lengths.push(length)
  return [...lengths, longest]
}

export function stratumBlocks(slots: readonly number[], length: number): StratumBlocks {
  if (slots.length < FEWEST_SLOTS) return { slots, length: slots.length, resampled: false }
  return { slots, length: Math.min(length, Math.max(1, Math.floor(slots.length / FEWEST_BLOCKS))), resampled: true }
}

/** What each run of `size` slots holds together, by the slot it starts at. */
export function runningSums(slots: readonly number[], size: number, amounts: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(slots.length)
  const amountAt = (position: number) => amounts[slots[position % slots.length] as number] as number
  let sum = 0
  for (let i = 0; i < size; i++) sum += amountAt(i)
  for (let start = 0; start < slots.length; start++) {
    sums[start] = sum
    sum += amountAt(start + size) - amountAt(start)
  }
  return sums
}
