// Ranges of what buckets do not tell, as a report holds them: null for an end that nothing bounds.

import type { KnownRange } from '../../../core/report/layout-comparison.ts'

/** The ends of a range; Infinity where nothing bounds it. */
export interface Ends {
  readonly low: number
  readonly high: number
}

/** Undefined of nothing: the ends are NaN. */
export function knownRange({ low, high }: Ends): KnownRange | undefined {
  if (Number.isNaN(low) || Number.isNaN(high)) return undefined
  return { lower: low, upper: Number.isFinite(high) ? high : null }
}

/** The value where the range has but one; null elsewhere. */
export function toldValue({ low, high }: Ends): number | null {
  return low === high && Number.isFinite(low) ? low : null
}

/** Of estimate − exact, relative to the exact value, for any estimate and any exact value of their ranges. */
export function relativeErrorEnds(estimate: Ends, exact: Ends): Ends {
  return {
    low: exact.high === Infinity ? -1 : estimate.low / Math.max(exact.high, RESOLUTION_SECONDS) - 1,
    high: exact.low <= 0 ? Infinity : estimate.high / exact.low - 1,
  }
}

/** The size of such an error. */
export function errorSizeEnds(estimate: Ends, exact: Ends): Ends {
  const { low, high } = relativeErrorEnds(estimate, exact)
  const least = Math.max(0, low, -high)
  return { low: least < NOISE ? 0 : least, high: Math.max(high, -low) }
}

/** The low end of a bucket is one float above its bound. */
const NOISE = 1e-9

/** Nothing is recorded finer than a microsecond, so that an error relative to less means nothing. */
const RESOLUTION_SECONDS = 1e-6
