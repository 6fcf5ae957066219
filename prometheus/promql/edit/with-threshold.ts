// The same expression against another number: `p95 > 1` becomes `p95 > 0.5`.

import type { SyntaxNode } from '@lezer/common'
import { constantValue } from '../evaluate/constant-value.ts'
import { parseExpression } from '../parse/parse-expression.ts'
import { PromqlError, type Span } from '../parse/promql-error.ts'
import { childrenOf } from '../parse/query-text.ts'
import { type EditedExpression, expressionTree, replaceSpans } from './edited-expression.ts'

const COMPARISONS: ReadonlySet<string> = new Set(['Eql', 'Neq', 'Gtr', 'Lss', 'Gte', 'Lte'])

interface Comparison {
  readonly number: Span
  readonly other: Span
}

/** Where there are several comparisons with a number, the one of a histogram's quantile is meant. */
export function withThreshold(expression: string, threshold: number): EditedExpression {
  const all: Comparison[] = []
  visit(expressionTree(expression).topNode, expression, all)
  const ofQuantile = all.filter(({ other }) => expression.slice(other.from, other.to).includes('histogram_quantile'))
  const [only, ...others] = all.length > 1 ? ofQuantile : all
  if (only === undefined)
    return { problem: all.length === 0 ? 'it compares nothing with a number' : manyProblem(all, expression) }
  if (others.length > 0) return { problem: manyProblem(all, expression) }
  return { expression: replaceSpans(expression, [wholeNumber(only.number, expression)], String(threshold)) }
}

/** The grammar does not know that the point of `2.` belongs to it. */
function wholeNumber({ from, to }: Span, expression: string): Span {
  return { from, to: expression[to] === '.' ? to + 1 : to }
}

function manyProblem(all: readonly Comparison[], expression: string): string {
  const numbers = all.map(({ number }) => expression.slice(number.from, number.to))
  return `it compares with ${all.length} numbers (${numbers.join(', ')})`
}

/** The outermost comparisons: in `count(up == 0) > 3` it is the 3 that decides. */
function visit(node: SyntaxNode, text: string, found: Comparison[]): void {
  const children = childrenOf(node)
  if (node.name === 'BinaryExpr' && children.some(({ name }) => COMPARISONS.has(name))) {
    const [left, right] = [children[0], children.at(-1)]
    if (left && right) {
      if (isNumber(text.slice(right.from, right.to))) return void found.push({ number: right, other: left })
      if (isNumber(text.slice(left.from, left.to))) return void found.push({ number: left, other: right })
    }
  }
  for (const child of children) visit(child, text, found)
}

function isNumber(text: string): boolean {
  try {
    return constantValue(parseExpression(text)) !== undefined
  } catch (error) {
    if (error instanceof PromqlError) return false
    throw error
  }
}
