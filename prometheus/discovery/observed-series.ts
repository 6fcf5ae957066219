// The series of a histogram or a summary as pages print them, each with its buckets or quantiles. Seconds.

import type { HistogramBucket } from '../../core/histogram/histogram-snapshot.ts'
import type { InitialScrape } from '../observation/initial-scrape.ts'
import { parseGoFloat } from '../series/go-float.ts'
import { labelSignature } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'

export interface ObservedSeries {
  /** The same for the same series of another look. */
  readonly key: string
  readonly labels: Labels
  /** Ascending; the last is Infinity. Empty without buckets. */
  readonly buckets: readonly HistogramBucket[]
  /** Of a summary that prints some. */
  readonly quantiles: readonly { readonly quantile: number; readonly seconds: number }[]
  readonly count: number
  readonly sumSeconds: number | null
}

interface Parts {
  readonly labels: Labels
  readonly buckets: { upperBound: number; cumulativeCount: number }[]
  readonly quantiles: { quantile: number; seconds: number }[]
  count: number | null
  sum: number | null
}

/** In the order of the pages. The same labels on two pages are two series: of two instances. */
export function observedSeries(
  pages: readonly InitialScrape[],
  name: string,
  secondsPerUnit: number,
): ObservedSeries[] {
  return pages.flatMap(({ page }, i) => {
    const groups = new Map<string, Parts>()
    for (const { labels: printed, value } of page.samples) {
      const { __name__: series = '', le, quantile, ...labels } = printed
      if (!series.startsWith(name)) continue
      const part = series.slice(name.length)
      const isQuantile = part === '' && quantile !== undefined
      if (!isQuantile && part !== '_bucket' && part !== '_count' && part !== '_sum') continue
      const key = labelSignature(labels)
      const parts = groups.get(key) ?? { labels, buckets: [], quantiles: [], count: null, sum: null }
      groups.set(key, parts)
      if (part === '_count') parts.count = value
      else if (part === '_sum') parts.sum = value * secondsPerUnit
      else addPart(parts, { le, quantile, value }, secondsPerUnit)
    }
    return [...groups].map(([key, parts]) => seriesOf(`${i} ${key}`, parts))
  })
}

function addPart(
  { buckets, quantiles }: Parts,
  { le, quantile, value }: { le: string | undefined; quantile: string | undefined; value: number },
  secondsPerUnit: number,
): void {
  const number = parseGoFloat(le ?? quantile ?? '')
  if (number === undefined || Number.isNaN(number)) return
  if (le !== undefined) buckets.push({ upperBound: inSeconds(number, secondsPerUnit), cumulativeCount: value })
  else if (!Number.isNaN(value)) quantiles.push({ quantile: number, seconds: value * secondsPerUnit })
}

/** 250 ms are 0.25 s and not 0.25000000000000006 s. */
function inSeconds(bound: number, secondsPerUnit: number): number {
  return secondsPerUnit === 1 || !Number.isFinite(bound) ? bound : Number((bound * secondsPerUnit).toPrecision(15))
}

/** A histogram without a bucket at +Inf has its count in its place. */
function seriesOf(key: string, { labels, buckets, quantiles, count, sum }: Parts): ObservedSeries {
  const sorted = buckets.toSorted((a, b) => a.upperBound - b.upperBound)
  const last = sorted.at(-1)
  const isWhole = last === undefined || last.upperBound === Number.POSITIVE_INFINITY
  const whole = isWhole
    ? sorted
    : [...sorted, { upperBound: Number.POSITIVE_INFINITY, cumulativeCount: count ?? last.cumulativeCount }]
  return { key, labels, buckets: whole, quantiles, count: count ?? whole.at(-1)?.cumulativeCount ?? 0, sumSeconds: sum }
}
