// A bucket layout: the finite upper bounds of a histogram, in seconds. The bound +Inf is implied.

export interface BucketLayout {
  readonly name: string
  /** Finite, positive, strictly ascending. */
  readonly upperBounds: readonly number[]
}

/** @throws RangeError unless the bounds are finite, positive and strictly ascending; prom-client does not check this */
export function bucketLayout(name: string, upperBounds: readonly number[]): BucketLayout {
  if (upperBounds.length === 0) throw new RangeError(`layout ${name}: expected at least one bound`)
  upperBounds.forEach((bound, i) => {
    const previous = i === 0 ? 0 : (upperBounds[i - 1] as number)
    if (!Number.isFinite(bound) || bound <= previous)
      throw new RangeError(
        `layout ${name}: expected finite bounds that ascend from above 0, got ${upperBounds.join(', ')}`,
      )
  })
  return { name, upperBounds }
}
