// Bucket layouts by what they cost and how far off they were at the quantile that everyone looks at.

import type { ComparedLayout, LayoutQuantile } from '../../../core/layout-comparison.ts'
import { quantileHeading } from '../../verdict-label.ts'
import type { LayoutChart } from './chart-data.ts'

/** Null where there is nothing to put side by side. */
export function layoutChart(layouts: readonly ComparedLayout[]): LayoutChart | null {
  const quantile = leadingQuantile(layouts[0]?.run.quantiles ?? [])
  if (layouts.length < 2 || quantile === undefined) return null
  return {
    kind: 'layouts',
    quantile: quantileHeading(quantile),
    layouts: layouts.map(({ name, series, run }) => {
      const error = run.quantiles.find((one) => one.quantile === quantile)?.relativeError ?? null
      return { name, series, relativeError: error === null ? null : Math.abs(error) }
    }),
  }
}

function leadingQuantile(quantiles: readonly LayoutQuantile[]): number | undefined {
  return (quantiles.find(({ quantile }) => quantile === 0.95) ?? quantiles[0])?.quantile
}
