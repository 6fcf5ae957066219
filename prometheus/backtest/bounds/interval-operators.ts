// Arithmetic and comparisons of values that are known within bounds.

import { calculate, compares } from '../../promql/evaluate/operate.ts'
import type { ArithmeticOperator, ComparisonOperator } from '../../promql/expression/expression.ts'
import { around, type BoundedValue, isAnything } from './bounded-sample.ts'

/** Whether a comparison holds for sure, as drawn, and for some of the values. */
export interface Holds {
  readonly surely: boolean
  readonly drawn: boolean
  readonly could: boolean
}

/** Undefined where the result may be anything. */
export function calculated(
  operator: ArithmeticOperator,
  left: BoundedValue,
  right: BoundedValue,
): BoundedValue | undefined {
  const drawn = left.drawn === null || right.drawn === null ? null : calculate(operator, left.drawn, right.drawn)
  if (isPoint(left) && isPoint(right)) {
    const value = calculate(operator, left.low, right.low)
    return { drawn, low: value, high: value }
  }
  if (hasNone(left) || hasNone(right)) return { drawn, low: Number.NaN, high: Number.NaN }
  if (isAnything(left) || isAnything(right)) return undefined
  if (!isMonotone(operator, left, right)) return undefined
  const corners = [left.low, left.high].flatMap((l) => [right.low, right.high].map((r) => corner(operator, l, r)))
  if (corners.some(Number.isNaN)) return undefined
  return around(drawn, Math.min(...corners), Math.max(...corners))
}

/** In each operand, the other one being fixed: then the extremes lie at the ends. */
function isMonotone(operator: ArithmeticOperator, left: BoundedValue, right: BoundedValue): boolean {
  switch (operator) {
    case '+':
    case '-':
    case '*':
      return true
    case '/':
      return right.low > 0 || right.high < 0
    case '^':
      return left.low >= 0 && (right.low >= 0 || left.low > 0)
    default:
      return false
  }
}

/** Zero times infinity is zero here: the infinite end is a number that is not known. */
function corner(operator: ArithmeticOperator, left: number, right: number): number {
  if (operator === '*' && (left === 0 || right === 0)) return 0
  return calculate(operator, left, right)
}

export function comparison(operator: ComparisonOperator, left: BoundedValue, right: BoundedValue): Holds {
  const drawn = left.drawn !== null && right.drawn !== null && compares(operator, left.drawn, right.drawn)
  if (hasNone(left) || hasNone(right)) {
    const holds = operator === '!='
    return { surely: holds, drawn, could: holds || drawn }
  }
  const [surely, could] = ofIntervals(operator, left, right)
  return { surely, drawn, could: could || drawn }
}

function ofIntervals(operator: ComparisonOperator, left: BoundedValue, right: BoundedValue): [boolean, boolean] {
  switch (operator) {
    case '>':
      return [left.low > right.high, left.high > right.low]
    case '>=':
      return [left.low >= right.high, left.high >= right.low]
    case '<':
      return [left.high < right.low, left.low < right.high]
    case '<=':
      return [left.high <= right.low, left.low <= right.high]
    case '==':
      return [areSamePoint(left, right), overlap(left, right)]
    case '!=':
      return [!overlap(left, right), !areSamePoint(left, right)]
  }
}

function areSamePoint(left: BoundedValue, right: BoundedValue): boolean {
  return left.low === left.high && right.low === right.high && left.low === right.low
}

function overlap(left: BoundedValue, right: BoundedValue): boolean {
  return left.low <= right.high && right.low <= left.high
}

function isPoint({ low, high }: BoundedValue): boolean {
  return Object.is(low, high)
}

function hasNone({ low }: BoundedValue): boolean {
  return Number.isNaN(low)
}
