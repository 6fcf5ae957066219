// Selectors: `name{label="value", other=~"pattern"}`.

import type { SyntaxNode } from '@lezer/common'
import { acceptsValue, type CompiledMatcher, compileMatcher } from '../../series/label-matcher.ts'
import { type LabelMatcher, METRIC_NAME } from '../../series/series.ts'
import type { VectorSelector } from '../expression/expression.ts'
import { unquote } from './literals/string-literal.ts'
import { childNamed, childrenOf, type QueryText } from './query-text.ts'

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
  return { kind: 'vectorSelector', metric, matchers, offsetMs: 0, at: null }
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
