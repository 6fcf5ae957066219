// Puts bucket layouts against the exact latencies of one record: over the run, by phase, and over the rule's moving
// window; what each would have decided, and what it costs.

import { type HistogramLayout, isNativeLayout, nativeIndex } from '../../../core/histogram/native-layout.ts'
import type {
  AlertReplay,
  ComparedLayout,
  LayoutComparison,
  QuantileThreshold,
} from '../../../core/report/layout-comparison.ts'
import { evaluationCount, type LayoutQuestion } from '../analysis-request.ts'
import { explainLayout } from '../explain-layout/explain-layout.ts'
import { type BucketedRecord, bucketRecords, estimateIn, groupTotals } from '../record/bucketed-record.ts'
import { rowCount } from '../record/cell-rows.ts'
import { recordPrecision } from '../record/latency-record.ts'
import { isWholeWindow, type MovingExact, movingExact, movingQuantiles } from '../record/moving-window.ts'
import { alertOutcome, replayAlert } from '../replay-rule/replay-rule.ts'
import { layoutStretch } from './estimate-window.ts'
import { type ExactStretch, exactStretches } from './exact-window.ts'
import { nativeExpositionBytes, textExpositionBytes } from './exposition-size.ts'
import { type MovingPair, movingError, wrongVerdicts } from './moving-error.ts'

/** What is exact, shared by all layouts. */
interface ExactSide {
  readonly stretches: readonly ExactStretch[]
  /** The quantiles asked, and those that are judged, each once. */
  readonly quantiles: readonly number[]
  readonly moving: MovingExact
  readonly alert: AlertReplay | null
}

/** @param bucketed the record in each layout's buckets, where it is at hand */
export function compareLayouts(
  question: LayoutQuestion,
  bucketed: readonly BucketedRecord[] = bucketRecords(question.record, question.layouts),
): LayoutComparison {
  const { record, rule } = question
  const exact = exactSide(question)
  return {
    observations: (exact.stretches[0] as ExactStretch).count,
    startSeconds: record.firstSecond,
    endSeconds: record.firstSecond + evaluationCount(question),
    quantiles: question.quantiles,
    rangeSeconds: question.rangeSeconds,
    rule,
    recordPrecision: recordPrecision(record),
    exactAlert: exact.alert,
    layouts: question.layouts
      .map((layout, i) => compareLayout(layout, bucketed[i] as BucketedRecord, question, exact))
      .sort(betterFirst),
  }
}

function exactSide(question: LayoutQuestion): ExactSide {
  const { record, phases, rule, judgements } = question
  const judged = [...judgements, ...(rule ? [rule] : [])].map(({ quantile }) => quantile)
  const quantiles = [...new Set([...question.quantiles, ...judged])]
  const moving = movingExact(record, question.rangeSeconds, evaluationCount(question), quantiles)
  return {
    stretches: exactStretches(record, phases, question.quantiles),
    quantiles,
    moving,
    alert: rule && replayAlert(moving.quantiles[quantiles.indexOf(rule.quantile)] ?? [], moving.firstAt, rule),
  }
}

function compareLayout(
  layout: HistogramLayout,
  bucketed: BucketedRecord,
  question: LayoutQuestion,
  exact: ExactSide,
): ComparedLayout {
  const { rule, live } = question
  const native = isNativeLayout(layout)
  const [whole, ...phases] = exact.stretches as [ExactStretch, ...ExactStretch[]]
  const { pairs, aboveHighestBound } = movingPairs(bucketed, question, exact)
  const pairOf = ({ quantile }: Pick<QuantileThreshold, 'quantile'>) =>
    pairs[exact.quantiles.indexOf(quantile)] as MovingPair
  const compared = {
    name: layout.name,
    kind: native ? ('native' as const) : ('classic' as const),
    schema: native ? layout.schema : null,
    bounds: native ? null : layout.upperBounds,
    series: native ? 1 : layout.upperBounds.length + 3,
    expositionBytes: expositionBytes(layout, question, whole, bucketed),
    source: live.has(layout.name) ? ('live' as const) : ('record' as const),
    ambiguousShare: ambiguousShare(whole, bucketed),
    run: layoutStretch(whole, bucketed, live.get(layout.name)),
    phases: phases.map((phase) => layoutStretch(phase, bucketed)),
    moving: question.quantiles.map((quantile, i) =>
      movingError(quantile, pairOf({ quantile }), aboveHighestBound[i] as number),
    ),
    wrongVerdicts: question.judgements.map((judged) => wrongVerdicts(judged, pairOf(judged))),
    alert:
      rule && exact.alert
        ? alertOutcome(replayAlert(pairOf(rule).estimate, exact.moving.firstAt, rule), exact.alert)
        : null,
  }
  return { ...compared, findings: explainLayout(compared, question, whole) }
}

