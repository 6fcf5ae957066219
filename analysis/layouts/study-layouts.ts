// The whole study of one record: recommend bounds, compare them with the given layouts, and replay the rule through
// all of them.

import { type BucketLayout, bucketLayout } from '../../core/bucket-layout.ts'
import type { Incident, LayoutComparison, LayoutRecommendation, RuleMatrix } from '../../core/layout-comparison.ts'
import { bucketRecords } from './bucketed-record.ts'
import { compareLayouts } from './compare-layouts.ts'
import { checkNames, type LayoutQuestion } from './layout-question.ts'
import { type RecommendationOptions, recommendLayout } from './recommend-layout.ts'
import { ruleMatrix } from './rule-matrix.ts'

export interface LayoutStudy {
  /** The recommended layout among the given ones. */
  readonly comparison: LayoutComparison
  readonly recommendation: LayoutRecommendation
  readonly recommended: BucketLayout
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
  const recommendation = recommendLayout(question, options)
  const recommended = bucketLayout(RECOMMENDED, recommendation.chosen.bounds)
  const asked: LayoutQuestion = { ...question, layouts: [...question.layouts, recommended] }
  checkNames(asked.layouts)
  const bucketed = bucketRecords(question.record, asked.layouts)
  const judged = question.rule ?? question.judgements[0]
  return {
    comparison: compareLayouts(asked, bucketed),
    recommendation,
    recommended,
    matrix: judged ? ruleMatrix(asked, judged, { ...(incidents ? { incidents } : {}), bucketed }) : null,
  }
}
