// Compares bucket layouts with the exact latencies of one record: over the run, by phase, and over the rule's moving
// window. It says what each layout would have decided and what it costs.

import type { HistogramLayout } from '../../../core/histogram/native-layout.ts'
import type {
  AlertReplay,
  ComparedLayout,
  LayoutComparison,
  QuantileThreshold,
} from '../../../core/report/layout-comparison.ts'
import { type AnalysisRequest, allQuantiles, comparedRequest, evaluationCount } from '../analysis-request.ts'
import { explainLayout } from '../explain-layout/explain-layout.ts'
import { layoutFacts } from '../layout-facts.ts'
import { ambiguousShare, type BucketedRecord, bucketRecords, estimateIn } from '../record/bucketed-record.ts'
import { rowCount } from '../record/cell-rows.ts'
import { isWholeWindow, type MovingExact, movingExact, movingQuantiles } from '../record/moving-window.ts'
import { alertOutcome, replayAlert } from '../replay-alert/replay-alert.ts'
import { estimateWindow } from './estimate-window.ts'
import { type ExactWindow, exactWindows } from './exact-window.ts'
import { expositionBytes } from './layout-exposition.ts'
import { type MovingPair, movingError, wrongVerdicts } from './moving-error.ts'

/** The exact values that all layouts are compared with. */
interface ExactSide {
  readonly windows: readonly ExactWindow[]
  /** The requested quantiles and the judged ones, each once. */
  readonly quantiles: readonly number[]
  readonly moving: MovingExact
  readonly alert: AlertReplay | null
}

/** @param bucketed the record in each layout's buckets; computed unless given */
export function compareLayouts(
  request: AnalysisRequest,
  bucketed: readonly BucketedRecord[] = bucketRecords(request.record, request.layouts),
): LayoutComparison {
  const exact = exactSide(request)
  return {
    observations: (exact.windows[0] as ExactWindow).count,
    ...comparedRequest(request),
    exactAlert: exact.alert,
    layouts: request.layouts
      .map((layout, i) => compareLayout(layout, bucketed[i] as BucketedRecord, request, exact))
      .sort(betterFirst),
  }
}

function exactSide(request: AnalysisRequest): ExactSide {
  const { record, phases, rule } = request
  const quantiles = allQuantiles(request)
  const moving = movingExact(record, request.rangeSeconds, evaluationCount(request), quantiles)
  return {
    windows: exactWindows(record, phases, request.quantiles),
    quantiles,
    moving,
    alert: rule && replayAlert(moving.quantiles[quantiles.indexOf(rule.quantile)] ?? [], moving.firstAt, rule),
  }
}

function compareLayout(
  layout: HistogramLayout,
  bucketed: BucketedRecord,
  request: AnalysisRequest,
  exact: ExactSide,
): ComparedLayout {
  const { rule, live } = request
  const [whole, ...phases] = exact.windows as [ExactWindow, ...ExactWindow[]]
  const { pairs, aboveHighestBound } = movingPairs(bucketed, request, exact)
  const pairOf = ({ quantile }: Pick<QuantileThreshold, 'quantile'>) =>
    pairs[exact.quantiles.indexOf(quantile)] as MovingPair
  const compared = {
    ...layoutFacts(layout),
    expositionBytes: expositionBytes(layout, request, whole.totals, bucketed),
    source: live.has(layout.name) ? ('live' as const) : ('record' as const),
    ambiguousShare: ambiguousShare(whole.totals, bucketed),
    run: estimateWindow(whole, bucketed, live.get(layout.name)),
    phases: phases.map((phase) => estimateWindow(phase, bucketed)),
    moving: request.quantiles.map((quantile, i) =>
      movingError(quantile, pairOf({ quantile }), aboveHighestBound[i] as number),
    ),
    wrongVerdicts: request.judgements.map((judged) => wrongVerdicts(judged, pairOf(judged))),
    alert:
      rule && exact.alert
        ? alertOutcome(replayAlert(pairOf(rule).estimate, exact.moving.firstAt, rule), exact.alert)
        : null,
  }
  return { ...compared, findings: explainLayout(compared, request, whole) }
}

function movingPairs(
  bucketed: BucketedRecord,
  request: AnalysisRequest,
  { quantiles, moving }: ExactSide,
): { pairs: MovingPair[]; aboveHighestBound: number[] } {
  const aboveHighestBound = quantiles.map(() => 0)
  const evaluations = evaluationCount(request)
  const estimates = movingQuantiles(bucketed.rows, request.rangeSeconds, evaluations, quantiles, (window, quantile) => {
    const { value, upper } = estimateIn(bucketed, window, quantile)
    if (upper === Number.POSITIVE_INFINITY) aboveHighestBound[quantiles.indexOf(quantile)]! += 1
    return value
  })
  return {
    aboveHighestBound,
    pairs: estimates.map((estimate, i) => ({
      firstAt: moving.firstAt,
      totals: moving.totals,
      isWhole: (evaluation) => isWholeWindow(evaluation, rowCount(request.record.rows), request.rangeSeconds),
      exact: moving.quantiles[i] as Float64Array,
      estimate,
    })),
  }
}

// Ranks by wrong alerts, then wrong verdicts, then the worst error, then the number of series.
function betterFirst(a: ComparedLayout, b: ComparedLayout): number {
  const keys = [wrongAlerts, wrongRatio, worstError, ({ series }: ComparedLayout) => series]
  return keys.map((key) => key(a) - key(b)).find((difference) => difference !== 0 && !Number.isNaN(difference)) ?? 0
}

function wrongAlerts({ alert }: ComparedLayout): number {
  return alert ? alert.misses + alert.falseAlarms : 0
}

function wrongRatio({ wrongVerdicts: judged }: ComparedLayout): number {
  const evaluations = judged.reduce((sum, next) => sum + next.evaluations, 0)
  return evaluations === 0 ? 0 : judged.reduce((sum, next) => sum + next.misses + next.falseAlarms, 0) / evaluations
}

function worstError({ moving }: ComparedLayout): number {
  return Math.max(0, ...moving.map(({ worstRelativeError }) => worstRelativeError ?? 0))
}
