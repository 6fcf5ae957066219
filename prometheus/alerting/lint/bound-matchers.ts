// Matchers on a bucket's bound. Prometheus 3 keeps bounds as floats: what is printed as le="1" is stored as le="1.0", and
// a matcher for "1" no longer finds it. Source: prometheus 3.0 migration guide.

import { selectionsOf } from '../../promql/expression/parts.ts'
import { formatOpenMetricsFloat, parseGoFloat } from '../../series/go-float.ts'
import { acceptsValue, type CompiledMatcher } from '../../series/label-matcher.ts'
import { type Diagnostic, histogramOf, type LintedRule } from './linted-rule.ts'

export function boundMatchers({ expression, bounds }: LintedRule): Diagnostic[] {
  return selectionsOf(expression).flatMap(({ selector }) => {
    const known = selector.metric === null ? undefined : bounds?.get(histogramOf(selector.metric))
    return selector.matchers
      .filter(({ label }) => label === 'le' || label === 'quantile')
      .flatMap((matcher) => {
        const lost = spellingsMeant(matcher, known).filter((spelling) => isLost(matcher, spelling))
        return lost.length === 0 ? [] : [diagnostic(matcher, lost)]
      })
  })
}

/** The numbers, as printed, that a matcher may mean: its own, and the known bounds for its pattern. */
function spellingsMeant({ operator, value }: CompiledMatcher, known: readonly number[] | undefined): readonly string[] {
  if (operator === '=' || operator === '!=') return [value]
  const written = value.replace(/^\(|\)$/g, '').split('|')
  return [...new Set([...written, ...(known ?? []).map(String)])]
}

/** Whether the matcher selects a number as printed, but not the same number as Prometheus 3 stores it. */
function isLost(matcher: CompiledMatcher, spelling: string): boolean {
  const number = parseGoFloat(spelling)
  if (number === undefined || !Number.isFinite(number)) return false
  const stored = formatOpenMetricsFloat(number)
  const isAbout = (text: string) =>
    acceptsValue(matcher, text, true) === (matcher.operator === '=' || matcher.operator === '=~')
  return stored !== spelling && isAbout(spelling) && !isAbout(stored)
}

function diagnostic({ label, operator, value }: CompiledMatcher, lost: readonly string[]): Diagnostic {
  const stored = lost.map((spelling) => `"${formatOpenMetricsFloat(Number(spelling))}"`)
  const both = [value, ...lost.map((spelling) => formatOpenMetricsFloat(Number(spelling)).replace('.', '[.]'))].join(
    '|',
  )
  const isPositive = operator === '=' || operator === '=~'
  return {
    severity: 'warning',
    sentence: `${label}${operator}${JSON.stringify(value)} ${isPositive ? 'finds nothing' : 'leaves nothing out'} in Prometheus 3, which keeps ${lost.map((spelling) => `"${spelling}"`).join(', ')} as ${stored.join(', ')}; ${label}${isPositive ? '=~' : '!~'}"${both}" means both`,
  }
}
