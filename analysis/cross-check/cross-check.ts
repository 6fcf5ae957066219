// Compares the histogram's estimates with the exact quantiles of client and server. Seconds.

import { estimateQuantile } from '../../core/histogram/histogram-quantile.ts'
import type { HistogramSnapshot } from '../../core/histogram/histogram-snapshot.ts'
import type { LatencyUnit } from '../../core/histogram/latency-unit.ts'
import { type LatencyCounts, latencyQuantile } from '../../core/latency/latency-counts.ts'
import { finiteOrNull, summarizeLatencies } from '../../core/latency/latency-summary.ts'
import { CROSS_CHECKED_QUANTILES, quantileName } from '../../core/latency/quantile.ts'
import type { CrossCheckRow, Populations } from '../../core/report/report.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { checkSafely } from '../verdict/check-safely.ts'
import { countsApart } from './describe-mismatch.ts'
import { errorParts, type StageQuantiles, splitParts } from './error-parts.ts'
import { adviseBound, explainEstimate } from './explain-estimate.ts'
import { isInsideBucket } from './is-inside-bucket.ts'
import {
  type CrossCheckedPopulations,
  comparePopulations,
  crossCheckedPopulations,
  type KnownOfCounts,
  knownOfCounts,
} from './populations.ts'
import type { Stages } from './stages.ts'
import { type MeansOfRequests, suspectedUnit } from './suspected-unit.ts'

export interface ComparedHistogram {
  readonly rows: readonly CrossCheckRow[]
  readonly populations: Populations | null
}

export interface CrossCheck extends ComparedHistogram {
  /** The server's exact record of the same requests; null where the server keeps none or there is no histogram. */
  readonly serverTime: LatencyCounts | null
  /** The unit in which the histogram would fit, where it does not as it is read, and a sentence that says so. */
  readonly suspectedUnit?: LatencyUnit
  readonly unitNote?: string
}

interface Suspicion {
  readonly unit: LatencyUnit
  readonly readAs: LatencyUnit
  readonly means: MeansOfRequests
}

function suspectedUnitOf(
  { prometheus, scenario }: RunRecord,
  { count, sum }: HistogramSnapshot,
  serviceTime: LatencyCounts,
): Suspicion | undefined {
  const { mean } = summarizeLatencies(serviceTime)
  if (scenario.service.kind === 'bundled' || mean === null) return undefined
  const means = { meanSeconds: sum / count, clientMeanSeconds: mean, count }
  const readAs = prometheus?.unit?.name ?? 'seconds'
  const unit = suspectedUnit(readAs, means)
  return unit && { unit, readAs, means }
}

function otherUnit({ unit, readAs, means: { meanSeconds, clientMeanSeconds } }: Suspicion): string {
  const [mean, client] = [formatDuration(meanSeconds), formatDuration(clientMeanSeconds)]
  const factor = meanSeconds / clientMeanSeconds
  const size = factor > 1 ? `${formatCount(Math.round(factor))} times` : `a ${formatCount(Math.round(1 / factor))}th of`
  return `The histogram is read in ${readAs} and is in ${unit}, it seems: its mean is ${mean}, ${size} the ${client} of the client. Write unit: ${unit} under target.metrics`
}

/** Has no rows where there is no histogram. */
export function crossCheck(record: RunRecord): CrossCheck {
  const histogram = record.prometheus?.total ?? null
  if (!histogram) return { rows: [], populations: null, serverTime: null }
  const crossChecked = crossCheckedPopulations(record)
  const suspected = suspectedUnitOf(record, histogram, crossChecked.serviceTime)
  const compared = compareHistogram(record, { histogram, crossChecked, known: knownOfCounts(record), unlike: null })
  return {
    ...compared,
    serverTime: crossChecked.serverTime,
    ...(suspected && { suspectedUnit: suspected.unit, unitNote: otherUnit(suspected) }),
  }
}

export interface ObservedPopulation {
  readonly histogram: HistogramSnapshot
  readonly crossChecked: CrossCheckedPopulations
  readonly known: KnownOfCounts
  /** Why no estimate is held against an exact quantile, whatever was counted; null where nothing is known to speak against it. */
  readonly unlike: string | null
}

