// The study of one record as a report holds it: the comparison, the recommendation with its code, and the data of the
// pictures. Seconds.

import type { HistogramLayout } from '../../core/histogram/native-layout.ts'
import type { LayoutsReport, LayoutWitness, ObserveCost } from '../../core/report/layout-comparison.ts'
import type { LayoutQuestion } from './analysis-request.ts'
import { studyLayouts } from './analyze-layouts.ts'
import { layoutAsCode } from './layout-as-code.ts'
import { layoutDistribution } from './layout-distribution.ts'
import type { RecommendationOptions } from './recommend-layout/recommend-layout.ts'

export interface LayoutCircumstances {
  readonly witness: LayoutWitness
  /** What the observations are, in words. */
  readonly observed: string
  readonly current: string | null
  /** For the code to paste. */
  readonly help: string
  readonly options: Partial<RecommendationOptions>
  /** What one observation costs a layout; null where that cannot be measured. */
  readonly observeSeconds: (layout: HistogramLayout) => number | null
}

export function reportLayouts(question: LayoutQuestion, circumstances: LayoutCircumstances): LayoutsReport {
  const { witness, observed, current, help, options, observeSeconds } = circumstances
  const { comparison, recommended, ...study } = studyLayouts(question, options)
  const { layouts, ...rest } = comparison
  const asked = [...question.layouts, ...(recommended ? [recommended] : [])]
  const ranked = layouts.map(({ name }) => asked.find((layout) => layout.name === name) as HistogramLayout)
  const distributions = ranked.map((layout) => layoutDistribution(question.record, layout))
  return {
    layouts,
    layoutStudy: {
      comparison: rest,
      witness,
      observed,
      current,
      ...study,
      code: recommended && layoutAsCode(recommended, { name: question.metric.name, help }),
      distributions: distributions.map(({ layout, buckets }): ObservedBuckets => ({ layout, buckets })),
      exactDistribution: distributions[0]?.exact ?? [],
      observeCosts: ranked.map(
        (layout): ObserveCost => ({ layout: layout.name, observeSeconds: observeSeconds(layout) }),
      ),
    },
  }
}

type ObservedBuckets = LayoutsReport['layoutStudy']['distributions'][number]
