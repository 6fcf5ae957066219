// How sure every interval of a report is: the level, and the figures that follow from it.

import { normalQuantile } from './normal-quantile.ts'

export const CONFIDENCE_LEVEL = 0.95

/** As sentences and headings write it: `95%`. */
export const CONFIDENCE_PERCENT = `${Number((CONFIDENCE_LEVEL * 100).toPrecision(12))}%`

/** Intervals are two-sided with equal tails: each end is wrong with this probability. */
export const TAIL = (1 - CONFIDENCE_LEVEL) / 2

/** The normal distribution holds CONFIDENCE_LEVEL of its values within this many standard deviations of the mean: 1.96. */
export const TWO_SIDED_Z = normalQuantile(1 - TAIL)

/** The normal distribution holds CONFIDENCE_LEVEL of its values below this many standard deviations: 1.645. */
export const ONE_SIDED_Z = normalQuantile(CONFIDENCE_LEVEL)
