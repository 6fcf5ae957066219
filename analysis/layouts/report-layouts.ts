// The analysis of one record as it stands in a report: the comparison, the recommendation with its code, and the data of
// the charts. Seconds.

import type { HistogramLayout } from '../../core/histogram/native-layout.ts'
import type { LayoutsReport, ObservationSource, ObserveCost } from '../../core/report/layout-comparison.ts'
import type { AnalysisRequest } from './analysis-request.ts'
import { analyzeLayouts } from './analyze-layouts.ts'
import { layoutAsCode } from './layout-as-code.ts'
import { layoutDistribution } from './layout-distribution.ts'
import type { RecommendationOptions } from './recommend-layout/recommend-layout.ts'

export interface ReportContext {
  readonly source: ObservationSource
  /** Describes the observations in words. */
  readonly observed: string
  readonly current: string | null
  /** The help text of the metric, for the code to paste. */
  readonly help: string
  readonly options: Partial<RecommendationOptions>
  /** Seconds that one observation takes with a layout; null if that cannot be measured. */
  readonly observeSeconds: (layout: HistogramLayout) => number | null
}

export function reportLayouts(request: AnalysisRequest, context: ReportContext): LayoutsReport {
  const { source, observed, current, help, options, observeSeconds } = context
  const { comparison, recommended, ...analysis } = analyzeLayouts(request, options)
  const { layouts, ...rest } = comparison
  const all = [...request.layouts, ...(recommended ? [recommended] : [])]
  const ranked = layouts.map(({ name }) => all.find((layout) => layout.name === name) as HistogramLayout)
  const distributions = ranked.map((layout) => layoutDistribution(request.record, layout))
  return {
    layouts,
    layoutStudy: {
      comparison: rest,
      witness: source,
      observed,
      current,
      ...analysis,
      code: recommended && layoutAsCode(recommended, { name: request.metric.name, help }),
      distributions: distributions.map(({ layout, buckets }): ObservedBuckets => ({ layout, buckets })),
      exactDistribution: distributions[0]?.exact ?? [],
      observeCosts: ranked.map(
        (layout): ObserveCost => ({ layout: layout.name, observeSeconds: observeSeconds(layout) }),
      ),
    },
  }
}

type ObservedBuckets = LayoutsReport['layoutStudy']['distributions'][number]
