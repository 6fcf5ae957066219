// One generator's part of what several share out: item i goes to generator i modulo their number. A schedule that
// is split so and merged again is the schedule of one.

export interface Share {
  /** From 0. */
  readonly generator: number
  readonly generators: number
}

/** How many of `total` items are this generator's. The shares of all add up to the total. */
export function shareCount(total: number, { generator, generators }: Share): number {
  return Math.max(0, Math.ceil((total - generator) / generators))
}
