import { METRIC_NAME } from '../../series/series.ts'
import type { VectorSelector } from './expression.ts'

/**
 * The name of the metric that a selector reads, in quotes too, as `{"http.duration_bucket"}`; undefined where a pattern, or
 * nothing, names it.
 */
export function metricName({ metric, matchers }: VectorSelector): string | undefined {
  return metric ?? matchers.find(({ label, operator }) => label === METRIC_NAME && operator === '=')?.value
}
