// The errors for functions and aggregations that are not evaluated here. What Prometheus does not know either is a slip:
// the nearest known word is named, and what is supported.

import { didYouMean } from '../../../core/text/nearest-word.ts'
import { FUNCTIONS } from '../functions.ts'
import type { PromqlError, Span } from './promql-error.ts'
import type { QueryText } from './query-text.ts'

export const AGGREGATIONS = ['sum', 'avg', 'min', 'max', 'count', 'topk', 'bottomk', 'quantile'] as const

const FUNCTION_NAMES = Object.keys(FUNCTIONS)

/** Names that Prometheus knows and that work on native histograms alone. */
const NATIVE_HISTOGRAM_FUNCTIONS: ReadonlySet<string> = new Set([
  'histogram_avg',
  'histogram_count',
  'histogram_quantiles',
  'histogram_stddev',
  'histogram_stdvar',
  'histogram_sum',
])

/** A name that Prometheus does not know either. */
export function unknownFunction(name: string, span: Span, query: QueryText): PromqlError {
  const hint = didYouMean(name, [...FUNCTION_NAMES, ...AGGREGATIONS])
  return query.error(`unknown function${hint}. ${supportedFunctions()}`, span)
}

/** A name that Prometheus knows but that is not evaluated here. */
export function unsupportedFunction(name: string, span: Span, query: QueryText): PromqlError {
  const reason = NATIVE_HISTOGRAM_FUNCTIONS.has(name)
    ? 'this function reads native histograms, which are not scraped here; use classic buckets'
    : 'this function is not evaluated here'
  return query.unsupported(reason, span)
}

export function unsupportedAggregation(span: Span, query: QueryText): PromqlError {
  return query.unsupported('this aggregation is not evaluated here', span)
}

function supportedFunctions(): string {
  return `Supported are ${FUNCTION_NAMES.join(', ')}; and the aggregations ${AGGREGATIONS.join(', ')}`
}
