// The distribution as each compared layout estimates it, bucket by bucket, against the exact one.

import type { ComparedLayout, LayoutBuckets, LayoutsReport } from '../../../core/report/layout-comparison.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import type { DistributionBucket, LayoutDistributionsChart } from './chart-data.ts'

/** Null where the buckets of no layout are known. */
export function layoutDistributionsChart(compared: LayoutsReport | null): LayoutDistributionsChart | null {
  if (compared === null || compared.layoutStudy.distributions.length === 0) return null
  const { distributions, exactDistribution, witness } = compared.layoutStudy
  const slowest = exactDistribution.at(-1)?.seconds ?? 0
  return {
    kind: 'layoutDistributions',
    exactName: witness === 'server' ? 'Server, exact' : 'Exact',
    exactKind: witness === 'server' ? 'serverTime' : 'serviceTime',
    exact: {
      seconds: exactDistribution.map(({ seconds }) => seconds),
      share: exactDistribution.map(({ share }) => share),
    },
    layouts: distributions.flatMap((distribution) => {
      const layout = compared.layouts.find(({ name }) => name === distribution.layout)
      return layout === undefined ? [] : [drawnLayout(layout, distribution, slowest)]
    }),
  }
}

function drawnLayout(layout: ComparedLayout, distribution: LayoutBuckets, slowest: number) {
  const buckets = distribution.buckets.map((bucket, i): DistributionBucket => {
    const below = distribution.buckets[i - 1]?.cumulativeShare ?? 0
    const { lower, upper, count, cumulativeShare } = bucket
    return { lower, upper: upper === '+Inf' ? null : upper, count, shareBelow: below, shareUpTo: cumulativeShare }
  })
  return {
    name: layout.name,
    buckets,
    quantiles: layout.run.quantiles.map(({ quantile, estimate, exact, bucket }) => {
      const index = bucket === null ? -1 : buckets.findIndex(({ lower }) => lower === bucket.lower)
      return { name: quantileHeading(quantile), quantile, estimate, exact, bucket: index < 0 ? null : index }
    }),
    // One axis for all layouts, so that only their boxes differ.
    toSeconds: slowest * 1.1,
    logarithmic: false,
  }
}
