// Analyzes one record: recommends bounds, compares them with the given layouts, and replays the rule through all of them.

import { type BucketLayout, bucketLayout } from '../../core/histogram/bucket-layout.ts'
import type {
  Incident,
  LayoutComparison,
  LayoutRecommendation,
  RuleMatrix,
} from '../../core/report/layout-comparison.ts'
import { UserError } from '../../core/user-error.ts'
import { type AnalysisRequest, checkLayoutNames } from './analysis-request.ts'
import { compareLayouts } from './compare-layouts/compare-layouts.ts'
import { type RecommendationOptions, recommendLayout } from './recommend-layout/recommend-layout.ts'
import { bucketRecords } from './record/bucketed-record.ts'
import { ruleMatrix } from './replay-alert/rule-matrix.ts'

export interface LayoutAnalysis {
  /** Of the given layouts and the recommended one, if there is one. */
  readonly comparison: LayoutComparison
  /** Null if there are too few requests, or the budget is too small for the forced bounds. */
  readonly recommendation: LayoutRecommendation | null
  /** Why there is no recommendation; null if there is one. */
  readonly recommendationNote: string | null
  readonly recommended: BucketLayout | null
  /** Null if neither a rule nor an objective names a threshold. */
  readonly matrix: RuleMatrix | null
}

export const RECOMMENDED = 'recommended'

/** @param incidents when the service really was too slow; searched in the record unless given */
export function analyzeLayouts(
  request: AnalysisRequest,
  options: Partial<RecommendationOptions> = {},
  incidents?: readonly Incident[],
): LayoutAnalysis {
  const { recommendation, recommendationNote } = recommendIfPossible(request, options)
  const recommended = recommendation && bucketLayout(RECOMMENDED, recommendation.chosen.bounds)
  const all: AnalysisRequest = { ...request, layouts: [...request.layouts, ...(recommended ? [recommended] : [])] }
  checkLayoutNames(all.layouts)
  const bucketed = bucketRecords(request.record, all.layouts)
  const judged = request.rule ?? request.judgements[0]
  return {
    comparison: compareLayouts(all, bucketed),
    recommendation,
    recommendationNote,
    recommended,
    matrix: judged ? ruleMatrix(all, judged, { ...(incidents ? { incidents } : {}), bucketed }) : null,
  }
}

// The layouts are compared even if nothing can be recommended.
function recommendIfPossible(
  request: AnalysisRequest,
  options: Partial<RecommendationOptions>,
): Pick<LayoutAnalysis, 'recommendation' | 'recommendationNote'> {
  try {
    return { recommendation: recommendLayout(request, options), recommendationNote: null }
  } catch (error) {
    if (error instanceof UserError) return { recommendation: null, recommendationNote: error.message }
    throw error
  }
}
