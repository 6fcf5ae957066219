// Whether an expression can never return anything, whatever its samples are, because a comparison in it never holds.

import { METRIC_NAME } from '../../series/series.ts'
import { constantValue } from '../evaluate/constant-value.ts'
import { ABSENCE_FUNCTIONS } from '../expression/absence-functions.ts'
import {
  type Binary,
  type ComparisonOperator,
  type Expression,
  isComparison,
  withoutParentheses,
} from '../expression/expression.ts'
import { formatExpression } from '../expression/format-expression.ts'
import { partsOf, selectionsOf } from '../expression/parts.ts'
import { expressionType } from '../expression/value-type.ts'
import { stringsOf } from '../functions/strings-of.ts'
import { MIRRORED } from '../solve-condition.ts'
import { mayBeNaN } from './may-be-nan.ts'
import { isEmpty, type Known, type ValueRange, valueRange } from './value-range.ts'

/** @param isNever parts of which that is known already */
export function neverReturns(expression: Expression, known: Known, isNever?: (part: Expression) => boolean): boolean {
  return never(expression, { known, isNever, judged: new Map() })
}

interface Judging {
  readonly known: Known
  readonly isNever: ((part: Expression) => boolean) | undefined
  /** Each part once, however often records read one another. */
  readonly judged: Map<Expression, boolean>
}

function never(expression: Expression, judging: Judging): boolean {
  const { isNever, judged } = judging
  const before = judged.get(expression)
  if (before !== undefined) return before
  // A rule that reads what it records meets itself here.
  judged.set(expression, false)
  const found = isNever?.(expression) === true || returnsNothing(expression, judging)
  judged.set(expression, found)
  return found
}

function returnsNothing(expression: Expression, judging: Judging): boolean {
  const isNever = (part: Expression) => never(part, judging)
  switch (expression.kind) {
    case 'parentheses':
      return isNever(expression.inner)
    case 'unary':
    case 'aggregation':
    case 'subquery':
      return isNever(expression.operand)
    case 'vectorSelector': {
      const record = judging.known.recorded.get(expression.metric ?? '')
      return record !== undefined && isNever(record)
    }
    case 'call':
      return !RETURNS_OF_NOTHING.has(expression.name) && expression.arguments.some(isNever)
    case 'binary':
      if (expression.operator === 'or') return isNever(expression.left) && isNever(expression.right)
      if (expression.operator === 'unless') return isNever(expression.left)
      return isNever(expression.left) || isNever(expression.right) || isImpossible(expression, judging.known)
    default:
      return false
  }
}

/** Of no series, scalar makes NaN. */
const RETURNS_OF_NOTHING: ReadonlySet<string> = new Set([...ABSENCE_FUNCTIONS, 'scalar'])

/** Whether it never holds by itself: a comparison beyond the values of its sides, or an `and` that contradicts itself. */
export function isImpossible(binary: Binary, known: Known): boolean {
  if (binary.operator === 'and') return contradicts(binary)
  const { operator, left, right } = binary
  if (!isFilter(binary) || !isComparison(operator)) return false
  if (operator === '!=' && (mayBeNaN(left) || mayBeNaN(right))) return false
  return !canHold(operator, valueRange(left, known), valueRange(right, known))
}

/** Whether it holds whatever the samples are, as soon as there are numbers to compare. */
export function isCertain(binary: Binary, known: Known): boolean {
  const { operator, left, right } = binary
  if (!isFilter(binary) || !isComparison(operator)) return false
  const [a, b] = [valueRange(left, known), valueRange(right, known)]
  if (isEmpty(a) || isEmpty(b)) return false
  return !canHold(OPPOSITE[operator], a, b)
}

const OPPOSITE = { '==': '!=', '!=': '==', '>': '<=', '<': '>=', '>=': '<', '<=': '>' } as const

function isFilter(binary: Binary): boolean {
  return isComparison(binary.operator) && !binary.returnsBool && expressionType(binary) === 'vector'
}

function canHold(operator: ComparisonOperator, a: ValueRange, b: ValueRange): boolean {
  switch (operator) {
    case '>':
      return a.upper > b.lower && !isEmpty(a) && !isEmpty(b)
    case '>=':
      return a.upper >= b.lower && !isEmpty(a) && !isEmpty(b)
    case '<':
    case '<=':
      return canHold(MIRRORED[operator], b, a)
    case '==':
      return Math.max(a.lower, b.lower) <= Math.min(a.upper, b.upper)
    case '!=':
      return isEmpty(a) || isEmpty(b) || a.lower !== a.upper || b.lower !== b.upper || a.lower !== b.lower
  }
}

/** `x > 5 and x < 3`: both of the same series. */
function contradicts(binary: Binary): boolean {
  const limits = new Map<string, ValueRange>()
  for (const { text, operator, threshold } of conditionsOf(binary)) {
    const { lower, upper } = limits.get(text) ?? {
      lower: Number.NEGATIVE_INFINITY,
      upper: Number.POSITIVE_INFINITY,
    }
    const isLower = operator === '>' || operator === '>=' || operator === '=='
    const isUpper = operator === '<' || operator === '<=' || operator === '=='
    const narrowed = {
      lower: isLower ? Math.max(lower, threshold) : lower,
      upper: isUpper ? Math.min(upper, threshold) : upper,
    }
    if (isEmpty(narrowed)) return true
    limits.set(text, narrowed)
  }
  return false
}

interface ConditionOf {
  readonly text: string
  readonly operator: ComparisonOperator
  readonly threshold: number
}

/** The comparisons with numbers that an `and` joins by all labels but the name, of which there must be one only. */
function conditionsOf(expression: Expression): readonly ConditionOf[] {
  const plain = withoutParentheses(expression)
  if (plain.kind !== 'binary') return []
  const { operator, left, right, returnsBool, matching } = plain
  if (operator === 'and')
    return matching && !matching.on && matching.labels.length === 0
      ? [...conditionsOf(left), ...conditionsOf(right)]
      : []
  if (!isComparison(operator) || returnsBool) return []
  const [onLeft, onRight] = [constantValue(left), constantValue(right)]
  if (onRight !== undefined && onLeft === undefined && hasOneName(left))
    return [{ text: formatExpression(withoutParentheses(left)), operator, threshold: onRight }]
  if (onLeft === undefined || onRight !== undefined || !hasOneName(right)) return []
  return [{ text: formatExpression(withoutParentheses(right)), operator: MIRRORED[operator], threshold: onLeft }]
}

/** Whether no two of its series differ in their names alone. */
function hasOneName(expression: Expression): boolean {
  if (expression.kind === 'call' && (expression.name === 'label_replace' || expression.name === 'label_join'))
    return stringsOf(expression.arguments.slice(1, 2)).every((label) => label !== METRIC_NAME)
  const names = selectionsOf(expression).map(({ selector }) =>
    selector.matchers.filter(({ label }) => label === METRIC_NAME),
  )
  if (!names.every((matchers) => matchers.some(({ operator }) => operator === '='))) return false
  return partsOf(expression).every(hasOneName)
}
