// One sentence or two that say why the estimate differs from what users felt.

import { histogramQuantile } from '../../core/histogram/histogram-quantile.ts'
import type { HistogramSnapshot } from '../../core/histogram/histogram-snapshot.ts'
import { countAtOrBelow, type LatencyCounts, totalCount } from '../../core/latency/latency-counts.ts'
import { quantileName } from '../../core/latency/quantile.ts'
import type { CrossCheckRow } from '../../core/report/report.ts'
import { formatShare } from '../../core/scenario/objective.ts'
import { durationBeside, formatDuration } from '../../core/text/duration.ts'

/** A row without its explanation. */
export type CheckedQuantile = Omit<CrossCheckRow, 'explanation'>

// An estimate within 5% of the truth, or within a millisecond, needs no excuse.
const CLOSE_SHARE = 0.05
const CLOSE_SECONDS = 0.001

/** @param latencies what was exact where the histogram was observed: the server's record, or else the service time */
export function explainEstimate(row: CheckedQuantile, histogram: HistogramSnapshot, latencies: LatencyCounts): string {
  const name = quantileName(row.quantile)
  if (row.estimate === null || row.bucket === null) return `The histogram holds no observation, so it draws no ${name}.`
  if (row.exactClient === null || row.error === null) return `The client read no answer to hold the ${name} against.`
  if (row.bucket.upper === '+Inf') return aboveTheHighestBound(row, row.bucket.lower, row.error)
  const { error, exactClient } = row
  if (Math.abs(error) <= Math.max(CLOSE_SECONDS, CLOSE_SHARE * exactClient))
    return `The ${name} is drawn at ${formatDuration(row.estimate)}, ${tooFar(error)} for the true ${formatDuration(exactClient)}: the bucket ${bucketName(row.bucket.lower, row.bucket.upper)} is narrow enough here.`
  switch (dominatingPart(row.parts)) {
    case 'waiting':
      return waitingDominates(row)
    case 'vantage':
      return vantageDominates(row)
    case 'interpolation':
      return interpolationDominates(row, row.bucket.lower, row.bucket.upper, histogram, latencies)
  }
}

type Part = 'interpolation' | 'vantage' | 'waiting'

/** Where the service keeps no exact record, interpolation speaks for itself and the vantage. */
function dominatingPart({ interpolation, vantage, waiting, interpolationAndVantage }: CrossCheckRow['parts']): Part {
  const sizes: readonly (readonly [Part, number])[] = [
    ['interpolation', Math.abs(interpolation ?? interpolationAndVantage ?? 0)],
    ['vantage', Math.abs(vantage ?? 0)],
    ['waiting', Math.abs(waiting ?? 0)],
  ]
  return sizes.reduce((most, next) => (next[1] > most[1] ? next : most))[0]
}

function aboveTheHighestBound({ quantile, exactClient }: CheckedQuantile, bound: number, error: number): string {
  const name = quantileName(quantile)
  const highest = formatDuration(bound)
  const truth = formatDuration(exactClient ?? Number.NaN)
  return `The ${name} lies above the highest bound ${highest}, where the histogram can only answer ${highest}: ${tooFar(error)} for the true ${truth}, and it would say the same of any slower service. It needs a bound above ${truth}.`
}

function waitingDominates({ quantile, parts, exactClient, exactClientServiceTime, error }: CheckedQuantile): string {
  const waited = formatDuration(Math.abs(parts.waiting ?? 0))
  const response = formatDuration(exactClient ?? Number.NaN)
  const service = formatDuration(exactClientServiceTime ?? Number.NaN)
  return `Requests waited before they could be sent, which no timer of the server sees: the ${quantileName(quantile)} is ${response} from when they were due and ${service} from when they were sent. Those ${waited} make most of an estimate that is ${tooFar(error ?? 0)}.`
}

function vantageDominates({ quantile, parts, exactServer, exactClientServiceTime, error }: CheckedQuantile): string {
  const server = formatDuration(exactServer ?? Number.NaN)
  const service = formatDuration(exactClientServiceTime ?? Number.NaN)
  const missed = formatDuration(Math.abs(parts.vantage ?? 0))
  const direction = (parts.vantage ?? 0) < 0 ? 'misses' : 'adds'
  return `The server's timer ${direction} ${missed}: its ${quantileName(quantile)} is ${server}, the client's ${service}. Network and the queues before the handler make most of an estimate that is ${tooFar(error ?? 0)}.`
}

