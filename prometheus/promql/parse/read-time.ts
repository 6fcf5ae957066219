// What follows a selector or a subquery and says when it reads: `[5m]`, `[5m:1m]`, `offset 1m`, `@ 1609746000`, `@ end()`.

import type { SyntaxNode } from '@lezer/common'
import type { At, Expression, Subquery, TimeModifiers, VectorSelector } from '../expression/expression.ts'
import { parseNumber } from './literals/number-literal.ts'
import { expectType, type Placed } from './placed.ts'
import type { Span } from './promql-error.ts'
import { childNamed, childrenOf, type QueryText } from './query-text.ts'

export function readOffset(inner: Placed, node: SyntaxNode, query: QueryText): Expression {
  const span = { from: (childNamed(node, 'Offset') as SyntaxNode).from, to: node.to }
  const { offsetMs } = modified(inner, 'offset', span, query)
  if (offsetMs !== 0) throw query.error('offset is set twice', span)
  const duration = childNamed(node, 'OffsetDurationExpr') as SyntaxNode
  return withModifiers(inner.expression, { offsetMs: readDuration(duration, query) })
}

export function readAt(inner: Placed, node: SyntaxNode, query: QueryText): Expression {
  const span = { from: (childNamed(node, 'At') as SyntaxNode).from, to: node.to }
  const { at } = modified(inner, '@', span, query)
  if (at !== null) throw query.error('@ is set twice', span)
  return withModifiers(inner.expression, { at: readInstant(node, query) })
}

export function readRange(inner: Placed, node: SyntaxNode, query: QueryText): Expression {
  const { expression } = inner
  const span = { from: inner.to, to: node.to }
  if (expression.kind !== 'vectorSelector')
    throw query.error('a range must follow a selector directly; a subquery has a colon: [5m:]', span)
  if (expression.offsetMs !== 0) throw query.error('write the offset after the range: x[5m] offset 1m', span)
  if (expression.at !== null) throw query.error('write @ after the range: x[5m] @ 0', span)
  return { kind: 'matrixSelector', selector: expression, rangeMs: readRangeDuration(durationsOf(node)[0], query) }
}

export function readSubquery(inner: Placed, node: SyntaxNode, query: QueryText): Expression {
  expectType(inner, 'vector', 'a subquery', query)
  const [range, step] = durationsOf(node)
  return {
    kind: 'subquery',
    operand: inner.expression,
    rangeMs: readRangeDuration(range, query),
    stepMs: step ? readRangeDuration(step, query, 'step') : null,
    offsetMs: 0,
    at: null,
  }
}

/** What a modifier applies to. */
function modified({ expression }: Placed, modifier: string, span: Span, query: QueryText): TimeModifiers {
  if (expression.kind === 'matrixSelector') return expression.selector
  if (expression.kind === 'vectorSelector' || expression.kind === 'subquery') return expression
  throw query.error(`${modifier} must follow a selector or a subquery directly`, span)
}

function withModifiers(expression: Expression, modifiers: Partial<TimeModifiers>): Expression {
  if (expression.kind === 'matrixSelector')
    return { ...expression, selector: { ...expression.selector, ...modifiers } satisfies VectorSelector }
  return { ...(expression as VectorSelector | Subquery), ...modifiers }
}

/** Of a fraction of a millisecond, the nearest whole one. */
function readInstant(node: SyntaxNode, query: QueryText): At {
  const preprocessor = childNamed(node, 'AtModifierPreprocessors')
  if (preprocessor) return childNamed(preprocessor, 'AtStart') ? 'start' : 'end'
  const literal = childNamed(node, 'NumberDurationLiteral') as SyntaxNode
  const [, sign, number = ''] = /^([+-]?)\s*(\S+)$/.exec(query.textOf(literal)) ?? []
  const seconds = parseNumber(number)
  if (seconds === undefined || !(seconds * 1e3 < 2 ** 63))
    throw query.error('expected an instant in seconds since the Unix epoch', literal)
  return Math.round(seconds * 1e3) * (sign === '-' ? -1 : 1)
}

function durationsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(node).filter(({ name }) => name === 'DurationExpr')
}

function readRangeDuration(node: SyntaxNode | undefined, query: QueryText, what = 'range'): number {
  const milliseconds = readDuration(node as SyntaxNode, query)
  if (!(milliseconds > 0)) throw query.error(`expected a ${what} above 0`, node as SyntaxNode)
  return milliseconds
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
