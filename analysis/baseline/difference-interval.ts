// How much slower one quantile is than another, as a share of the first, from the interval that each has for itself.
//
// Source: Zou and Donner (2008), "Construction of confidence limits about effect measures": the method of variance
// estimates recovery, here on the logarithm of the ratio. It keeps what the two intervals know (order statistics, and
// the block bootstrap over whole seconds), their asymmetry included, which a heavy tail makes large.

import type { QuantileInterval } from '../statistics/quantile-interval.ts'

export interface QuantileSeen extends QuantileInterval {
  /** Infinity among the requests that never ended. */
  readonly seconds: number
}

/** Shares of the earlier value; -1 is as low, Infinity as high as they go. */
export interface RelativeDifference {
  readonly difference: number
  readonly lower: number
  readonly upper: number
}

// Latencies are kept in whole microseconds: the least that one can be told from nothing.
const LEAST_SECONDS = 1e-6

/** @param before with a finite value */
export function relativeDifference(before: QuantileSeen, after: QuantileSeen): RelativeDifference {
  const [a, b] = [logarithms(before), logarithms(after)]
  const ratio = b.value - a.value
  if (b.value === Number.POSITIVE_INFINITY)
    return { difference: Number.POSITIVE_INFINITY, lower: share(b.lower - a.upper), upper: Number.POSITIVE_INFINITY }
  return {
    difference: share(ratio),
    lower: share(ratio - Math.hypot(b.value - b.lower, a.upper - a.value)),
    upper: share(ratio + Math.hypot(b.upper - b.value, a.value - a.lower)),
  }
}

function logarithms({ seconds, lowerSeconds, upperSeconds }: QuantileSeen) {
  const log = (value: number) => Math.log(Math.max(LEAST_SECONDS, value))
  const lower = lowerSeconds === Number.NEGATIVE_INFINITY ? lowerSeconds : log(lowerSeconds)
  return { value: log(seconds), lower, upper: log(upperSeconds) }
}

function share(logRatio: number): number {
  // Infinity − Infinity: neither end says anything.
  return Number.isNaN(logRatio) ? -1 : Math.expm1(logRatio)
}
