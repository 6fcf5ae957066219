// A bucket layout: the finite upper bounds of a histogram, in seconds. The bound +Inf is implied.

import { micrometerBounds } from './bucket-families.ts'

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

/** The layouts that can be referred to by name. */
export const NAMED_LAYOUTS = {
  lab: bucketLayout('lab', [0.1, 0.3, 0.5, 0.7, 1, 2, 5]),
  'prom-client': bucketLayout('prom-client', [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]),
  opentelemetry: bucketLayout(
    'opentelemetry',
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  ),
  micrometer: bucketLayout('micrometer', micrometerBounds()),
} as const satisfies Record<string, BucketLayout>
