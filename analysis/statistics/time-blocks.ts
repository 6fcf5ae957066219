// Divides the seconds of a run into blocks, stratum by stratum. A stratum is a window in which the scenario makes one
// second like another. Differences between strata are not chance, so a block never extends beyond its stratum.

// A stratum with fewer seconds is one block and is not resampled: two or three seconds contain too little to learn from,
// and a phase so short is usually one event that the scenario contains on purpose.
const FEWEST_SLOTS = 5

// The smallest number of blocks in a stratum. At 4, Student's t already widens by 1.6; with fewer, intervals are useless.
const FEWEST_BLOCKS = 4

// Blocks of one second tell no more about an hour than blocks of two minutes, and take far longer to resample.
const MOST_BLOCKS = 32

/** The blocks of one stratum. A block may start at any slot, and continues from the last slot to the first. */
export interface StratumBlocks {
  /** Indices of its slots, ascending in time. */
  readonly slots: readonly number[]
  /** Slots in one block; all slots where the stratum is too short to be resampled. */
  readonly length: number
  readonly resampled: boolean
}

/** Block lengths to try: 1, 2, 4 … slots (multiples of these in a long stratum), and the longest that leaves FEWEST_BLOCKS blocks. */
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

/** The sum over each window of `size` consecutive slots, by the slot at which it starts. */
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
