import type { LayoutJudgement } from '../../../core/report/backtest-report.ts'
import { bucketRange } from '../../../core/text/bucket-range.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { counted } from '../../../core/text/plural.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'

/** What the bounds decide for one comparison, and what could. */
export function layoutSentence(judgement: LayoutJudgement): string {
  const { quantile, metric, operator, threshold, role, bucket, kind, undecidedSeconds, undecidedEpisodes } = judgement
  const isSeconds = metric?.endsWith('_seconds_bucket') === true
  const figure = (value: number) => (isSeconds ? formatDuration(value) : String(value))
  const compared = `${quantileHeading(quantile)} ${operator} ${figure(threshold)}`
  const open =
    undecidedSeconds === 0
      ? 'nothing was left open by that in this time'
      : `${spanFigure(undecidedSeconds)} and ${counted(undecidedEpisodes, 'possible firing')} were left open`
  switch (kind) {
    case 'decides':
      return `${compared}: ${figure(threshold)} is a bound of ${metric ?? 'the histogram'}, so its counts decide; ${open}.`
    case 'no-buckets':
      return `${compared}: no bounds were seen, so nothing is said of buckets.`
    case 'inside-a-bucket':
    case 'above-the-bounds': {
      const range =
        bucket === null
          ? ''
          : isSeconds
            ? bucketRange(bucket.lower, bucket.upper)
            : bucket.upper === null
              ? `above ${bucket.lower}`
              : `${bucket.lower} to ${bucket.upper}`
      const add = `A bound at ${figure(threshold)} would have told them apart. Recorded data cannot show it any more: add it to the histogram where the service observes it.`
      const isNeeded = role === 'whole' || role === 'required'
      const silent =
        kind === 'above-the-bounds' && operator.startsWith('>')
          ? ` Prometheus draws nothing above the highest bound, so the ${isNeeded ? 'alert can never fire as it is' : 'comparison never holds as it is, and the alert fires on its other conditions alone'}.`
          : ''
      return `${compared}: ${figure(threshold)} lies inside the bucket ${range}, where the counts decide nothing; ${open}.${silent}${undecidedSeconds > 0 ? ` ${add}` : ''}`
    }
  }
}
