// Round bounds: values of at most two significant digits, graded by how round they are. Seconds.
// Grades 0 and 1 contain the bounds of the default layouts of Prometheus' clients and of OpenTelemetry, and the steps
// between them. Grades 2 and 3 fill in, so that neighbours are at most 12.5% apart. A finer grid gains little: the error
// of interpolating inside a bucket is larger, and nobody chooses 1.13 as a bound. Grade 4 is for advice on one single bound.

export type Roundness = 0 | 1 | 2 | 3 | 4

export interface RoundBound {
  readonly bound: number
  readonly roundness: Roundness
}

const MANTISSAS: readonly (readonly number[])[] = [
  [1, 2, 5],
  [1.5, 2.5, 3, 4, 7.5],
  [1.2, 6, 8],
  [1.1, 1.3, 1.4, 1.6, 1.7, 1.8, 1.9, 2.2, 2.4, 2.6, 2.8, 3.2, 3.5, 3.8, 4.5, 5.5, 6.5, 7, 8.5, 9, 9.5],
  [2.1, 2.3, 2.7, 3.7],
]

/** Ascending, from `from` to `to`, both included. @param leastRound the last grade to take */
export function roundBounds(from: number, to: number, leastRound: Roundness = 3): RoundBound[] {
  if (!(from > 0 && to < Number.POSITIVE_INFINITY))
    throw new RangeError(`expected round bounds between two finite values above 0, got ${from} and ${to}`)
  const found: RoundBound[] = []
  for (let power = Math.floor(Math.log10(from)) - 1; 10 ** power <= to; power++)
    MANTISSAS.slice(0, leastRound + 1).forEach((mantissas, grade) => {
      for (const mantissa of mantissas) {
        // Parsed from text, because 3 * 0.1 is 0.30000000000000004.
        const bound = Number(`${mantissa}e${power}`)
        if (bound >= from && bound <= to) found.push({ bound, roundness: grade as Roundness })
      }
    })
  return found.sort((a, b) => a.bound - b.bound)
}

/**
 * Those between the bounds of a bucket, neither included. A first bucket begins at 0: three decades below its bound are
 * enough to choose from.
 */
export function roundBoundsInside(lower: number, upper: number, leastRound: Roundness = 3): number[] {
  return roundBounds(Math.max(lower, upper / 1000), upper, leastRound)
    .map(({ bound }) => bound)
    .filter((bound) => bound > lower && bound < upper)
}

/** The lowest round bound at or above a value. */
export function roundBoundAtOrAbove(seconds: number, leastRound: Roundness = 3): number {
  return (roundBounds(seconds, seconds * 10, leastRound)[0] as RoundBound).bound
}

/** The highest round bound at or below a value. */
export function roundBoundAtOrBelow(seconds: number, leastRound: Roundness = 3): number {
  return (roundBounds(seconds / 10, seconds, leastRound).at(-1) as RoundBound).bound
}
