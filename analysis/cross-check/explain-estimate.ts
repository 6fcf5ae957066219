// Explains in one to three sentences why the estimate differs from the exact response time.

import type { HistogramSnapshot } from '../../core/histogram/histogram-snapshot.ts'
import type { LatencyCounts } from '../../core/latency/latency-counts.ts'
import { quantileName } from '../../core/latency/quantile.ts'
import type { CrossCheckRow } from '../../core/report/report.ts'
import { durationBeside, formatDuration } from '../../core/text/duration.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { type BetterBound, betterBound } from './better-bound.ts'

/** A row without its explanation. */
export type CheckedQuantile = Omit<CrossCheckRow, 'explanation'>

// An estimate within 5% or one millisecond of the exact value counts as right.
const CLOSE_FRACTION = 0.05
const CLOSE_SECONDS = 0.001

// Within it, two values are one to a reader.
const SAME_FRACTION = 0.01

interface ExactRecord {
  /** Nearest to the histogram: the server's record, or else the client's service time. */
  readonly latencies: LatencyCounts
  /** False where every request had a connection at once: one that was sent late was late because of the generator. */
  readonly waitedForConnections: boolean
}

export function explainEstimate(
  row: CheckedQuantile,
  histogram: HistogramSnapshot,
  { latencies, waitedForConnections }: ExactRecord,
): string {
  const name = quantileName(row.quantile)
  if (histogram.buckets.every(({ upperBound }) => upperBound === Number.POSITIVE_INFINITY))
    return 'The histogram has no bucket but the one at +Inf, so that no quantile can be estimated from it.'
  if (row.estimate === null || row.bucket === null)
    return 'The histogram has no observations, so that no quantile can be estimated from it.'
  if (row.exactClient === null || row.error === null)
    return `The client received no response, so there is no exact ${name} to compare with.`
  if (row.bucket.upper === '+Inf') return aboveTheHighestBound(row, row.bucket.lower, row.error)
  const { error, exactClient } = row
  const tolerance = toleranceOf(exactClient)
  if (Math.abs(error) <= tolerance)
    return `The ${name} estimate is ${formatDuration(row.estimate)}, ${deviation(error)} (exact ${formatDuration(exactClient)}): ${whyClose(row.bucket.lower, row.bucket.upper, tolerance)}.`
  switch (dominatingPart(row.parts)) {
    case 'waiting':
      return queueingDominates(row, waitedForConnections)
    case 'vantage':
      return gapDominates(row)
    case 'interpolation':
      return interpolationDominates(row, row.bucket.lower, row.bucket.upper, histogram, latencies)
  }
}

function toleranceOf(exactClient: number): number {
  return Math.max(CLOSE_SECONDS, CLOSE_FRACTION * exactClient)
}

/** The bound that would make the estimate right where interpolation makes it wrong; null elsewhere. */
export function adviseBound(
  row: CheckedQuantile,
  histogram: HistogramSnapshot,
  latencies: LatencyCounts,
): BetterBound | null {
  const { error, exactClient, bucket } = row
  if (error === null || exactClient === null || bucket === null || bucket.upper === '+Inf') return null
  if (Math.abs(error) <= toleranceOf(exactClient) || dominatingPart(row.parts) !== 'interpolation') return null
  return betterBound(row, histogram, latencies)
}

/** A bucket that is narrow cannot be far off, whatever lies in it; in a wide one the estimate was close by chance. */
function whyClose(lower: number, upper: number, tolerance: number): string {
  const bucket = `the bucket ${bucketName(lower, upper)}`
  if (upper - lower <= tolerance) return `${bucket} is narrow enough`
  return `by chance, for ${bucket} allows anything from ${formatDuration(lower)} to ${formatDuration(upper)}`
}

type Part = 'interpolation' | 'vantage' | 'waiting'

/** Without an exact record of the server, interpolation stands for itself and the server/client gap. */
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
  return `The ${name} lies above the highest bound ${highest}, so the histogram returns ${highest}: ${deviation(error)} (exact ${truth}), and it would return the same for any slower service. It needs a bound above ${truth}.`
}

function queueingDominates(
  { quantile, parts, exactClient, exactClientServiceTime, error }: CheckedQuantile,
  waitedForConnections: boolean,
): string {
  const cause = waitedForConnections
    ? 'Queueing delay: requests waited before they could be sent'
    : 'Send lag: the generator itself sent requests late'
  const waited = formatDuration(Math.abs(parts.waiting ?? 0))
  const response = formatDuration(exactClient ?? Number.NaN)
  const service = formatDuration(exactClientServiceTime ?? Number.NaN)
  return `${cause}, which no timer of the server measures. The ${quantileName(quantile)} is ${response} from the intended start and ${service} from sending. These ${waited} are the largest part of the error${openingPart(parts)}; the estimate is ${deviation(error ?? 0)}.`
}

