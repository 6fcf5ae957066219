const SEEDS = 2 ** 32

/**
 * The seed of a repetition, 0 for the first. They are consecutive: a hash of the seed starts every random stream, so
 * neighbouring seeds give unrelated traffic.
 */
export function repeatedSeed(seed: number, index: number): number {
  return (seed + index) % SEEDS
}
