// Families of upper bounds by their parameters. Seconds; ascending; rounded, so that 0.1 + 0.2 is the bound 0.3.

/** `count` bounds, each `width` above the last. @throws RangeError unless width > 0 and count is a whole number ≥ 1 */
export function linearBounds(start: number, width: number, count: number): number[] {
  checkFamily('linear', start, count)
  if (!(width > 0)) throw new RangeError(`linear bounds: expected a width above 0, got ${width}`)
  return Array.from({ length: count }, (_, i) => tidy(start + i * width))
}

/** `count` bounds, each `factor` times the last. @throws RangeError unless factor > 1 and count is a whole number ≥ 1 */
export function exponentialBounds(start: number, factor: number, count: number): number[] {
  checkFamily('exponential', start, count)
  if (!(factor > 1)) throw new RangeError(`exponential bounds: expected a factor above 1, got ${factor}`)
  return Array.from({ length: count }, (_, i) => tidy(start * factor ** i))
}

/** The service level objectives alone, as Micrometer's `serviceLevelObjectives` publishes them. */
export function sloBounds(objectives: readonly number[]): number[] {
  return [...new Set(objectives)].sort((a, b) => a - b)
}

/**
 * The bounds that Micrometer publishes for `publishPercentileHistogram()`: powers of 4 in nanoseconds, steps of a third
 * of the power between them, and the expected minimum and maximum (by default 1 ms and 30 s for a Timer).
 * Source: micrometer-core, distribution/PercentileHistogramBuckets.java.
 */
export function micrometerBounds(minimumSeconds = 0.001, maximumSeconds = 30): number[] {
  const [minimum, maximum] = [Math.round(minimumSeconds * 1e9), Math.round(maximumSeconds * 1e9)]
  const nanoseconds = new Set([minimum, maximum])
  for (let power = 4; power <= maximum; power *= 4) {
    const step = Math.floor(power / 3)
    for (let bound = power; bound < 4 * power - step; bound += step)
      if (bound >= minimum && bound <= maximum) nanoseconds.add(bound)
  }
  return [...nanoseconds].sort((a, b) => a - b).map((bound) => bound / 1e9)
}

function checkFamily(family: string, start: number, count: number): void {
  if (!(start > 0)) throw new RangeError(`${family} bounds: expected a start above 0, got ${start}`)
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw new RangeError(`${family} bounds: expected a whole number of bounds from 1 to 1000, got ${count}`)
}

function tidy(seconds: number): number {
  return Number(seconds.toPrecision(12))
}
