// What the bounds of a histogram decide for an alert on one of its quantiles. Where the threshold is a bound, the counts
// tell at each evaluation on which side of it the quantile lies. Where it lies inside a bucket, they do not as long as the
// quantile is in that bucket, and no recording can tell afterwards: only a bound at the threshold, in the service's own
// instrumentation, tells future episodes apart.

import type { AlertHistories, BacktestedQuantile, Episode } from '../../core/backtest/backtest.ts'
import type { LayoutJudgement } from '../../core/report/backtest-report.ts'
import { firingSpans, unitedMs } from './firing-time.ts'
import { labelKey } from './label-key.ts'

/** One for each comparison of a quantile with a number. */
export function judgeLayout(quantiles: readonly BacktestedQuantile[], histories: AlertHistories): LayoutJudgement[] {
  const undecided = undecidedOf(histories)
  return quantiles.flatMap(({ metric, quantile, operator, threshold, role, bounds, thresholdIsBound }) => {
    if (operator === null || threshold === null || role === null) return []
    const kind = kindOf(threshold, bounds, thresholdIsBound)
    return [
      {
        metric,
        quantile,
        operator,
        threshold,
        role,
        bounds: [...bounds],
        kind,
        bucket: kind === 'decides' || kind === 'no-buckets' ? null : bucketAround(threshold, bounds),
        ...undecided,
        boundToAdd: (kind === 'inside-a-bucket' || kind === 'above-the-bounds') && threshold > 0 ? threshold : null,
      },
    ]
  })
}

function kindOf(threshold: number, bounds: readonly number[], isBound: boolean | null): LayoutJudgement['kind'] {
  const highest = bounds.at(-1)
  if (highest === undefined) return 'no-buckets'
  if (isBound ?? bounds.includes(threshold)) return 'decides'
  return threshold > highest ? 'above-the-bounds' : 'inside-a-bucket'
}

function bucketAround(threshold: number, bounds: readonly number[]): LayoutJudgement['bucket'] {
  return {
    lower: bounds.findLast((bound) => bound < threshold) ?? 0,
    upper: bounds.find((bound) => bound > threshold) ?? null,
  }
}

function undecidedOf({
  surely,
  could,
}: AlertHistories): Pick<LayoutJudgement, 'undecidedSeconds' | 'undecidedEpisodes'> {
  const sureSpans = firingSpans(surely)
  const isTouched = ({ labels, startMs, lastFiringMs }: Episode) =>
    surely.some(
      (sure) =>
        sure.startMs <= lastFiringMs && sure.lastFiringMs >= startMs && labelKey(sure.labels) === labelKey(labels),
    )
  return {
    undecidedSeconds: Math.max(0, unitedMs(firingSpans(could)) - unitedMs(sureSpans)) / 1e3,
    undecidedEpisodes: could.filter((episode) => !isTouched(episode)).length,
  }
}
