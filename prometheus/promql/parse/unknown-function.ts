// The errors for functions and aggregations that are not evaluated here. What Prometheus does not know either is a slip:
// the nearest known word is named, and what is supported.

import { didYouMean } from '../../../core/text/nearest-word.ts'
import { FUNCTIONS } from '../functions.ts'
import type { PromqlError, Span } from './promql-error.ts'
import type { QueryText } from './query-text.ts'

export const AGGREGATIONS = [
  'sum',
  'avg',
  'min',
  'max',
  'count',
  'group',
  'stddev',
  'stdvar',
  'topk',
  'bottomk',
  'quantile',
  'count_values',
] as const

const FUNCTION_NAMES = Object.keys(FUNCTIONS)

/** A name that Prometheus does not know either. */
export function unknownFunction(name: string, span: Span, query: QueryText): PromqlError {
  // Of names that are as near, the most usual one.
  const hint = didYouMean(name, ['rate', ...FUNCTION_NAMES, ...AGGREGATIONS])
  return query.error(`unknown function${hint === '' ? `. ${supportedFunctions()}` : hint}`, span)
}

/** A name that Prometheus knows but that is not evaluated here. */
export function unsupportedFunction(name: string, span: Span, query: QueryText): PromqlError {
  return query.unsupported(`the function ${name}, which is experimental in Prometheus, is not evaluated here`, span)
}

export function unsupportedAggregation(span: Span, query: QueryText): PromqlError {
  const name = query.textOf(span)
  return query.unsupported(`the aggregation ${name}, which is experimental in Prometheus, is not evaluated here`, span)
}

function supportedFunctions(): string {
  return `Supported are ${FUNCTION_NAMES.join(', ')}; and the aggregations ${AGGREGATIONS.join(', ')}`
}
