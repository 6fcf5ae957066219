// Selectors: `name{label="value", other=~"pattern"}[5m] offset 1m`.

import type { SyntaxNode } from '@lezer/common'
import { acceptsValue, type CompiledMatcher, compileMatcher } from '../../series/label-matcher.ts'
import { type LabelMatcher, METRIC_NAME } from '../../series/series.ts'
import type { Expression, VectorSelector } from '../expression/expression.ts'
import { parseNumber } from './number-literal.ts'
import type { Placed } from './placed.ts'
import { childNamed, childrenOf, type QueryText } from './query-text.ts'
import { unquote } from './string-literal.ts'

export function readVectorSelector(node: SyntaxNode, query: QueryText): VectorSelector {
  const identifier = childNamed(node, 'Identifier')
  const braces = childNamed(node, 'LabelMatchers')
  const metric = identifier ? query.textOf(identifier) : null
  const matchers = braces ? childrenOf(braces).map((child) => readMatcher(child, query)) : []
  if (metric !== null) matchers.unshift({ label: METRIC_NAME, operator: '=', value: metric, pattern: null })
  if (matchers.filter(({ label }) => label === METRIC_NAME).length > 1 && metric !== null)
    throw query.error('the metric name is set twice', node)
  if (matchers.every((matcher) => acceptsValue(matcher, '', true)))
    throw query.error('expected at least one matcher that does not match the empty string', node)
  return { kind: 'vectorSelector', metric, matchers, offsetMs: 0 }
}

function readMatcher(node: SyntaxNode, query: QueryText): CompiledMatcher {
  const [name, match, literal] = childrenOf(node) as [SyntaxNode, SyntaxNode, SyntaxNode]
  if (node.name === 'QuotedLabelName')
    return { label: METRIC_NAME, operator: '=', value: readString(node, query), pattern: null }
  const label = name.name === 'QuotedLabelName' ? readString(name, query) : query.textOf(name)
  const operator = query.textOf(match) as LabelMatcher['operator']
  const value = readString(literal, query)
  return query.at(literal, () => compileMatcher({ label, operator, value }))
}

export function readString(node: SyntaxNode, query: QueryText): string {
  return query.at(node, () => unquote(query.textOf(node).trim()))
}

export function readOffset(inner: Placed, node: SyntaxNode, query: QueryText): Expression {
  const span = { from: (childNamed(node, 'Offset') as SyntaxNode).from, to: node.to }
  const { expression } = inner
  const isMatrix = expression.kind === 'matrixSelector'
  if (!isMatrix && expression.kind !== 'vectorSelector')
    throw query.error('offset must follow a selector directly', span)
  const selector = isMatrix ? expression.selector : expression
  if (selector.offsetMs !== 0) throw query.error('offset is set twice', span)
  const offsetMs = readDuration(childNamed(node, 'OffsetDurationExpr') as SyntaxNode, query)
  const shifted = { ...selector, offsetMs }
  return isMatrix ? { ...expression, selector: shifted } : shifted
}

export function readRange(inner: Placed, node: SyntaxNode, query: QueryText): Expression {
  const { expression } = inner
  const span = { from: inner.to, to: node.to }
  if (expression.kind !== 'vectorSelector')
    throw query.unsupported('a range must follow a selector directly; subqueries are not evaluated here', span)
  if (expression.offsetMs !== 0) throw query.error('write the offset after the range: x[5m] offset 1m', span)
  const duration = childNamed(node, 'DurationExpr') as SyntaxNode
  const rangeMs = readDuration(duration, query)
  if (!(rangeMs > 0)) throw query.error('expected a range above 0', duration)
  return { kind: 'matrixSelector', selector: expression, rangeMs }
}

/** Milliseconds. Since 3.0 a plain number counts seconds. */
function readDuration(node: SyntaxNode, query: QueryText): number {
  const text = /^([+-]?)\s*(\S+)$/.exec(query.textOf(node).trim())
  const seconds = parseNumber(text?.[2] ?? '')
  if (seconds === undefined || !Number.isFinite(seconds))
    throw query.unsupported(
      'expected one duration, such as 5m or 1h30m; arithmetic on durations is not evaluated here',
      node,
    )
  return Math.round(seconds * 1e3) * (text?.[1] === '-' ? -1 : 1)
}
