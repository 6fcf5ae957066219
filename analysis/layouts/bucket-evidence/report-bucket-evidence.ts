// The analysis of scraped buckets as it stands in a report. Seconds.

import type { BucketEvidence, LayoutsReport, ObserveCost } from '../../../core/report/layout-comparison.ts'
import { bucketRange } from '../../../core/text/bucket-range.ts'
import { listed } from '../../../core/text/plural.ts'
import type { AnalysisRequest } from '../analysis-request.ts'
import { roughPercent } from '../explain-layout/finding.ts'
import type { RecordedBuckets } from '../record/recorded-buckets.ts'
import type { ReportContext } from '../report-layouts.ts'
import { compareKnown } from './compare-known.ts'

export function reportBucketEvidence(
  request: AnalysisRequest,
  recorded: RecordedBuckets,
  { source, observed, current, observeSeconds }: ReportContext,
): LayoutsReport {
  const { comparison, layouts, unrankedBecause, matrix, matrixUntoldBecause, thresholds } = compareKnown(
    request,
    recorded,
  )
  const buckets = countedBuckets(recorded)
  return {
    layouts,
    layoutStudy: {
      comparison,
      witness: source,
      bucketEvidence: {
        buckets,
        mean: recorded.sum && recorded.total.count > 0 ? recorded.sum.seconds / recorded.total.count : null,
        sum: recorded.sumIs,
        thresholds,
        unrankedBecause,
        matrixUntoldBecause,
      },
      observed,
      current,
      recommendation: null,
      recommendationNote: noRecommendation(request, buckets),
      code: null,
      matrix,
      distributions: [],
      exactDistribution: [],
      observeCosts: layouts.map(({ name }): ObserveCost => {
        const layout = request.layouts.find((each) => each.name === name)
        return { layout: name, observeSeconds: layout ? observeSeconds(layout) : null }
      }),
    },
  }
}

function countedBuckets({ total }: RecordedBuckets): BucketEvidence['buckets'] {
  return total.buckets.map(({ upperBound, cumulativeCount }, i, all) => ({
    lower: Math.max(0, all[i - 1]?.upperBound ?? 0),
    upper: upperBound === Infinity ? '+Inf' : upperBound,
    count: cumulativeCount - (all[i - 1]?.cumulativeCount ?? 0),
    cumulativeShare: total.count === 0 ? 0 : Math.min(1, cumulativeCount / total.count),
  }))
}

/** What is missing, and what holds nevertheless: a bound at a threshold judges it rightly whatever the latencies are. */
function noRecommendation({ judgements }: AnalysisRequest, buckets: BucketEvidence['buckets']): string {
  const fullest = buckets.reduce((most, next) => (next.count > most.count ? next : most))
  const total = buckets.reduce((sum, { count }) => sum + count, 0)
  const scraped = new Set(buckets.map(({ upper }) => upper))
  const missing = [...new Set(judgements.map(({ thresholdSeconds }) => thresholdSeconds))].filter(
    (threshold) => !scraped.has(threshold),
  )
  const share = total === 0 ? '0%' : roughPercent(fullest.count / total)
  const why = `Buckets do not tell where inside them the latencies lay: ${share} of the observations were ${bucketRange(fullest.lower, fullest.upper)}, and bounds in between would be chosen on guesses.`
  const certain =
    missing.length === 0
      ? ''
      : ` What is sure without them: ${listed(missing.map(String))} should be ${missing.length === 1 ? 'a bound' : 'bounds'}, for a limit is judged rightly only at a bound.`
  return `${why} A record of latencies tells: a HdrHistogram log, or a run of a scenario against the service.${certain}`
}
