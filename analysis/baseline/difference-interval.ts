// The relative difference of two quantiles, with an interval made from the intervals of the two.
//
// Source: Zou and Donner (2008), "Construction of confidence limits about effect measures": the method of variance
// estimates recovery, here on the logarithm of the ratio. It preserves the asymmetry of the two intervals (order
// statistics, and the block bootstrap over whole seconds), which a heavy tail makes large.

import type { QuantileInterval } from '../statistics/quantile-interval.ts'

export interface ObservedQuantile extends QuantileInterval {
  /** Infinity among the requests that never ended. */
  readonly seconds: number
}

/** Fractions of the earlier value, from -1 to Infinity. */
export interface RelativeDifference {
  readonly difference: number
  readonly lower: number
  readonly upper: number
}

// Latencies are recorded in whole microseconds; this is the smallest above 0.
const LEAST_SECONDS = 1e-6

/** @param before with a finite value */
export function relativeDifference(before: ObservedQuantile, after: ObservedQuantile): RelativeDifference {
  const [a, b] = [logarithms(before), logarithms(after)]
  const ratio = b.value - a.value
  if (b.value === Number.POSITIVE_INFINITY)
    return {
      difference: Number.POSITIVE_INFINITY,
      lower: fractionOf(b.lower - a.upper),
      upper: Number.POSITIVE_INFINITY,
    }
  return {
    difference: fractionOf(ratio),
    lower: fractionOf(ratio - Math.hypot(b.value - b.lower, a.upper - a.value)),
    upper: fractionOf(ratio + Math.hypot(b.upper - b.value, a.value - a.lower)),
  }
}

function logarithms({ seconds, lowerSeconds, upperSeconds }: ObservedQuantile) {
  const log = (value: number) => Math.log(Math.max(LEAST_SECONDS, value))
  const lower = lowerSeconds === Number.NEGATIVE_INFINITY ? lowerSeconds : log(lowerSeconds)
  return { value: log(seconds), lower, upper: log(upperSeconds) }
}

function fractionOf(logRatio: number): number {
  // Infinity − Infinity: this end is unknown.
  return Number.isNaN(logRatio) ? -1 : Math.expm1(logRatio)
}
