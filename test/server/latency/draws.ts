// Many draws of a latency model, and what they amount to.

import type { LatencySampler } from '../../../server/latency/sampler.ts'
import { quantileOfSorted } from '../../support/quantile-of-sorted.ts'

export class Draws {
  readonly sorted: Float64Array

  constructor(next: LatencySampler, count = 100_000) {
    this.sorted = Float64Array.from({ length: count }, next).sort()
  }

  get mean(): number {
    return this.sorted.reduce((sum, value) => sum + value, 0) / this.sorted.length
  }

  quantile(q: number): number {
    return quantileOfSorted(this.sorted, q)
  }

  shareAbove(seconds: number): number {
    return this.sorted.filter((value) => value > seconds).length / this.sorted.length
  }
}

/** How far off a figure is, relative to what the formula says. */
export function relativeError(got: number, expected: number): number {
  return Math.abs(got / expected - 1)
}
