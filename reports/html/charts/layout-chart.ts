// Bucket layouts by their number of series and the error of their estimate at the leading quantile.

import type { LayoutsReport } from '../../../core/report/layout-comparison.ts'
import { leadingQuantile, quantileOf, RECOMMENDED } from '../../figures/layouts/layout-figures.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import type { LayoutChart } from './chart-data.ts'

/** Null for fewer than two layouts, and where buckets alone tell no error but a range. */
export function layoutChart(compared: LayoutsReport | null): LayoutChart | null {
  if (compared === null || compared.layouts.length < 2 || compared.layoutStudy.bucketEvidence) return null
  const quantile = leadingQuantile(compared)
  return {
    kind: 'layouts',
    quantile: quantileHeading(quantile),
    layouts: compared.layouts.map((layout) => {
      const error = quantileOf(layout, quantile)?.relativeError ?? null
      return {
        name: layout.name,
        series: layout.series,
        relativeError: error === null ? null : Math.abs(error),
        role:
          layout.name === RECOMMENDED
            ? 'recommended'
            : layout.name === compared.layoutStudy.current
              ? 'current'
              : 'other',
      }
    }),
  }
}
