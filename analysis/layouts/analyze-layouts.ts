// The whole study of one record: recommend bounds, compare them with the given layouts, and replay the rule through
// all of them.

import { type BucketLayout, bucketLayout } from '../../core/histogram/bucket-layout.ts'
import type {
  Incident,
  LayoutComparison,
  LayoutRecommendation,
  RuleMatrix,
} from '../../core/report/layout-comparison.ts'
import { UserError } from '../../core/user-error.ts'
import { checkNames, type LayoutQuestion } from './analysis-request.ts'
import { compareLayouts } from './compare-layouts/compare-layouts.ts'
import { type RecommendationOptions, recommendLayout } from './recommend-layout/recommend-layout.ts'
import { bucketRecords } from './record/bucketed-record.ts'
import { ruleMatrix } from './replay-rule/rule-matrix.ts'

export interface LayoutStudy {
  /** The recommended layout among the given ones, where there is one. */
  readonly comparison: LayoutComparison
  /** Null where none can be made: too few requests, or a budget too small for what is forced. */
  readonly recommendation: LayoutRecommendation | null
  /** Why there is no recommendation; null where there is one. */
  readonly recommendationNote: string | null
  readonly recommended: BucketLayout | null
  /** Null where neither a rule nor an objective names a threshold. */
  readonly matrix: RuleMatrix | null
}

export const RECOMMENDED = 'recommended'

/** @param incidents when the service really was too slow; found in the record where they are not known */
export function studyLayouts(
  question: LayoutQuestion,
  options: Partial<RecommendationOptions> = {},
  incidents?: readonly Incident[],
): LayoutStudy {
  const { recommendation, recommendationNote } = recommendIfPossible(question, options)
  const recommended = recommendation && bucketLayout(RECOMMENDED, recommendation.chosen.bounds)
  const asked: LayoutQuestion = { ...question, layouts: [...question.layouts, ...(recommended ? [recommended] : [])] }
  checkNames(asked.layouts)
  const bucketed = bucketRecords(question.record, asked.layouts)
  const judged = question.rule ?? question.judgements[0]
  return {
    comparison: compareLayouts(asked, bucketed),
    recommendation,
    recommendationNote,
    recommended,
    matrix: judged ? ruleMatrix(asked, judged, { ...(incidents ? { incidents } : {}), bucketed }) : null,
  }
}

// What was measured is worth comparing also where nothing can be recommended from it.
function recommendIfPossible(
  question: LayoutQuestion,
  options: Partial<RecommendationOptions>,
): Pick<LayoutStudy, 'recommendation' | 'recommendationNote'> {
  try {
    return { recommendation: recommendLayout(question, options), recommendationNote: null }
  } catch (error) {
    if (error instanceof UserError) return { recommendation: null, recommendationNote: error.message }
    throw error
  }
}
