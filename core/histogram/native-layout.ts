// Prometheus native (exponential) histograms: bucket i holds (2^((i−1)·2^−schema), 2^(i·2^−schema)], and the zero bucket
// holds everything up to the zero threshold. Seconds.
// Source: prometheus/client_model metrics.proto; prometheus model/histogram.

import type { BucketLayout } from './bucket-layout.ts'

export interface NativeLayout {
  readonly name: string
  /** 0 to 8: each power of two is divided into 2^schema buckets. */
  readonly schema: number
  /** Upper end of the zero bucket. */
  readonly zeroThresholdSeconds: number
}

/** The layout of a classic or a native latency histogram. */
export type HistogramLayout = BucketLayout | NativeLayout

/** client_golang's default zero threshold; the only latency below it is 0. */
const DEFAULT_ZERO_THRESHOLD = 2 ** -128

/** @throws RangeError unless the schema is a whole number from 0 to 8 */
export function nativeLayout(schema: number, name = `native(${schema})`): NativeLayout {
  if (!Number.isInteger(schema) || schema < 0 || schema > 8)
    throw new RangeError(`native histogram: expected a schema from 0 to 8, got ${schema}`)
  return { name, schema, zeroThresholdSeconds: DEFAULT_ZERO_THRESHOLD }
}

export function isNativeLayout(layout: HistogramLayout): layout is NativeLayout {
  return 'schema' in layout
}

/** The inclusive upper bound of a bucket. Powers of two are exact. */
export function nativeUpperBound(schema: number, index: number): number {
  const perPowerOfTwo = 2 ** schema
  const power = Math.floor(index / perPowerOfTwo)
  return 2 ** power * 2 ** ((index - power * perPowerOfTwo) / perPowerOfTwo)
}

/** The bucket that holds a latency above the zero threshold. */
export function nativeIndex(schema: number, seconds: number): number {
  let index = Math.ceil(Math.log2(seconds) * 2 ** schema)
  // The logarithm may be wrong in its last bit, which matters at a bound.
  while (nativeUpperBound(schema, index) < seconds) index++
  while (nativeUpperBound(schema, index - 1) >= seconds) index--
  return index
}
