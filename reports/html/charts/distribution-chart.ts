// The buckets of the histogram against the exact distribution, as cumulative shares over latency.

import type { Report, ReportedServer } from '../../../core/report/report.ts'
import type { ReportDetails } from '../../../core/report/report-details.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import type { DistributionBucket, DistributionChart, DistributionQuantile } from './chart-data.ts'
import { highestBound } from './highest-bound.ts'

/** Null without a histogram, or without an exact distribution to compare it with. */
export function distributionChart(
  { server, crossCheck }: Report,
  { distribution }: ReportDetails,
): DistributionChart | null {
  if (server === null || server.count === 0 || distribution === null) return null
  const buckets = distributionBuckets(server)
  const slowest = distribution.seconds.at(-1) ?? 0
  const toSeconds = lastSeconds(buckets, slowest, highestBound(server) ?? slowest)
  const middle = distribution.seconds[distribution.share.findIndex((share) => share >= 0.5)] ?? toSeconds
  return {
    kind: 'distribution',
    buckets,
    exactKind: distribution.population,
    exactName: distribution.population === 'serverTime' ? 'Server, exact' : 'Service time, exact',
    exact: { seconds: distribution.seconds, share: distribution.share },
    quantiles: crossCheck.map(
      ({ quantile, estimate, exactServer, exactClientServiceTime, bucket }): DistributionQuantile => ({
        name: quantileHeading(quantile),
        quantile,
        estimate,
        exact: distribution.population === 'serverTime' ? exactServer : exactClientServiceTime,
        bucket: bucket === null ? null : indexOf(buckets, bucket.lower),
      }),
    ),
    toSeconds,
    // A linear axis shows interpolation as a straight line. It is given up only where it would hide half of the requests.
    logarithmic: middle < toSeconds / 60,
  }
}

function distributionBuckets({ buckets, count }: ReportedServer): DistributionBucket[] {
  return buckets.map(({ le, count: upTo }, i): DistributionBucket => {
    const before = buckets[i - 1]
    const below = before?.count ?? 0
    return {
      lower: before === undefined || before.le === '+Inf' ? 0 : before.le,
      upper: le === '+Inf' ? null : le,
      count: upTo - below,
      shareBelow: below / count,
      shareUpTo: upTo / count,
    }
  })
}

/** The end of the last bucket that is not empty; beyond the highest bound if observations lie there. */
function lastSeconds(buckets: readonly DistributionBucket[], slowest: number, highest: number): number {
  const last = buckets.findLast(({ count }) => count > 0)
  if (last === undefined) return highest
  return last.upper ?? Math.max(slowest, highest) * 1.05
}

function indexOf(buckets: readonly DistributionBucket[], lower: number): number | null {
  const index = buckets.findIndex((bucket) => bucket.lower === lower)
  return index < 0 ? null : index
}
