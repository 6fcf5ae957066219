// A PromQL expression as plain data. The parser checks its types, so that its readers need not.

import type { CompiledMatcher } from '../../series/label-matcher.ts'

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^'
export type ComparisonOperator = '==' | '!=' | '>' | '<' | '>=' | '<='
export type SetOperator = 'and' | 'or' | 'unless'
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | SetOperator
export type AggregationOperator = 'sum' | 'avg' | 'min' | 'max' | 'count' | 'topk' | 'bottomk' | 'quantile'

/** What an expression evaluates to: a number, one value a series, or the samples of a range for each series. */
export type ValueType = 'scalar' | 'vector' | 'matrix'

export interface NumberLiteral {
  readonly kind: 'number'
  readonly value: number
}

export interface VectorSelector {
  readonly kind: 'vectorSelector'
  /** The name as written before the braces (it is among the matchers too); null where only matchers are given. */
  readonly metric: string | null
  readonly matchers: readonly CompiledMatcher[]
  /** How far back in time it looks; negative for ahead. */
  readonly offsetMs: number
}

export interface MatrixSelector {
  readonly kind: 'matrixSelector'
  readonly selector: VectorSelector
  readonly rangeMs: number
}

export interface Call {
  readonly kind: 'call'
  /** One of FUNCTIONS (functions.ts). */
  readonly name: string
  readonly arguments: readonly Expression[]
}

export interface Grouping {
  readonly mode: 'by' | 'without'
  readonly labels: readonly string[]
}

export interface Aggregation {
  readonly kind: 'aggregation'
  readonly operator: AggregationOperator
  readonly grouping: Grouping
  /** The k of topk and bottomk, the quantile of quantile; null for the others. */
  readonly parameter: Expression | null
  readonly operand: Expression
}

/** How the two sides of a binary operation find one another. */
export interface VectorMatching {
  /** True: by these labels alone. False: by all labels but these and the name. */
  readonly on: boolean
  readonly labels: readonly string[]
  /** Which side may hold many partners of one; `both` for set operations. */
  readonly manySide: 'none' | 'left' | 'right' | 'both'
  /** Labels that the result takes over from the one side. */
  readonly include: readonly string[]
}

export interface Binary {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
  /** The `bool` modifier: 0 or 1 instead of a filter. */
  readonly returnsBool: boolean
  /** Null where a side is a scalar. */
  readonly matching: VectorMatching | null
}

export interface Unary {
  readonly kind: 'unary'
  readonly operator: '+' | '-'
  readonly operand: Expression
}

export interface Parentheses {
  readonly kind: 'parentheses'
  readonly inner: Expression
}

export type Expression =
  | NumberLiteral
  | VectorSelector
  | MatrixSelector
  | Call
  | Aggregation
  | Binary
  | Unary
  | Parentheses

const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '^'])
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<='])

export function isArithmetic(operator: BinaryOperator): operator is ArithmeticOperator {
  return ARITHMETIC.has(operator)
}

export function isComparison(operator: BinaryOperator): operator is ComparisonOperator {
  return COMPARISONS.has(operator)
}

/** What stands inside any number of parentheses. */
export function withoutParentheses(expression: Expression): Exclude<Expression, Parentheses> {
  return expression.kind === 'parentheses' ? withoutParentheses(expression.inner) : expression
}