function movingPairs(
  bucketed: BucketedRecord,
  question: LayoutQuestion,
  { quantiles, moving }: ExactSide,
): { pairs: MovingPair[]; aboveHighestBound: number[] } {
  const aboveHighestBound = quantiles.map(() => 0)
  const evaluations = evaluationCount(question)
  const estimates = movingQuantiles(
    bucketed.rows,
    question.rangeSeconds,
    evaluations,
    quantiles,
    (window, quantile) => {
      const { value, upper } = estimateIn(bucketed, window, quantile)
      if (upper === Number.POSITIVE_INFINITY) aboveHighestBound[quantiles.indexOf(quantile)]! += 1
      return value
    },
  )
  return {
    aboveHighestBound,
    pairs: estimates.map((estimate, i) => ({
      firstAt: moving.firstAt,
      totals: moving.totals,
      isWhole: (evaluation) => isWholeWindow(evaluation, rowCount(question.record.rows), question.rangeSeconds),
      exact: moving.quantiles[i] as Float64Array,
      estimate,
    })),
  }
}

function expositionBytes(
  layout: HistogramLayout,
  { metric, record }: LayoutQuestion,
  { totals }: ExactStretch,
  { bucketOf, uppers }: BucketedRecord,
): number {
  const counts = groupTotals(totals, bucketOf, uppers.length)
  if (isNativeLayout(layout)) {
    const populated = counts.subarray(1, -1)
    const firstIndex = populated.length === 0 ? 0 : nativeIndex(layout.schema, uppers[1] as number)
    return nativeExpositionBytes(metric, layout.schema, counts[0] as number, firstIndex, populated)
  }
  const sum = totals.reduce((seconds, count, cell) => {
    const latency = record.uppers[cell] as number
    return Number.isFinite(latency) ? seconds + count * latency : seconds
  }, 0)
  return textExpositionBytes(metric, layout.upperBounds, counts, sum)
}

function ambiguousShare({ totals, count }: ExactStretch, { bucketOf, bucketIfLow }: BucketedRecord): number {
  if (count === 0) return 0
  return totals.reduce((sum, seen, cell) => (bucketOf[cell] === bucketIfLow[cell] ? sum : sum + seen), 0) / count
}

// Wrong decisions weigh more than errors, errors more than cost.
function betterFirst(a: ComparedLayout, b: ComparedLayout): number {
  const keys = [wrongAlerts, wrongShare, worstError, ({ series }: ComparedLayout) => series]
  return keys.map((key) => key(a) - key(b)).find((difference) => difference !== 0 && !Number.isNaN(difference)) ?? 0
}

function wrongAlerts({ alert }: ComparedLayout): number {
  return alert ? alert.misses + alert.falseAlarms : 0
}

function wrongShare({ wrongVerdicts: judged }: ComparedLayout): number {
  const evaluations = judged.reduce((sum, next) => sum + next.evaluations, 0)
  return evaluations === 0 ? 0 : judged.reduce((sum, next) => sum + next.misses + next.falseAlarms, 0) / evaluations
}

function worstError({ moving }: ComparedLayout): number {
  return Math.max(0, ...moving.map(({ worstRelativeError }) => worstRelativeError ?? 0))
}