function interpolationDominates(
  row: CheckedQuantile,
  lower: number,
  upper: number,
  histogram: HistogramSnapshot,
  latencies: LatencyCounts,
): string {
  const truth = row.exactServer ?? row.exactClientServiceTime ?? Number.NaN
  const inside = formatShare(roundedShare(histogram, lower, upper))
  const drawn = `at ${formatDuration(row.estimate ?? Number.NaN)}, ${tooFar(row.error ?? 0)}`
  const sentence = `The ${quantileName(row.quantile)} lies in the bucket ${bucketName(lower, upper)}${whyThere({ lower, upper, truth }, inside)} draws it ${drawn}.`
  return sentence + betterBound(row, { lower, upper, truth }, histogram, latencies)
}

function whyThere({ lower, upper, truth }: TrueBucket, inside: string): string {
  const position = (truth - lower) / (upper - lower)
  if (position < 0 || position > 1)
    return ` by the server's count, and at ${formatDuration(truth)} by the client's clock. ${inside} of requests fall into that bucket and interpolation`
  if (position <= 0.1 && lower > 0)
    return `; its true value ${durationBeside(truth, lower)} is just above the bound ${formatDuration(lower)}, so ${inside} of requests fall into that bucket and interpolation`
  if (position >= 0.9)
    return `; its true value ${durationBeside(truth, upper)} is just below the bound ${formatDuration(upper)}, but interpolation spreads the ${inside} of requests in that bucket evenly and`
  return `; its true value is ${formatDuration(truth)}, but interpolation spreads the ${inside} of requests in that bucket evenly and`
}

/** The share of requests in one bucket, to a whole percent where it has one. */
function roundedShare({ buckets, count }: HistogramSnapshot, lower: number, upper: number): number {
  const upTo = (bound: number) => buckets.find(({ upperBound }) => upperBound === bound)?.cumulativeCount ?? 0
  const share = (upTo(upper) - upTo(lower)) / count
  return share >= 0.01 ? Math.round(share * 100) / 100 : share
}

// The leading digits of bounds that people choose.
const FRIENDLY_DIGITS = [1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7.5, 8]

interface TrueBucket {
  readonly lower: number
  readonly upper: number
  readonly truth: number
}

/** One more bound in the bucket that would at least halve the error, and where the estimate would lie with it. */
function betterBound(
  { quantile, estimate }: CheckedQuantile,
  { lower, upper, truth }: TrueBucket,
  histogram: HistogramSnapshot,
  latencies: LatencyCounts,
): string {
  const errorOf = (value: number) => Math.abs(value - truth)
  const best = friendlyBounds(lower, upper)
    .map((bound) => ({ bound, value: estimateWithBound(quantile, bound, histogram, latencies) }))
    .reduce<{ bound: number; value: number } | null>(
      (least, next) => (least === null || errorOf(next.value) < errorOf(least.value) ? next : least),
      null,
    )
  if (best === null || !(errorOf(best.value) <= errorOf(estimate ?? truth) / 2)) return ''
  return ` A bound at ${formatDuration(best.bound)} would put it at ${formatDuration(best.value)}.`
}

function friendlyBounds(lower: number, upper: number): number[] {
  const bounds: number[] = []
  // A first bucket starts at 0: three decades below its bound are enough to choose from.
  for (let power = Math.floor(Math.log10(lower || upper / 1000)); power <= Math.log10(upper); power++)
    for (const digits of FRIENDLY_DIGITS) bounds.push(Number((digits * 10 ** power).toPrecision(3)))
  return bounds.filter((bound) => bound > lower && bound < upper)
}

function estimateWithBound(
  quantile: number,
  bound: number,
  { buckets, count }: HistogramSnapshot,
  latencies: LatencyCounts,
): number {
  const cumulativeCount = (countAtOrBelow(latencies, bound) / totalCount(latencies)) * count
  return histogramQuantile(quantile, [...buckets, { upperBound: bound, cumulativeCount }])
}

function bucketName(lower: number, upper: number): string {
  return `(${formatDuration(lower)}, ${formatDuration(upper)}]`
}

function tooFar(error: number): string {
  if (error === 0) return 'exactly right'
  return `${formatDuration(Math.abs(error))} too ${error > 0 ? 'high' : 'low'}`
}
