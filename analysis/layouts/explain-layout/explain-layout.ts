// Explains what a layout shows, one sentence for each finding, problems first.

import { roundBoundAtOrAbove } from '../../../core/histogram/round-bounds.ts'
import { countAtOrBelow } from '../../../core/latency/latency-counts.ts'
import { quantileName } from '../../../core/latency/quantile.ts'
import type { ComparedLayout, LayoutFinding, LayoutQuantile } from '../../../core/report/layout-comparison.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { times } from '../../../core/text/plural.ts'
import type { AnalysisRequest } from '../analysis-request.ts'
import { relativeTo } from '../compare-layouts/estimate-window.ts'
import { type ExactWindow, observationsOf } from '../compare-layouts/exact-window.ts'
import { explainInterpolation } from './explain-interpolation.ts'
import { explainThreshold } from './explain-threshold.ts'
import { note, precise, problem, roughPercent } from './finding.ts'
import { unusedBoundsFinding } from './unused-bounds.ts'

/** A confidence interval wider than this, relative to the quantile, means that the sample is small. */
const WIDE_INTERVAL = 0.25
/** Ambiguous observations are mentioned from this ratio on. */
const NOTEWORTHY_AMBIGUITY = 0.001
/** An alert that fires this much earlier or later than on exact quantiles is a problem. */
const NOTEWORTHY_DELAY_SECONDS = 10

type Explained = Omit<ComparedLayout, 'findings'>

export function explainLayout(layout: Explained, request: AnalysisRequest, whole: ExactWindow): LayoutFinding[] {
  const { quantiles } = layout.run
  const isEmpty = (bound: number) => countAtOrBelow(observationsOf(request.record, whole), bound) === 0
  return [
    ...request.judgements.flatMap((judged) => explainThreshold(layout, judged)),
    ...alertFindings(layout, request),
    ...explainInterpolation(layout, request, whole),
    ...quantiles.flatMap((row) => aboveHighestFinding(layout, row)),
    ...quantiles.flatMap(smallSampleFinding),
    ...ambiguityFinding(layout),
    ...(whole.count === 0 ? [] : unusedBoundsFinding(layout.bounds, request, isEmpty)),
  ].sort((a, b) => Number(a.severity === 'note') - Number(b.severity === 'note'))
}

function alertFindings({ alert }: Explained, { rule }: AnalysisRequest): LayoutFinding[] {
  if (!alert || !rule) return []
  const found: LayoutFinding[] = []
  if (alert.misses > 0)
    found.push(
      problem(
        'alert-differs',
        `${rule.name} would have stayed silent ${times(alert.misses)} where exact quantiles fire.`,
      ),
    )
  if (alert.falseAlarms > 0)
    found.push(problem('alert-differs', `${rule.name} would have fired ${times(alert.falseAlarms)} for no reason.`))
  if (alert.delaySeconds) {
    const direction = alert.delaySeconds > 0 ? 'later' : 'earlier'
    const off = Math.abs(alert.delaySeconds)
    const grade = off > NOTEWORTHY_DELAY_SECONDS ? problem : note
    found.push(
      grade(
        'alert-differs',
        `${rule.name} would have fired ${formatDuration(off)} ${direction} than on exact quantiles.`,
      ),
    )
  }
  return found
}

function aboveHighestFinding(layout: Explained, { quantile, bucket, exact }: LayoutQuantile): LayoutFinding[] {
  if (layout.kind === 'native' || bucket?.upper !== '+Inf') return []
  const truth = exact === null ? 'lies among the requests that never ended' : `is ${precise(exact)}`
  const advice = exact === null ? '' : `; add a bound at ${roundBoundAtOrAbove(exact, 1)} or above`
  const sentence = `The ${quantileName(quantile)} ${truth}, above the highest bound: the estimate stays at ${formatDuration(bucket.lower)} however slow it gets${advice}.`
  return [problem('above-highest-bound', sentence)]
}

function smallSampleFinding({ quantile, exact, exactInterval }: LayoutQuantile): LayoutFinding[] {
  if (exact === null || exactInterval === null) return []
  const { lower, upper } = exactInterval
  if (lower !== null && upper !== null && relativeTo(exact, upper - lower) <= WIDE_INTERVAL) return []
  const [from, to] = [lower === null ? '0s' : precise(lower), upper === null ? 'anything' : precise(upper)]
  const sentence = `The sample is small for the ${quantileName(quantile)}: ${precise(exact)} here, but with 95% confidence from ${from} to ${to} for the service.`
  return [note('small-sample', sentence)]
}

function ambiguityFinding({ ambiguousShare, source, run }: Explained): LayoutFinding[] {
  if (source === 'live' || ambiguousShare < NOTEWORTHY_AMBIGUITY) return []
  const [most] = run.quantiles
    .map(({ quantile, estimate, estimateIfLow }) => ({
      quantile,
      high: estimate ?? 0,
      low: estimateIfLow ?? 0,
    }))
    .sort((a, b) => relativeTo(b.high, b.high - b.low) - relativeTo(a.high, a.high - a.low))
  const effect =
    most && relativeTo(most.high, most.high - most.low) >= 0.01
      ? `the ${quantileName(most.quantile)} may be drawn anywhere from ${formatDuration(most.low)} to ${formatDuration(most.high)}`
      : 'which moves no quantile by 1%'
  const ratio = roughPercent(ambiguousShare)
  return [
    note(
      'ambiguous',
      `${ratio} of the requests lie so close to a bound that the record cannot tell the side: ${effect}.`,
    ),
  ]
}
