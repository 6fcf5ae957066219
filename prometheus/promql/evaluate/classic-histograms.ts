// histogram_quantile and histogram_fraction over classic buckets: the series of a vector, grouped by all labels but `le`.
// Source: prometheus/prometheus promql/engine.go, resetHistograms, and functions.go.

import { histogramQuantile } from '../../../core/histogram/histogram-quantile.ts'
import type { HistogramBucket } from '../../../core/histogram/histogram-snapshot.ts'
import { parseGoFloat } from '../../series/go-float.ts'
import { dropLabels, labelSignature, labelValue, rememberedFor } from '../../series/labels.ts'
import type { Labels } from '../../series/series.ts'
import type { Dialect } from '../dialect.ts'
import { bucketFraction } from './bucket-fraction.ts'
import { type InstantSample, withoutName } from './instant-sample.ts'

export interface ClassicHistogram {
  readonly labels: Labels
  readonly buckets: HistogramBucket[]
}

export function quantileOfHistograms(
  quantile: number,
  samples: readonly InstantSample[],
  { smallDelta }: Dialect,
): InstantSample[] {
  const monotonicity = smallDelta ? 'smallDelta' : 'runningMaximum'
  return classicHistograms(samples).map(({ labels, buckets }) => ({
    labels: withoutName(labels),
    value: histogramQuantile(quantile, buckets, monotonicity),
  }))
}

export function fractionOfHistograms(
  lower: number,
  upper: number,
  samples: readonly InstantSample[],
  { classicFraction }: Dialect,
): InstantSample[] {
  if (!classicFraction) return []
  return classicHistograms(samples).map(({ labels, buckets }) => ({
    labels: withoutName(labels),
    value: bucketFraction(lower, upper, buckets),
  }))
}

interface BucketLabels {
  /** Undefined where `le` is not a number. */
  readonly upperBound: number | undefined
  /** Of the histogram: all but `le`. */
  readonly labels: Labels
  readonly signature: string
}

/** What `le` and the other labels of a series say of its histogram. */
export const bucketLabels = rememberedFor((all): BucketLabels => {
  const upperBound = parseGoFloat(labelValue(all, 'le'))
  const labels = dropLabels(all, ['le'])
  return { upperBound: Number.isNaN(upperBound) ? undefined : upperBound, labels, signature: labelSignature(labels) }
})

/** Histograms differ in any label but `le`, the name included. Series whose `le` is not a number are left out. */
export function classicHistograms(samples: readonly InstantSample[]): ClassicHistogram[] {
  const histograms = new Map<string, ClassicHistogram>()
  for (const sample of samples) {
    const { upperBound, labels, signature } = bucketLabels(sample.labels)
    if (upperBound === undefined) continue
    const bucket = { upperBound, cumulativeCount: sample.value }
    const histogram = histograms.get(signature)
    if (histogram) histogram.buckets.push(bucket)
    else histograms.set(signature, { labels, buckets: [bucket] })
  }
  return [...histograms.values()]
}
