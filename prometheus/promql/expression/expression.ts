// A PromQL expression as plain data. The parser checks its types, so that its readers need not.

import type { CompiledMatcher } from '../../series/label-matcher.ts'

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2'
export type ComparisonOperator = '==' | '!=' | '>' | '<' | '>=' | '<='
export type SetOperator = 'and' | 'or' | 'unless'
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | SetOperator
export type AggregationOperator =
  | 'sum'
  | 'avg'
  | 'min'
  | 'max'
  | 'count'
  | 'group'
  | 'stddev'
  | 'stdvar'
  | 'topk'
  | 'bottomk'
  | 'quantile'
  | 'count_values'

/** What an expression evaluates to: a number, one value a series, the samples of a range for each series, or a text. */
export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string'

export interface NumberLiteral {
  readonly kind: 'number'
  readonly value: number
}

/** Only functions that work on labels take one, and count_values. */
export interface StringLiteral {
  readonly kind: 'string'
  readonly value: string
}

/** `@`: an instant in milliseconds since the Unix epoch, or that of the query. */
export type At = number | 'start' | 'end'

/** The instant that a selector or a subquery reads at, in place of the one that it is evaluated at. */
export interface TimeModifiers {
  /** How far back in time it looks; negative for ahead. */
  readonly offsetMs: number
  /** Null where it stands without `@`. */
  readonly at: At | null
}

export interface VectorSelector extends TimeModifiers {
  readonly kind: 'vectorSelector'
  /** The name as written before the braces (it is among the matchers too); null where only matchers are given. */
  readonly metric: string | null
  readonly matchers: readonly CompiledMatcher[]
}

export interface MatrixSelector {
  readonly kind: 'matrixSelector'
  readonly selector: VectorSelector
  readonly rangeMs: number
}

/** `operand[5m:1m]`: the operand, evaluated at each whole multiple of the step within the range. */
export interface Subquery extends TimeModifiers {
  readonly kind: 'subquery'
  readonly operand: Expression
  readonly rangeMs: number
  /** Null where the global evaluation interval applies. */
  readonly stepMs: number | null
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
  /** The k of topk and bottomk, the quantile of quantile, the label of count_values; null for the others. */
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
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Call
  | Aggregation
  | Binary
  | Unary
  | Parentheses

const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '^', 'atan2'])
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<='])

export function isArithmetic(operator: BinaryOperator): operator is ArithmeticOperator {
  return ARITHMETIC.has(operator)
}

export function isComparison(operator: BinaryOperator): operator is ComparisonOperator {
  return COMPARISONS.has(operator)
}

/** The series that a selector selects, whenever it reads them. */
export function withoutModifiers(selector: VectorSelector): VectorSelector {
  return { ...selector, offsetMs: 0, at: null }
}

/** What stands inside any number of parentheses. */
export function withoutParentheses(expression: Expression): Exclude<Expression, Parentheses> {
  return expression.kind === 'parentheses' ? withoutParentheses(expression.inner) : expression
}
