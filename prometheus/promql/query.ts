// Instant queries: the text of an expression, evaluated at one instant.

import type { SeriesSource } from '../series/series.ts'
import type { Dialect } from './dialect.ts'
import { evaluate, type QueryResult } from './evaluate/evaluate.ts'
import type { InstantSample } from './evaluate/instant-sample.ts'
import { DEFAULT_SUBQUERY_STEP_MS } from './evaluate/subquery/subquery.ts'
import type { Expression } from './expression/expression.ts'
import { parseExpression } from './parse/parse-expression.ts'

/** The result at an instant (milliseconds since the Unix epoch). Throws where Prometheus would fail the query. */
export type Query = (expression: string, timestampMs: number) => QueryResult

/** The elements of a result. A scalar is one element without labels, as it is to a rule. */
export function resultElements(result: QueryResult): readonly InstantSample[] {
  return result.type === 'scalar' ? [{ labels: {}, value: result.value }] : result.samples
}

/**
 * Queries over some series. Each expression is parsed once.
 * @param subqueryStepMs the step of subqueries that name none: the global evaluation interval
 */
export function promqlQuery(source: SeriesSource, dialect: Dialect, subqueryStepMs = DEFAULT_SUBQUERY_STEP_MS): Query {
  const parsed = new Map<string, Expression>()
  return (text, timestampMs) => {
    const expression = parsed.get(text) ?? parseExpression(text)
    parsed.set(text, expression)
    return evaluate(expression, source, timestampMs, dialect, subqueryStepMs)
  }
}
