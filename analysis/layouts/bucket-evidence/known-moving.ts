// The moving window as far as buckets tell it: where the exact quantile and a layout's estimate lie at each evaluation, how
// far apart the two are at least and at most, and on which side of a threshold each surely is.
// The sum is not used here: of the few observations of a window it says little.

import type { MovingError, QuantileThreshold, WrongVerdicts } from '../../../core/report/layout-comparison.ts'
import { type AnalysisRequest, evaluationCount } from '../analysis-request.ts'
import { FLOAT_NOISE, median } from '../compare-layouts/moving-error.ts'
import { estimateIn } from '../record/bucketed-record.ts'
import { rowCount } from '../record/cell-rows.ts'
import { hasTail, isWholeWindow, movingExact, movingQuantiles } from '../record/moving-window.ts'
import { type Ends, errorSizeEnds, knownRange } from './known-range.ts'
import { drawn, type Reading, type Readings } from './readings.ts'

/** A quantile at each evaluation: NaN of an empty window. */
export interface MovingEnds {
  readonly low: Float64Array
  readonly high: Float64Array
}

/** By requested quantile. */
export interface KnownMoving {
  readonly firstAt: number
  readonly totals: Float64Array
  readonly exact: readonly MovingEnds[]
}

export function knownMoving(
  request: AnalysisRequest,
  { low, high }: Readings,
  quantiles: readonly number[],
): KnownMoving {
  const over = ({ record }: Reading) => movingExact(record, request.rangeSeconds, evaluationCount(request), quantiles)
  const [ifLow, ifHigh] = [over(low), over(high)]
  return {
    firstAt: ifHigh.firstAt,
    totals: ifHigh.totals,
    exact: quantiles.map((_, i) => ({
      low: ifLow.quantiles[i] as Float64Array,
      high: ifHigh.quantiles[i] as Float64Array,
    })),
  }
}

export interface MovingEstimates {
  /** By requested quantile. */
  readonly estimates: readonly MovingEnds[]
  /** Evaluations at which the estimate was surely in the bucket to +Inf. */
  readonly aboveHighestBound: readonly number[]
}

/** @param layout its place in the request */
export function movingEstimates(
  request: AnalysisRequest,
  { low, high }: Readings,
  layout: number,
  quantiles: readonly number[],
): MovingEstimates {
  const aboveHighestBound = quantiles.map(() => 0)
  const over = ({ bucketed }: Reading, countsAbove: boolean) => {
    const reading = bucketed[layout] as Reading['bucketed'][number]
    return movingQuantiles(
      reading.rows,
      request.rangeSeconds,
      evaluationCount(request),
      quantiles,
      (window, quantile) => {
        const estimate = estimateIn(reading, window, quantile)
        if (countsAbove && estimate.upper === Infinity) aboveHighestBound[quantiles.indexOf(quantile)]! += 1
        return drawn(reading, estimate)
      },
    )
  }
  const [ifLow, ifHigh] = [over(low, true), over(high, false)]
  return {
    estimates: quantiles.map((_, i) => ({ low: ifLow[i] as Float64Array, high: ifHigh[i] as Float64Array })),
    aboveHighestBound,
  }
}

/** One quantile over the moving window. */
export interface KnownPair {
  readonly totals: Float64Array
  readonly exact: MovingEnds
  readonly estimate: MovingEnds
}

export function knownMovingError(
  quantile: number,
  { totals, exact, estimate }: KnownPair,
  request: Pick<AnalysisRequest, 'record' | 'rangeSeconds'>,
  aboveHighestBound: number,
): MovingError {
  const sizes: Ends[] = []
  let tooFew = 0
  totals.forEach((total, i) => {
    if (total === 0) return
    const isWhole = isWholeWindow(i, rowCount(request.record.rows), request.rangeSeconds)
    if (isWhole && hasTail(quantile, total)) sizes.push(errorSizeEnds(endsAt(estimate, i), endsAt(exact, i)))
    else tooFew++
  })
  const rangeOf = (value: (sizes: readonly number[]) => number) =>
    knownRange({ low: value(sizes.map(({ low }) => low)), high: value(sizes.map(({ high }) => high)) })
  // Both grow with each of the errors.
  const [worst, middle] = [rangeOf(greatest), rangeOf((values) => median(values) ?? Number.NaN)]
  return {
    quantile,
    evaluations: sizes.length,
    tooFew,
    aboveHighestBound,
    medianError: null,
    worstError: null,
    medianRelativeError: null,
    worstRelativeError: null,
    ...(middle && { medianRelativeErrorRange: middle }),
    ...(worst && { worstRelativeErrorRange: worst }),
    worst: null,
  }
}

/** Misses and false alarms are the sure ones. */
export function knownVerdicts(judged: QuantileThreshold, { totals, exact, estimate }: KnownPair): WrongVerdicts {
  const { quantile, thresholdSeconds } = judged
  let [evaluations, misses, falseAlarms, untold] = [0, 0, 0, 0]
  totals.forEach((total, i) => {
    if (total === 0) return
    evaluations++
    const due = isAbove(endsAt(exact, i), thresholdSeconds)
    const drawn = isAbove(endsAt(estimate, i), thresholdSeconds * (1 + FLOAT_NOISE))
    if (due === undefined || drawn === undefined) untold++
    else if (due && !drawn) misses++
    else if (!due && drawn) falseAlarms++
  })
  return { quantile, thresholdSeconds, evaluations, misses, falseAlarms, untold }
}

/** Undefined where it may be on either side. */
function isAbove({ low, high }: Ends, threshold: number): boolean | undefined {
  if (low > threshold) return true
  return high > threshold ? undefined : false
}

function endsAt({ low, high }: MovingEnds, evaluation: number): Ends {
  return { low: low[evaluation] as number, high: high[evaluation] as number }
}

function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), values[0] ?? Number.NaN)
}