/** From a tenth of the wait on, what opening connections took of it is worth a word. */
const NOTEWORTHY_FRACTION = 0.1

function openingPart({ waiting, split }: CrossCheckRow['parts']): string {
  const opening = Math.abs(split?.connect ?? 0) + Math.abs(split?.tls ?? 0)
  if (opening === 0 || opening < NOTEWORTHY_FRACTION * Math.abs(waiting ?? 0)) return ''
  const tls = split?.tls ? ' and TLS' : ''
  return `, of them ${formatDuration(opening)} for connecting${tls}`
}

function gapDominates({ quantile, parts, exactServer, exactClientServiceTime, error }: CheckedQuantile): string {
  const server = formatDuration(exactServer ?? Number.NaN)
  const service = formatDuration(exactClientServiceTime ?? Number.NaN)
  const missed = formatDuration(Math.abs(parts.vantage ?? 0))
  const direction = (parts.vantage ?? 0) < 0 ? 'misses' : 'adds'
  return `Server/client gap (network and queueing): the server's timer ${direction} ${missed}. Its ${quantileName(quantile)} is ${server}, the client's is ${service}. This is the largest part of the error; the estimate is ${deviation(error ?? 0)}.`
}

function interpolationDominates(
  row: CheckedQuantile,
  lower: number,
  upper: number,
  histogram: HistogramSnapshot,
  latencies: LatencyCounts,
): string {
  const truth = row.exactServer ?? row.exactClientServiceTime ?? Number.NaN
  const place = { lower, upper, truth, where: whereMeasured(row, truth) }
  const inside = formatShare(roundedFraction(histogram, lower, upper))
  const estimated = `at ${formatDuration(row.estimate ?? Number.NaN)}, ${deviation(row.error ?? 0)}`
  const sentence = `The ${quantileName(row.quantile)} lies in the bucket ${bucketName(lower, upper)}${whyThere(place, inside)} puts it ${estimated}.`
  return sentence + betterBoundInWords(betterBound(row, histogram, latencies), truth)
}

interface ExactInBucket {
  readonly lower: number
  readonly upper: number
  readonly truth: number
}

/** Where the exact value is not the response time that stands beside it, it is said which one it is. */
function whereMeasured({ exactServer, exactClient }: CheckedQuantile, truth: number): string {
  if (Math.abs((exactClient ?? truth) - truth) <= SAME_FRACTION * truth) return ''
  return exactServer === null ? ' from sending to answer' : ' at the server'
}

function whyThere({ lower, upper, truth, where }: ExactInBucket & { readonly where: string }, inside: string): string {
  const position = (truth - lower) / (upper - lower)
  if (position < 0 || position > 1)
    return ` in the histogram, and at ${formatDuration(truth)} by the client's clock. ${inside} of requests fall into that bucket, and interpolation`
  if (position <= 0.1 && lower > 0)
    return `; its exact value ${durationBeside(truth, lower)}${where} is just above the bound ${formatDuration(lower)}, so ${inside} of requests fall into that bucket, and interpolation`
  if (position >= 0.9)
    return `; its exact value ${durationBeside(truth, upper)}${where} is just below the bound ${formatDuration(upper)}, but interpolation spreads the ${inside} of requests in that bucket evenly and`
  return `; its exact value is ${formatDuration(truth)}${where}, but interpolation spreads the ${inside} of requests in that bucket evenly and`
}

/** The fraction of requests in one bucket, rounded to a whole percent from 1% on. */
function roundedFraction({ buckets, count }: HistogramSnapshot, lower: number, upper: number): number {
  const upTo = (bound: number) => buckets.find(({ upperBound }) => upperBound === bound)?.cumulativeCount ?? 0
  const fraction = (upTo(upper) - upTo(lower)) / count
  return fraction >= 0.01 ? Math.round(fraction * 100) / 100 : fraction
}

/** The bound that would help, with the estimate that it would give; empty where none does. */
function betterBoundInWords(better: BetterBound | null, truth: number): string {
  if (better === null) return ''
  const rest = better.estimate - truth
  const still = Math.abs(rest) > Math.max(CLOSE_SECONDS, CLOSE_FRACTION * truth) ? `, still ${deviation(rest)}` : ''
  return ` A bound at ${formatDuration(better.bound)} would put it at ${formatDuration(better.estimate)}${still}.`
}

function bucketName(lower: number, upper: number): string {
  return `(${formatDuration(lower)}, ${formatDuration(upper)}]`
}

function deviation(error: number): string {
  if (error === 0) return 'exactly right'
  return `${formatDuration(Math.abs(error))} too ${error > 0 ? 'high' : 'low'}`
}
