// The same expression over another range: `rate(x[1m])` becomes `rate(x[5m])`.

import type { SyntaxNode } from '@lezer/common'
import type { Span } from '../parse/promql-error.ts'
import { childNamed, childrenOf } from '../parse/query-text.ts'
import { formatPrometheusDuration } from '../prometheus-duration.ts'
import { type EditedExpression, expressionTree, replaceSpans } from './edited-expression.ts'

/** Their range is how long a window the counters are looked at over; that of `max_over_time` and its like means something else. */
const RATES: ReadonlySet<string> = new Set(['rate', 'increase', 'irate', 'delta', 'idelta'])

/** Rules over several windows, such as burn rates, are not varied: their ranges belong together. */
export function withRange(expression: string, rangeMs: number): EditedExpression {
  const spans: Span[] = []
  visit(expressionTree(expression).topNode, expression, spans)
  const written = [...new Set(spans.map(({ from, to }) => expression.slice(from, to).trim()))]
  if (written.length === 0) return { problem: 'it has no rate over a range' }
  if (written.length > 1) return { problem: `its rates have ${written.length} ranges (${written.join(', ')})` }
  return { expression: replaceSpans(expression, spans, formatPrometheusDuration(rangeMs)) }
}

function visit(node: SyntaxNode, text: string, found: Span[]): void {
  const identifier = node.name === 'FunctionCall' ? childNamed(node, 'FunctionIdentifier') : undefined
  if (identifier && RATES.has(text.slice(identifier.from, identifier.to))) rangesIn(node, found)
  else for (const child of childrenOf(node)) visit(child, text, found)
}

/** Of a subquery, the range is not one of samples: it is left alone. */
function rangesIn(node: SyntaxNode, found: Span[]): void {
  if (node.name === 'MatrixSelector') {
    const duration = childNamed(node, 'DurationExpr')
    if (duration) found.push({ from: duration.from, to: duration.to })
  }
  for (const child of childrenOf(node)) rangesIn(child, found)
}
