// An instant query, as rules ask it.

import type { Dialect } from './promql/dialect.ts'
import { evaluate } from './promql/evaluate.ts'
import type { Expression } from './promql/expression.ts'
import { parseExpression } from './promql/parse.ts'
import type { Labels, SeriesSource } from './series.ts'

export type QueryResult =
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'vector'; readonly samples: readonly QuerySample[] }

export interface QuerySample {
  readonly labels: Labels
  readonly value: number
}

/** The answer at an instant (milliseconds since the Unix epoch). Throws where Prometheus would fail the query. */
export type Query = (expression: string, timestampMs: number) => QueryResult

/** A scalar as the one element without labels that rules make of it. */
export function resultElements(result: QueryResult): readonly QuerySample[] {
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
