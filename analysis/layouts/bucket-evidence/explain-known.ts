// What a layout shows, as far as buckets tell: one sentence for each finding, problems first. A problem is one whatever the
// latencies were inside their buckets.

import { type CountedValues, countAtOrBelow } from '../../../core/latency/latency-counts.ts'
import { quantileName } from '../../../core/latency/quantile.ts'
import type { ComparedLayout, LayoutFinding, LayoutQuantile } from '../../../core/report/layout-comparison.ts'
import { latencyRange } from '../../../core/text/bucket-range.ts'
import { formatCount } from '../../../core/text/count.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { counted, times } from '../../../core/text/plural.ts'
import type { AnalysisRequest } from '../analysis-request.ts'
import { explainThreshold } from '../explain-layout/explain-threshold.ts'
import { note, problem, roughPercent } from '../explain-layout/finding.ts'
import { unusedBoundsFinding } from '../explain-layout/unused-bounds.ts'

/** A relative error that may be larger is worth a sentence. */
const NOTEWORTHY_ERROR = 0.1

type Explained = Omit<ComparedLayout, 'findings'>

/** @param fastest the whole record, every latency at the low end of its bucket */
export function explainKnown(layout: Explained, request: AnalysisRequest, fastest: CountedValues): LayoutFinding[] {
  return [
    ...request.judgements.flatMap((judged) => [...explainThreshold(layout, judged), ...untoldFinding(layout, judged)]),
    ...alertFindings(layout, request),
    ...layout.run.quantiles.flatMap((row) => drawnFinding(layout, row)),
    ...(layout.run.count === 0
      ? []
      : unusedBoundsFinding(layout.bounds, request, (bound) => countAtOrBelow(fastest, bound) === 0)),
  ].sort((a, b) => Number(a.severity === 'note') - Number(b.severity === 'note'))
}

function untoldFinding(
  { wrongVerdicts }: Explained,
  { quantile, thresholdSeconds }: AnalysisRequest['judgements'][number],
): LayoutFinding[] {
  const judged = wrongVerdicts.find((w) => w.quantile === quantile && w.thresholdSeconds === thresholdSeconds)
  if (!judged?.untold) return []
  const question = `${quantileName(quantile)} > ${formatDuration(thresholdSeconds)}`
  return [
    note(
      'ambiguous',
      `Whether it judged ${question} rightly cannot be told at ${formatCount(judged.untold)} of ${counted(judged.evaluations, 'evaluation')}.`,
    ),
  ]
}

function alertFindings({ alert, alertRange }: Explained, { rule }: AnalysisRequest): LayoutFinding[] {
  if (!rule || !alertRange) return []
  const { misses, falseAlarms } = alertRange
  return [
    ...(misses > 0
      ? [problem('alert-differs', `${rule.name} would have stayed silent ${times(misses)} where exact quantiles fire.`)]
      : []),
    ...(falseAlarms > 0
      ? [problem('alert-differs', `${rule.name} would have fired ${times(falseAlarms)} for no reason.`)]
      : []),
    ...(alert === null && misses + falseAlarms === 0
      ? [note('ambiguous', `Whether ${rule.name} would have fired as on exact quantiles cannot be told.`)]
      : []),
  ]
}

function drawnFinding(layout: Explained, row: LayoutQuantile): LayoutFinding[] {
  const { quantile, exactRange, estimateRange, relativeErrorRange: error, bucket } = row
  if (!exactRange || !estimateRange || !error) return []
  const name = `The ${quantileName(quantile)}`
  if (layout.kind === 'classic' && bucket?.upper === '+Inf')
    return [
      problem(
        'above-highest-bound',
        `${name} is ${latencyRange(exactRange)}, above the highest bound: the estimate stays at ${formatDuration(bucket.lower)} however slow it gets.`,
      ),
    ]
  const mayBeFarOff = error.upper === null || Math.max(error.upper, -error.lower) >= NOTEWORTHY_ERROR
  if (!mayBeFarOff) return []
  const drawn =
    estimateRange.lower === estimateRange.upper
      ? `is drawn at ${formatDuration(estimateRange.lower)}`
      : `may be drawn anywhere from ${formatDuration(estimateRange.lower)} to ${estimateRange.upper === null ? 'any latency' : formatDuration(estimateRange.upper)}`
  const least = Math.max(0, error.lower, error.upper === null ? 0 : -error.upper)
  const sure = least >= NOTEWORTHY_ERROR ? `, so that it is off by ${roughPercent(least)} at least` : ''
  const grade = sure === '' ? note : problem
  return [grade('interpolation', `${name} is ${latencyRange(exactRange)} and ${drawn}${sure}.`)]
}
