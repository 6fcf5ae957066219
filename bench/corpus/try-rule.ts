// What becomes of an expression: refused with a position, or evaluated on no series and on series made from its selectors.

import { withoutFilters } from '../../prometheus/alerting/evidence/without-filters.ts'
import { lookbackSeconds } from '../../prometheus/alerting/lookback.ts'
import { DEFAULT_DIALECT } from '../../prometheus/promql/dialect.ts'
import { evaluate } from '../../prometheus/promql/evaluate/evaluate.ts'
import { EvaluationError } from '../../prometheus/promql/evaluate/evaluation-error.ts'
import type { Expression } from '../../prometheus/promql/expression/expression.ts'
import { parseExpression } from '../../prometheus/promql/parse/parse-expression.ts'
import { PromqlError } from '../../prometheus/promql/parse/promql-error.ts'
import { resultElements } from '../../prometheus/promql/query.ts'
import type { SeriesSource } from '../../prometheus/series/series.ts'
import { syntheticSource } from './synthetic-series.ts'

export type RuleOutcome =
  | {
      readonly kind: 'refused'
      readonly line: number
      readonly column: number
      readonly message: string
      /** Whether Prometheus would accept it. */
      readonly unsupported: boolean
    }
  /** An error on the samples, which Prometheus would have too. */
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'evaluated'
      /** Whether it returns something on the made series, its comparisons left out. */
      readonly returns: boolean
    }
  | { readonly kind: 'crashed'; readonly message: string }

const NOW_MS = 1_700_000_000_000

export function tryRule(text: string): RuleOutcome {
  try {
    const expression = parseExpression(text)
    const source = syntheticSource(expression, { untilMs: NOW_MS, spanSeconds: lookbackSeconds(expression) + 600 })
    elementsOf(expression, { select: () => [] })
    elementsOf(expression, source)
    return { kind: 'evaluated', returns: returnsUnfiltered(expression, source) }
  } catch (error) {
    if (error instanceof PromqlError) {
      const { line, column, message, unsupported } = error
      return { kind: 'refused', line, column, message, unsupported }
    }
    const { message } = error as Error
    return { kind: error instanceof EvaluationError ? 'failed' : 'crashed', message }
  }
}

/** Without its comparisons, an expression may have duplicates that it does not have with them. */
function returnsUnfiltered(expression: Expression, source: SeriesSource): boolean {
  try {
    return elementsOf(withoutFilters(expression), source) > 0
  } catch (error) {
    if (error instanceof EvaluationError) return false
    throw error
  }
}

function elementsOf(expression: Expression, source: SeriesSource): number {
  return resultElements(evaluate(expression, source, NOW_MS, DEFAULT_DIALECT)).length
}
