// Which histogram a run is about: its name and the matchers that narrow it.

import { UserError } from '../../core/user-error.ts'
import { parseExpression } from '../promql/parse/parse-expression.ts'
import { PromqlError } from '../promql/parse/promql-error.ts'
import type { LabelMatcher } from '../series/series.ts'
import { isPlainMetricName } from '../series/series-name.ts'

export interface HistogramSelection {
  readonly name: string
  /** On its labels, without the name. */
  readonly matchers: readonly LabelMatcher[]
  /** A PromQL selector of its buckets. */
  readonly bucketSelector: string
  /** Selectors of the number of observations and of their sum. */
  readonly countSelector: string
  readonly sumSelector: string
  /** Of the times at which its series were created, where the library prints them. */
  readonly createdSelector: string
  /** For messages: `name{route="/predict"}`. */
  readonly text: string
}

/**
 * @param match a PromQL selector's matchers with their braces, or nothing
 * @throws UserError where the matchers cannot be read
 */
export function histogramSelection(name: string, match: string): HistogramSelection {
  const bucketSelector = selectorText(`${name}_bucket`, match)
  return {
    name,
    matchers: readMatchers(bucketSelector, match),
    bucketSelector,
    countSelector: selectorText(`${name}_count`, match),
    sumSelector: selectorText(`${name}_sum`, match),
    createdSelector: selectorText(`${name}_created`, match),
    text: `${name}${match}`,
  }
}

/** A name with UTF-8 characters is written inside the braces. */
function selectorText(name: string, match: string): string {
  if (isPlainMetricName(name)) return `${name}${match}`
  const inside = match.trim().replace(/^\{/, '').replace(/\}$/, '').trim()
  return `{__name__=${JSON.stringify(name)}${inside === '' ? '' : `,${inside}`}}`
}

function readMatchers(selector: string, match: string): readonly LabelMatcher[] {
  const expected = `metrics.match: expected matchers in braces, such as {route="/predict"}, got ${JSON.stringify(match)}`
  try {
    const expression = parseExpression(selector)
    if (expression.kind !== 'vectorSelector') throw new UserError(expected)
    return expression.matchers.filter(({ label }) => label !== '__name__')
  } catch (error) {
    throw error instanceof PromqlError ? new UserError(`${expected}: ${error.problem}`, { cause: error }) : error
  }
}
