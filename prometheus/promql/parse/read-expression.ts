// From the syntax tree to the expression, with the checks that Prometheus makes when it parses.
// Source: prometheus/prometheus promql/parser/parse.go, checkAST.

import type { SyntaxNode } from '@lezer/common'
import type { Expression } from '../expression/expression.ts'
import { expressionType } from '../expression/value-type.ts'
import { parseNumber } from './number-literal.ts'
import { type Binding, bindChain, layOut, type OperandItem, type PostfixItem } from './operator-chain.ts'
import type { Placed } from './placed.ts'
import type { Span } from './promql-error.ts'
import { readAggregation } from './read-aggregation.ts'
import { readBinary } from './read-binary.ts'
import { readCall } from './read-call.ts'
import { readOffset, readRange, readVectorSelector } from './read-selector.ts'
import { childNamed, childrenOf, type Reading } from './reading.ts'

/** Node names of the grammar that stand for a whole expression but lie outside of the subset. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  SubqueryExpr: 'subqueries are not evaluated here; record the inner expression with a rule of its own',
  StepInvariantExpr: 'the @ modifier is not evaluated here; offset is',
  AnchoredExpr: 'the anchored modifier is not evaluated here',
  SmoothedExpr: 'the smoothed modifier is not evaluated here',
  StringLiteral: 'a string is not expected here; a scalar or an instant vector is',
}

/** The expression that is the only child of this node: of the whole tree, or of parentheses. */
export function readExpression(parent: SyntaxNode, reading: Reading): Placed {
  const [node] = childrenOf(parent)
  if (!node) throw reading.error('expected an expression', parent)
  return readNode(node, reading)
}

function readNode(node: SyntaxNode, reading: Reading): Placed {
  return bindChain(layOut(node, reading), bindingOf(reading))
}

function bindingOf(reading: Reading): Binding<Placed> {
  return {
    operand: (item) => ({ expression: readOperand(item, reading), from: item.from, to: item.to }),
    postfix: (inner, item) => readPostfix(inner, item, reading),
    sign: ({ operator, from }, inner) => readSigned(operator, inner, from, reading),
    binary: (left, item, right) => ({
      expression: readBinary(left, item, right, reading),
      from: left.from,
      to: right.to,
    }),
  }
}

function readOperand(item: OperandItem, reading: Reading): Expression {
  const { node } = item
  if (item.kind === 'number') return readNumber(item, reading)
  switch (node.name) {
    case 'VectorSelector':
      return readVectorSelector(node, reading)
    case 'ParenExpr':
      return { kind: 'parentheses', inner: readExpression(node, reading).expression }
    case 'FunctionCall':
      return readCall(node, readArguments(node, reading), reading)
    case 'AggregateExpr':
      return readAggregation(node, readArguments(node, reading), reading)
    default:
      throw reading.error(UNSUPPORTED[node.name] ?? 'this is not evaluated here', unsupportedSpan(node))
  }
}

function readArguments(node: SyntaxNode, reading: Reading): Placed[] {
  const body = childNamed(node, 'FunctionCallBody')
  return body ? childrenOf(body).map((argument) => readNode(argument, reading)) : []
}

/** Of a subquery or a modifier, the part that follows the expression it applies to. */
function unsupportedSpan(node: SyntaxNode): Span {
  const [inner, next] = childrenOf(node)
  if (!inner || node.name === 'StringLiteral') return node
  return node.name === 'SubqueryExpr' || !next ? { from: inner.to, to: node.to } : { from: next.from, to: node.to }
}

function readNumber(span: Span, reading: Reading): Expression {
  const value = parseNumber(reading.textOf(span))
  if (value === undefined) throw reading.error('expected a number', span)
  return { kind: 'number', value }
}

function readPostfix(inner: Placed, item: PostfixItem, reading: Reading): Placed {
  const read = item.kind === 'offset' ? readOffset : readRange
  return { expression: read(inner, item.node, reading), from: inner.from, to: item.node.to }
}

function readSigned(operator: '+' | '-', inner: Placed, from: number, reading: Reading): Placed {
  const { expression, to } = inner
  if (expressionType(expression) === 'matrix')
    throw reading.error('a sign needs a scalar or an instant vector, got a range vector', { from, to })
  if (expression.kind === 'number')
    return { expression: { kind: 'number', value: operator === '-' ? -expression.value : expression.value }, from, to }
  return { expression: { kind: 'unary', operator, operand: expression }, from, to }
}
