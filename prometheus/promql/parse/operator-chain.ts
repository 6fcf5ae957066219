// Operators bind as Prometheus binds them. The editor grammar gets two shapes wrong: in `a or b offset 45m` it gives the
// offset to the whole, and in `-1^2` the sign to the 1. So a tree of operators is laid out flat, in the order of the
// text, and bound again by precedence. Source of the precedences: promql/parser/generated_parser.y.

import type { SyntaxNode } from '@lezer/common'
import type { BinaryOperator } from '../expression/expression.ts'
import type { Span } from './promql-error.ts'
import { childrenOf, type QueryText } from './query-text.ts'

const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '>': 3,
  '<': 3,
  '>=': 3,
  '<=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 6,
}
const POWER = 6

/** What operators work on: a part of the tree, or a number. In the tree a number's sign may be part of it; here never. */
export interface OperandItem extends Span {
  readonly kind: 'operand' | 'number'
  readonly node: SyntaxNode
}

export interface SignItem extends Span {
  readonly kind: 'sign'
  readonly operator: '+' | '-'
}

export interface BinaryItem extends Span {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  /** Holds the modifiers. */
  readonly node: SyntaxNode
}

/** `offset 5m`, `@ 0`, `[5m]` or `[5m:1m]`, which bind to what stands right before them. */
export interface PostfixItem {
  readonly kind: 'offset' | 'at' | 'range' | 'subquery'
  readonly node: SyntaxNode
}

export type ChainItem = OperandItem | SignItem | BinaryItem | PostfixItem

/** What is done with the parts once it is known how they bind. */
export interface Binding<T> {
  operand(item: OperandItem): T
  postfix(inner: T, item: PostfixItem): T
  sign(item: SignItem, inner: T): T
  binary(left: T, item: BinaryItem, right: T): T
}

export function bindChain<T>(items: readonly ChainItem[], binding: Binding<T>): T {
  let next = 0

  const expression = (lowest: number): T => {
    let left = prefixed()
    for (let item = items[next]; item?.kind === 'binary'; item = items[next]) {
      const precedence = PRECEDENCE[item.operator]
      if (precedence < lowest) break
      next++
      left = binding.binary(left, item, expression(precedence === POWER ? precedence : precedence + 1))
    }
    return left
  }

  // A sign binds less than a power and as much as a product: -a^b is -(a^b), -a*b is (-a)*b.
  const prefixed = (): T => {
    const item = items[next++] as OperandItem | SignItem
    return item.kind === 'sign' ? binding.sign(item, expression(POWER)) : postfixed(binding.operand(item))
  }

  const postfixed = (operand: T): T => {
    let inner = operand
    for (let item = items[next]; isPostfix(item); item = items[next]) {
      next++
      inner = binding.postfix(inner, item)
    }
    return inner
  }

  return expression(1)
}

function isPostfix(item: ChainItem | undefined): item is PostfixItem {
  return item !== undefined && Object.values(POSTFIXES).some((kind) => kind === item.kind)
}

/** Nodes of the grammar that apply to the expression at their beginning. */
const POSTFIXES: Readonly<Record<string, PostfixItem['kind']>> = {
  OffsetExpr: 'offset',
  StepInvariantExpr: 'at',
  MatrixSelector: 'range',
  SubqueryExpr: 'subquery',
}

/** In the order of the text. */
export function layOut(node: SyntaxNode, query: QueryText): ChainItem[] {
  const children = childrenOf(node)
  const [first, second, last] = [children[0], children[1], children.at(-1)] as [SyntaxNode, SyntaxNode, SyntaxNode]
  const postfix = POSTFIXES[node.name]
  if (postfix) return [...layOut(first, query), { kind: postfix, node }]
  switch (node.name) {
    case 'BinaryExpr':
      return [...layOut(first, query), binaryItem(node, second, query), ...layOut(last, query)]
    case 'UnaryExpr':
      return [signItem(first, query), ...layOut(second, query)]
    case 'NumberDurationLiteral':
      return numberItems(node, query)
    default:
      return [{ kind: 'operand', node, from: node.from, to: node.to }]
  }
}

function binaryItem(node: SyntaxNode, operator: SyntaxNode, query: QueryText): BinaryItem {
  const name = query.textOf(operator).toLowerCase()
  if (!Object.hasOwn(PRECEDENCE, name))
    throw query.unsupported(
      `this operator is not evaluated here. Supported are ${Object.keys(PRECEDENCE).join(' ')}`,
      operator,
    )
  return { kind: 'binary', operator: name as BinaryOperator, node, from: operator.from, to: operator.to }
}

function signItem(span: Span, query: QueryText): SignItem {
  return { kind: 'sign', operator: query.textOf(span) as '+' | '-', from: span.from, to: span.to }
}

function numberItems(node: SyntaxNode, query: QueryText): ChainItem[] {
  const sign = /^[+-]\s*/.exec(query.textOf(node))?.[0] ?? ''
  const number: OperandItem = { kind: 'number', node, from: node.from + sign.length, to: node.to }
  return sign === '' ? [number] : [signItem({ from: node.from, to: node.from + 1 }, query), number]
}
