// Where a quantile is drawn inside one bucket (lower, upper], by linear interpolation, and what it takes to draw it above
// a threshold T. With the share s of requests in the bucket and all others below it,
//   estimate = lower + (upper − lower) · (q − (1 − s)) / s
//   estimate > T  ⇔  s > (1 − q) / (1 − φ),  φ = (T − lower) / (upper − lower)

export interface Bucket {
  readonly lower: number
  readonly upper: number
}

/** The estimate where that share of the requests lies in the bucket and the others lie below; to three digits. */
export function estimateInBucket(quantile: number, share: number, { lower, upper }: Bucket): number {
  return Number((lower + ((upper - lower) * (quantile - (1 - share))) / share).toPrecision(3))
}

/**
 * The share of requests above the bucket's lower bound beyond which the estimated quantile lies above the threshold,
 * given that none lies above its upper bound. More than 1: no share suffices.
 */
export function shareThatHolds(quantile: number, threshold: number, { lower, upper }: Bucket): number {
  return (1 - quantile) / (1 - (threshold - lower) / (upper - lower))
}
