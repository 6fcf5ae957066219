// Counts observations into the buckets of one layout, as a Prometheus client does: an observation belongs to the first
// bucket whose upper bound is not below it. Seconds.

import type { BucketLayout } from '../../core/histogram/bucket-layout.ts'

export class BucketCounter {
  readonly upperBounds: readonly number[]
  /** By bucket, not cumulative; the last is +Inf. */
  readonly #counts: Float64Array
  #count = 0
  #sum = 0

  constructor({ upperBounds }: BucketLayout) {
    this.upperBounds = upperBounds
    this.#counts = new Float64Array(upperBounds.length + 1)
  }

  get count(): number {
    return this.#count
  }

  get sum(): number {
    return this.#sum
  }

  observe(seconds: number): void {
    const bucket = this.#bucketOf(seconds)
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1
    this.#count++
    this.#sum += seconds
  }

  /** By upper bound, that of +Inf last. */
  cumulativeCounts(): number[] {
    let total = 0
    return Array.from(this.#counts, (count) => {
      total += count
      return total
    })
  }

  #bucketOf(seconds: number): number {
    let low = 0
    let high = this.upperBounds.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.upperBounds[middle] as number) >= seconds) high = middle
      else low = middle + 1
    }
    return low
  }
}
