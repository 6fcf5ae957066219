// Compares bucket layouts where the evidence is the buckets of a histogram and nothing else: every figure is a range that
// holds the truth, whatever the latencies were inside their buckets. No layout is recommended: bounds inside a bucket
// would be chosen on latencies that nobody saw.

import type { ComparedLayout, LayoutComparison, ThresholdKnown } from '../../../core/report/layout-comparison.ts'
import { type AnalysisRequest, allQuantiles, comparedRequest } from '../analysis-request.ts'
import { expositionBytes } from '../compare-layouts/layout-exposition.ts'
import { layoutFacts } from '../layout-facts.ts'
import { ambiguousShare, type BucketedRecord } from '../record/bucketed-record.ts'
import { allTotals } from '../record/cell-rows.ts'
import type { RecordedBuckets } from '../record/recorded-buckets.ts'
import { explainKnown } from './explain-known.ts'
import { type KnownAlert, knownAlert, knownOutcome } from './known-alert.ts'
import { type KnownMatrix, knownMatrix } from './known-matrix.ts'
import {
  type KnownMoving,
  type KnownPair,
  knownMoving,
  knownMovingError,
  knownVerdicts,
  movingEstimates,
} from './known-moving.ts'
import { exactEnds, knownWindow } from './known-quantiles.ts'
import { knownRange } from './known-range.ts'
import { type KnownRanking, rankKnown } from './rank-known.ts'
import { type Readings, readingsOf } from './readings.ts'

export interface KnownComparison extends KnownMatrix, KnownRanking {
  readonly comparison: Omit<LayoutComparison, 'layouts'>
  readonly thresholds: readonly ThresholdKnown[]
}

/** What all layouts are compared with. */
interface KnownExact {
  /** Of the whole record, by cell. */
  readonly totals: Float64Array
  /** The requested quantiles and the judged ones, each once. */
  readonly quantiles: readonly number[]
  readonly moving: KnownMoving
  readonly alert: KnownAlert | null
}

/** @param request on the record of the buckets */
export function compareKnown(request: AnalysisRequest, recorded: RecordedBuckets): KnownComparison {
  const readings = readingsOf(request)
  const exact = knownExact(request, readings, recorded)
  const judged = request.rule ?? request.judgements[0]
  return {
    ...rankKnown(request.layouts.map((_, i) => compareLayout(i, request, recorded, { readings, exact }))),
    ...(judged ? knownMatrix(request, readings, judged) : { matrix: null, matrixUntoldBecause: null }),
    thresholds: request.judgements.flatMap((each) => thresholdKnown(recorded, each)),
    comparison: {
      observations: recorded.total.count,
      ...comparedRequest(request),
      exactAlert: exact.alert?.replay ?? null,
      ...(exact.alert && { exactAlertRange: exact.alert.range }),
    },
  }
}

function knownExact(request: AnalysisRequest, readings: Readings, recorded: RecordedBuckets): KnownExact {
  const { rule } = request
  const quantiles = allQuantiles(request)
  const moving = knownMoving(request, readings, quantiles)
  const watched = rule && moving.exact[quantiles.indexOf(rule.quantile)]
  const totals = allTotals(recorded.record.rows)
  return { totals, quantiles, moving, alert: watched ? knownAlert(watched, moving.firstAt, rule) : null }
}

function compareLayout(
  index: number,
  request: AnalysisRequest,
  recorded: RecordedBuckets,
  { readings, exact }: { readonly readings: Readings; readonly exact: KnownExact },
): ComparedLayout {
  const layout = request.layouts[index] as AnalysisRequest['layouts'][number]
  const [low, high] = [readings.low, readings.high].map(({ bucketed }) => bucketed[index]) as [
    BucketedRecord,
    BucketedRecord,
  ]
  const { estimates, aboveHighestBound } = movingEstimates(request, readings, index, exact.quantiles)
  const pairOf = (quantile: number): KnownPair => {
    const i = exact.quantiles.indexOf(quantile)
    const [due, drawn] = [exact.moving.exact[i], estimates[i]] as [KnownPair['exact'], KnownPair['estimate']]
    return { totals: exact.moving.totals, exact: due, estimate: drawn }
  }
  const { rule } = request
  const { totals } = exact
  const compared = {
    ...layoutFacts(layout),
    expositionBytes: expositionBytes(layout, request, totals, high),
    source: 'record' as const,
    ambiguousShare: ambiguousShare(totals, high),
    run: knownWindow(recorded, request.quantiles, [low, high], totals),
    // A scrape does not fall on the boundary of a phase: what it added may belong to either.
    phases: [],
    moving: request.quantiles.map((quantile, i) =>
      knownMovingError(quantile, pairOf(quantile), request, aboveHighestBound[i] as number),
    ),
    wrongVerdicts: request.judgements.map((judged) => knownVerdicts(judged, pairOf(judged.quantile))),
    ...(rule && exact.alert
      ? knownOutcome(knownAlert(pairOf(rule.quantile).estimate, exact.moving.firstAt, rule), exact.alert)
      : { alert: null }),
  }
  return { ...compared, findings: explainKnown(compared, request, { values: recorded.record.lowers, counts: totals }) }
}

function thresholdKnown(
  recorded: RecordedBuckets,
  { quantile, thresholdSeconds }: AnalysisRequest['judgements'][number],
): ThresholdKnown[] {
  const ends = exactEnds(recorded, quantile)
  const range = knownRange(ends)
  if (!range) return []
  const finding = ends.low >= thresholdSeconds ? 'above' : ends.high <= thresholdSeconds ? 'notAbove' : 'untold'
  return [{ quantile, thresholdSeconds, finding, range }]
}