/** The estimates of a histogram beside the exact quantiles of the requests that it is to hold. */
export function compareHistogram(
  record: RunRecord,
  { histogram, crossChecked, known, unlike }: ObservedPopulation,
): ComparedHistogram {
  const populations = comparePopulations(crossChecked, histogram.count, known)
  const suspected = suspectedUnitOf(record, histogram, crossChecked.serviceTime)
  const why = unlike ?? whyNotComparable(populations) ?? (suspected ? otherUnit(suspected) : null)
  const rows = CROSS_CHECKED_QUANTILES.map((quantile) =>
    checkSafely(
      () => {
        const row = checkQuantile(quantile, histogram, crossChecked, record.load.generator.backlogMax > 0)
        return why === null ? row : notComparable(row, why)
      },
      (problem) => uncheckedRow(quantile, problem),
    ),
  )
  return { rows, populations }
}

/**
 * Null where the histogram holds the client's requests, or where the server's own record holds the same requests as the
 * histogram: its error by interpolation is known then, whoever sent them.
 */
function whyNotComparable(populations: Populations): string | null {
  const { mismatch, serverExact, serverObserved } = populations
  if (!mismatch || (mismatch.kind === 'unanswered' && serverExact === serverObserved)) return null
  return countsApart(mismatch, populations)
}

/** What was measured stays; no error is taken between figures of different requests, and none is explained. */
function notComparable({ betterBound: _, ...row }: CrossCheckRow, why: string): CrossCheckRow {
  if (row.estimate === null || row.exactClient === null) return { ...row, comparable: false }
  const [estimate, exact] = [formatDuration(row.estimate), formatDuration(row.exactClient)]
  return {
    ...row,
    ...UNCOMPARED,
    comparable: false,
    explanation: `The histogram's ${quantileName(row.quantile)} of ${estimate} is not held against the client's ${exact}. ${why}.`,
  }
}

const UNCOMPARED = {
  error: null,
  relativeError: null,
  insideBucket: null,
  parts: { interpolation: null, vantage: null, waiting: null, interpolationAndVantage: null },
}

function checkQuantile(
  quantile: number,
  histogram: HistogramSnapshot,
  { responseTime, serviceTime, serverTime, stages }: CrossCheckedPopulations,
  waitedForConnections: boolean,
): CrossCheckRow {
  const { value, lower, upper } = estimateQuantile(quantile, histogram.buckets)
  const estimate = finiteOrNull(value)
  const exactClient = finiteOrNull(latencyQuantile(responseTime, quantile))
  const exactClientServiceTime = finiteOrNull(latencyQuantile(serviceTime, quantile))
  const exactServer = serverTime && finiteOrNull(latencyQuantile(serverTime, quantile))
  const error = estimate === null || exactClient === null ? null : estimate - exactClient
  const exact = { exactServer, exactClientServiceTime, exactClient }
  const row = {
    quantile,
    estimate,
    bucket: Number.isNaN(lower) ? null : { lower, upper: Number.isFinite(upper) ? upper : ('+Inf' as const) },
    exactClient,
    exactClientServiceTime,
    exactServer,
    error,
    relativeError: error === null || exactClient === null || exactClient === 0 ? null : error / exactClient,
    insideBucket: Number.isNaN(lower) ? null : isInsideBucket(quantile, serverTime ?? serviceTime, { lower, upper }),
    parts: {
      ...errorParts({ estimate, ...exact }),
      ...(stages && { split: splitParts(exact, stageQuantiles(stages, quantile)) }),
    },
  }
  const latencies = serverTime ?? serviceTime
  const better = adviseBound(row, histogram, latencies)
  return {
    ...row,
    explanation: explainEstimate(row, histogram, { latencies, waitedForConnections }),
    ...(better && { betterBound: better }),
  }
}

function stageQuantiles({ timeToFirstByte, timeFromTls, timeFromConnect }: Stages, quantile: number): StageQuantiles {
  const of = (stage: LatencyCounts | null) => stage && finiteOrNull(latencyQuantile(stage, quantile))
  return {
    timeToFirstByte: of(timeToFirstByte),
    timeFromTls: of(timeFromTls),
    timeFromConnect: of(timeFromConnect),
  }
}

function uncheckedRow(quantile: number, problem: string): CrossCheckRow {
  return {
    quantile,
    estimate: null,
    bucket: null,
    exactClient: null,
    exactClientServiceTime: null,
    exactServer: null,
    ...UNCOMPARED,
    explanation: `The ${quantileName(quantile)} could not be checked: ${problem}`,
  }
}
