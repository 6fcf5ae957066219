// An instant query, as rules ask it.

import type { Dialect } from './promql/dialect.ts'
import { evaluate, type QueryResult } from './promql/evaluate.ts'
import type { InstantSample } from './promql/evaluation/instant-sample.ts'
import type { Expression } from './promql/expression.ts'
import { parseExpression } from './promql/parse.ts'
import type { SeriesSource } from './series.ts'

/** The answer at an instant (milliseconds since the Unix epoch). Throws where Prometheus would fail the query. */
export type Query = (expression: string, timestampMs: number) => QueryResult

/** A scalar as the one element without labels that rules make of it. */
export function resultElements(result: QueryResult): readonly InstantSample[] {
  return result.type === 'scalar' ? [{ labels: {}, value: result.value }] : result.samples
}

/** Queries of some series. Each expression is parsed once. */
export function promqlQuery(source: SeriesSource, dialect: Dialect): Query {
  const parsed = new Map<string, Expression>()
  return (text, timestampMs) => {
    const expression = parsed.get(text) ?? parseExpression(text)
    parsed.set(text, expression)
    return evaluate(expression, source, timestampMs, dialect)
  }
}
