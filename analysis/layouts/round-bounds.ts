// Bounds that people read at a glance: at most two significant digits, graded by how round they are.
// Grades 0 and 1 hold what the default layouts of Prometheus' clients and of OpenTelemetry are made of, and the steps
// between; grades 2 and 3 fill in, so that no two neighbours are further apart than 12.5%. More would buy little: below
// that the interpolation inside a bucket hides the rest, and 1.13 is nobody's bound.

export type Roundness = 0 | 1 | 2 | 3

export interface FriendlyBound {
  readonly bound: number
  readonly roundness: Roundness
}

const MANTISSAS: readonly (readonly number[])[] = [
  [1, 2, 5],
  [1.5, 2.5, 3, 4, 7.5],
  [1.2, 6, 8],
  [1.1, 1.3, 1.4, 1.6, 1.7, 1.8, 1.9, 2.2, 2.4, 2.6, 2.8, 3.2, 3.5, 3.8, 4.5, 5.5, 6.5, 7, 8.5, 9, 9.5],
]

/** Ascending, from `from` to `to`, both included. @param coarsest the least round grade to take */
export function friendlyBounds(from: number, to: number, coarsest: Roundness = 3): FriendlyBound[] {
  if (!(from > 0 && to < Number.POSITIVE_INFINITY))
    throw new RangeError(`expected friendly bounds between two finite values above 0, got ${from} and ${to}`)
  const found: FriendlyBound[] = []
  for (let power = Math.floor(Math.log10(from)) - 1; 10 ** power <= to; power++)
    MANTISSAS.slice(0, coarsest + 1).forEach((mantissas, grade) => {
      for (const mantissa of mantissas) {
        // Through text, so that 3 tenths is 0.3.
        const bound = Number(`${mantissa}e${power}`)
        if (bound >= from && bound <= to) found.push({ bound, roundness: grade as Roundness })
      }
    })
  return found.sort((a, b) => a.bound - b.bound)
}

/** The lowest friendly bound that is at or above a value. */
export function friendlyAtOrAbove(seconds: number, coarsest: Roundness = 3): number {
  return (friendlyBounds(seconds, seconds * 10, coarsest)[0] as FriendlyBound).bound
}

/** The highest friendly bound that is at or below a value. */
export function friendlyAtOrBelow(seconds: number, coarsest: Roundness = 3): number {
  return (friendlyBounds(seconds / 10, seconds, coarsest).at(-1) as FriendlyBound).bound
}
