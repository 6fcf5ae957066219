// From the syntax tree to the expression, with the checks that Prometheus makes when it parses.
// Source: prometheus/prometheus promql/parser/parse.go, checkAST.

import type { SyntaxNode } from '@lezer/common'
import type { Expression } from '../expression/expression.ts'
import { expressionType } from '../expression/value-type.ts'
import { parseNumber } from './literals/number-literal.ts'
import { type Binding, bindChain, layOut, type OperandItem, type PostfixItem } from './operator-chain.ts'
import type { Placed } from './placed.ts'
import type { Span } from './promql-error.ts'
import { childNamed, childrenOf, type QueryText } from './query-text.ts'
import { readAggregation } from './read-aggregation.ts'
import { readBinary } from './read-binary.ts'
import { readCall } from './read-call.ts'
import { readString, readVectorSelector } from './read-selector.ts'
import { readAt, readOffset, readRange, readSubquery } from './read-time.ts'

/** Node names of the grammar that stand for a whole expression but lie outside of the subset. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  AnchoredExpr: 'the anchored modifier, which is experimental in Prometheus, is not evaluated here',
  SmoothedExpr: 'the smoothed modifier, which is experimental in Prometheus, is not evaluated here',
}

/** The expression that is the only child of this node: of the whole tree, or of parentheses. */
export function readExpression(parent: SyntaxNode, query: QueryText): Placed {
  const [node] = childrenOf(parent)
  if (!node) throw query.error('expected an expression', parent)
  return readNode(node, query)
}

function readNode(node: SyntaxNode, query: QueryText): Placed {
  return bindChain(layOut(node, query), bindingOf(query))
}

function bindingOf(query: QueryText): Binding<Placed> {
  return {
    operand: (item) => ({ expression: readOperand(item, query), from: item.from, to: item.to }),
    postfix: (inner, item) => readPostfix(inner, item, query),
    sign: ({ operator, from }, inner) => readSigned(operator, inner, from, query),
    binary: (left, item, right) => ({
      expression: readBinary(left, item, right, query),
      from: left.from,
      to: right.to,
    }),
  }
}

function readOperand(item: OperandItem, query: QueryText): Expression {
  const { node } = item
  if (item.kind === 'number') return readNumber(item, query)
  switch (node.name) {
    case 'VectorSelector':
      return readVectorSelector(node, query)
    case 'ParenExpr':
      return { kind: 'parentheses', inner: readExpression(node, query).expression }
    case 'StringLiteral':
      return { kind: 'string', value: readString(node, query) }
    case 'FunctionCall':
      return readCall(node, () => readArguments(node, query), query)
    case 'AggregateExpr':
      return readAggregation(node, () => readArguments(node, query), query)
    default:
      throw query.unsupported(UNSUPPORTED[node.name] ?? 'this is not evaluated here', unsupportedSpan(node))
  }
}

function readArguments(node: SyntaxNode, query: QueryText): Placed[] {
  const body = childNamed(node, 'FunctionCallBody')
  return body ? childrenOf(body).map((argument) => readNode(argument, query)) : []
}

/** Of a modifier, the part that follows the expression it applies to. */
function unsupportedSpan(node: SyntaxNode): Span {
  const [inner, next] = childrenOf(node)
  return !inner || !next ? node : { from: next.from, to: node.to }
}

function readNumber(span: Span, query: QueryText): Expression {
  const value = parseNumber(query.textOf(span))
  if (value === undefined) throw query.error('expected a number', span)
  return { kind: 'number', value }
}

const READERS = { offset: readOffset, at: readAt, range: readRange, subquery: readSubquery } as const

function readPostfix(inner: Placed, { kind, node }: PostfixItem, query: QueryText): Placed {
  return { expression: READERS[kind](inner, node, query), from: inner.from, to: node.to }
}

function readSigned(operator: '+' | '-', inner: Placed, from: number, query: QueryText): Placed {
  const { expression, to } = inner
  const type = expressionType(expression)
  if (type === 'matrix' || type === 'string')
    throw query.error(
      `a sign needs a scalar or an instant vector, got a ${type === 'matrix' ? 'range vector' : 'string'}`,
      { from, to },
    )
  if (expression.kind === 'number')
    return { expression: { kind: 'number', value: operator === '-' ? -expression.value : expression.value }, from, to }
  return { expression: { kind: 'unary', operator, operand: expression }, from, to }
}
