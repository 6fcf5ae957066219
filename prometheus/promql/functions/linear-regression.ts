// The straight line through the samples of a range, by least squares.
// Source: prometheus/prometheus promql/functions.go, linearRegression.
//
//   x         seconds from an instant, which should lie near the samples
//   slope     (Σxy − Σx·Σy/n) / (Σx² − Σx·Σx/n)
//   intercept Σy/n − slope·Σx/n: the value at that instant
//
// Samples that are all alike have the slope 0; all alike infinite, they have none.

import type { Sample } from '../../series/series.ts'
import { KahanSum } from './kahan-sum.ts'

export interface Line {
  /** A second. */
  readonly slope: number
  /** At the instant that x counts from. */
  readonly intercept: number
}

/** @param samples two or more */
export function linearRegression(samples: readonly Sample[], fromMs: number): Line {
  const first = (samples[0] as Sample).value
  if (samples.every(({ value }, i) => i === 0 || value === first))
    return Math.abs(first) === Number.POSITIVE_INFINITY
      ? { slope: Number.NaN, intercept: Number.NaN }
      : { slope: 0, intercept: first }
  const [ofX, ofY, ofXY, ofX2] = [new KahanSum(), new KahanSum(), new KahanSum(), new KahanSum()]
  for (const { timestampMs, value } of samples) {
    const x = (timestampMs - fromMs) / 1e3
    ofX.add(x)
    ofY.add(value)
    ofXY.add(x * value)
    ofX2.add(x * x)
  }
  const n = samples.length
  const covariance = ofXY.total - (ofX.total * ofY.total) / n
  const variance = ofX2.total - (ofX.total * ofX.total) / n
  const slope = covariance / variance
  return { slope, intercept: ofY.total / n - (slope * ofX.total) / n }
}
