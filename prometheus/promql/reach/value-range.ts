// Between which values the result of an expression lies, whatever its samples are. NaN counts as no value, for no
// comparison but != holds for it; where nothing but NaN is possible the range is empty.
//
//   histogram_quantile        from 0, or the lowest bound, to the largest finite bound
//   a part of a sum / the sum from 0 to 1, and so is histogram_fraction
//   a counter and its rate    from 0
//   up, a comparison as bool  from 0 to 1
//   a part of a date, sin     what they can be
//   a subquery                what its operand can be, at whatever instant
//   arithmetic                by its operands' ranges
//   all else                  anything

import { constantValue } from '../evaluate/constant-value.ts'
import {
  type Aggregation,
  type Binary,
  type Call,
  type Expression,
  isArithmetic,
  isComparison,
  type VectorSelector,
} from '../expression/expression.ts'
import { metricName } from '../expression/metric-name.ts'
import { selectionsOf } from '../expression/parts.ts'
import { expressionType } from '../expression/value-type.ts'
import { MIRRORED } from '../solve-condition.ts'
import { ADDITIVE_FUNCTIONS, ADDITIVE_NAME, isPartOf } from './part-of.ts'

/** Both ends belong to it. */
export interface ValueRange {
  readonly lower: number
  readonly upper: number
}

/** What is known besides the expression. What follows from it is worked out once for each part of an expression. */
export interface Known {
  /** The finite bounds of histograms, by name without `_bucket`; ascending. */
  readonly bounds?: ReadonlyMap<string, readonly number[]>
  /** What records the series of a name. */
  readonly recorded: ReadonlyMap<string, Expression>
}

const ANYTHING: ValueRange = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }
const NOTHING: ValueRange = { lower: Number.POSITIVE_INFINITY, upper: Number.NEGATIVE_INFINITY }
const AT_LEAST_ZERO: ValueRange = { lower: 0, upper: Number.POSITIVE_INFINITY }
const NO_LOWER_LIMIT: ValueRange = { lower: Number.NEGATIVE_INFINITY, upper: Number.NEGATIVE_INFINITY }
const NO_UPPER_LIMIT: ValueRange = { lower: Number.POSITIVE_INFINITY, upper: Number.POSITIVE_INFINITY }
const SHARE: ValueRange = { lower: 0, upper: 1 }
const ONE: ValueRange = { lower: 1, upper: 1 }

export function isEmpty({ lower, upper }: ValueRange): boolean {
  return lower > upper
}

const remembered = new WeakMap<Known, WeakMap<Expression, ValueRange>>()

export function valueRange(expression: Expression, known: Known): ValueRange {
  const ranges = remembered.get(known) ?? new WeakMap<Expression, ValueRange>()
  remembered.set(known, ranges)
  const before = ranges.get(expression)
  if (before) return before
  // A rule that reads what it records meets itself here.
  ranges.set(expression, ANYTHING)
  const range = rangeOf(expression, known)
  ranges.set(expression, range)
  return range
}

function rangeOf(expression: Expression, known: Known): ValueRange {
  const constant = constantValue(expression)
  if (constant !== undefined) return Number.isNaN(constant) ? NOTHING : { lower: constant, upper: constant }
  switch (expression.kind) {
    case 'parentheses':
      return valueRange(expression.inner, known)
    case 'unary': {
      const operand = valueRange(expression.operand, known)
      return expression.operator === '-' ? negated(operand) : operand
    }
    case 'vectorSelector':
      return selectorRange(expression, known)
    case 'matrixSelector':
      return selectorRange(expression.selector, known)
    case 'subquery':
      return valueRange(expression.operand, known)
    case 'aggregation':
      return aggregationRange(expression, known)
    case 'call':
      return callRange(expression, known)
    case 'binary':
      return binaryRange(expression, known)
    default:
      return ANYTHING
  }
}

function selectorRange({ metric }: VectorSelector, known: Known): ValueRange {
  const recorded = known.recorded.get(metric ?? '')
  if (recorded) return valueRange(recorded, known)
  if (metric === 'up') return SHARE
  if (metric === 'ALERTS') return ONE
  return isCounter(metric) ? AT_LEAST_ZERO : ANYTHING
}

/** A name alone does not tell what a sum holds. */
function isCounter(metric: string | null): boolean {
  return metric !== null && ADDITIVE_NAME.test(metric)
}

function aggregationRange({ operator, operand, parameter }: Aggregation, known: Known): ValueRange {
  const range = valueRange(operand, known)
  switch (operator) {
    case 'sum':
      return range.lower >= 0 && !isEmpty(range) ? AT_LEAST_ZERO : ANYTHING
    case 'count':
    case 'count_values':
      return { lower: 1, upper: Number.POSITIVE_INFINITY }
    case 'group':
      return ONE
    case 'stddev':
    case 'stdvar':
      return AT_LEAST_ZERO
    case 'quantile':
      return betweenValues(parameter, range)
    default:
      return range
  }
}

/** A quantile from 0 to 1 lies between two of the values; beyond, it is infinite. */
function betweenValues(level: Expression | null | undefined, values: ValueRange): ValueRange {
  const quantile = level ? constantValue(level) : undefined
  return quantile !== undefined && quantile >= 0 && quantile <= 1 ? values : ANYTHING
}

const SAME_RANGE: ReadonlySet<string> = new Set([
  'avg_over_time',
  'first_over_time',
  'label_join',
  'label_replace',
  'last_over_time',
  'max_over_time',
  'min_over_time',
  'scalar',
  'sort',
  'sort_by_label',
  'sort_by_label_desc',
  'sort_desc',
  'vector',
])
const AT_LEAST_ZERO_FUNCTIONS: ReadonlySet<string> = new Set([
  'changes',
  'mad_over_time',
  'resets',
  'stddev_over_time',
  'stdvar_over_time',
  'time',
])
/** Whatever the argument is. */
const FIXED: Readonly<Record<string, ValueRange>> = {
  absent: ONE,
  absent_over_time: ONE,
  cos: { lower: -1, upper: 1 },
  count_over_time: { lower: 1, upper: Number.POSITIVE_INFINITY },
  day_of_month: { lower: 1, upper: 31 },
  day_of_week: { lower: 0, upper: 6 },
  day_of_year: { lower: 1, upper: 366 },
  days_in_month: { lower: 28, upper: 31 },
  histogram_fraction: SHARE,
  hour: { lower: 0, upper: 23 },
  minute: { lower: 0, upper: 59 },
  month: { lower: 1, upper: 12 },
  present_over_time: ONE,
  sin: { lower: -1, upper: 1 },
}
const RISING: Readonly<Record<string, (value: number) => number>> = {
  ceil: Math.ceil,
  exp: Math.exp,
  floor: Math.floor,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sgn: Math.sign,
  sqrt: Math.sqrt,
}

function callRange(call: Call, known: Known): ValueRange {
  const { name, arguments: given } = call
  const [first] = given
  const inner = first === undefined ? ANYTHING : valueRange(first, known)
  const rising = RISING[name]
  if (rising) return mapped(inner, rising)
  if (SAME_RANGE.has(name)) return inner
  if (ADDITIVE_FUNCTIONS.has(name)) return inner.lower >= 0 ? AT_LEAST_ZERO : ANYTHING
  if (AT_LEAST_ZERO_FUNCTIONS.has(name)) return AT_LEAST_ZERO
  const fixed = FIXED[name]
  if (fixed) return fixed
  switch (name) {
    case 'quantile_over_time':
      return betweenValues(first, given[1] === undefined ? ANYTHING : valueRange(given[1], known))
    case 'sum_over_time':
      return inner.lower >= 0 ? AT_LEAST_ZERO : ANYTHING
    case 'histogram_quantile':
      return quantileRange(call, known)
    case 'abs':
      return absolute(inner)
    case 'clamp_min':
      return clamped(inner, rangeOfArgument(given[1], known), NO_UPPER_LIMIT)
    case 'clamp_max':
      return clamped(inner, NO_LOWER_LIMIT, rangeOfArgument(given[1], known))
    case 'clamp':
      return clamped(inner, rangeOfArgument(given[1], known), rangeOfArgument(given[2], known))
    default:
      return ANYTHING
  }
}

/** A quantile beyond 0 and 1 has a finding of its own. */
function quantileRange({ arguments: [level, buckets] }: Call, { bounds, recorded }: Known): ValueRange {
  const quantile = level && constantValue(level)
  if (quantile === undefined || buckets === undefined) return ANYTHING
  if (Number.isNaN(quantile)) return NOTHING
  if (quantile < 0 || quantile > 1) return ANYTHING
  const finite = [...metricsRead(buckets, recorded)].map((metric) =>
    metric.endsWith('_bucket') ? bounds?.get(metric.slice(0, -'_bucket'.length)) : undefined,
  )
  if (finite.length === 0 || finite.some((known) => known === undefined || known.length === 0)) return ANYTHING
  const all = finite.flatMap((known) => known ?? [])
  return { lower: Math.min(0, ...all), upper: Math.max(...all) }
}

/** The names that an expression selects, with what is recorded in place of the names of records. */
function metricsRead(
  expression: Expression,
  recorded: Known['recorded'],
  read = new Map<string, ReadonlySet<string>>(),
): ReadonlySet<string> {
  const metrics = new Set<string>()
  for (const { selector } of selectionsOf(expression)) {
    const name = metricName(selector) ?? ''
    const record = recorded.get(name)
    let found = read.get(name)
    if (!found) {
      // What reads its own record reads something by that name.
      read.set(name, new Set([name]))
      found = record ? metricsRead(record, recorded, read) : new Set([name])
      read.set(name, found)
    }
    for (const metric of found) metrics.add(metric)
  }
  return metrics
}

function binaryRange(binary: Binary, known: Known): ValueRange {
  const { operator, left, right, returnsBool } = binary
  if (isComparison(operator)) return returnsBool ? SHARE : filtered(binary, known)
  const [a, b] = [valueRange(left, known), valueRange(right, known)]
  if (operator === 'and' || operator === 'unless') return a
  if (operator === 'or') return { lower: Math.min(a.lower, b.lower), upper: Math.max(a.upper, b.upper) }
  // A power may be 1 where a side is NaN.
  if (!isArithmetic(operator) || operator === '^') return ANYTHING
  if (isEmpty(a) || isEmpty(b)) return NOTHING
  switch (operator) {
    case '+':
      return ordered(a.lower + b.lower, a.upper + b.upper)
    case '-':
      return ordered(a.lower - b.upper, a.upper - b.lower)
    case '*':
      return product(a, b)
    case '/':
      return isPartOf(left, right, known.recorded) ? SHARE : ratio(a, b)
    default:
      return ANYTHING
  }
}

/** A comparison returns its left side where it holds, or the side that is no scalar. */
function filtered({ operator, left, right }: Binary, known: Known): ValueRange {
  if (!isComparison(operator)) return ANYTHING
  const isMirrored = expressionType(left) === 'scalar'
  const [value, limit] = isMirrored ? [right, left] : [left, right]
  const [{ lower, upper }, limits] = [valueRange(value, known), valueRange(limit, known)]
  const asked = isMirrored ? MIRRORED[operator] : operator
  if (asked === '==') return { lower: Math.max(lower, limits.lower), upper: Math.min(upper, limits.upper) }
  if (asked.startsWith('>')) return { lower: Math.max(lower, limits.lower), upper }
  return asked.startsWith('<') ? { lower, upper: Math.min(upper, limits.upper) } : { lower, upper }
}

function product(a: ValueRange, b: ValueRange): ValueRange {
  // Zero times infinity is NaN, and next to it everything is near zero.
  const times = (x: number, y: number) => (x === 0 || y === 0 ? 0 : x * y)
  const corners = [a.lower, a.upper].flatMap((x) => [times(x, b.lower), times(x, b.upper)])
  return { lower: Math.min(...corners), upper: Math.max(...corners) }
}

function ratio(a: ValueRange, b: ValueRange): ValueRange {
  if (b.lower > 0 || b.upper < 0) return product(a, { lower: 1 / b.upper, upper: 1 / b.lower })
  return a.lower >= 0 && b.lower >= 0 ? AT_LEAST_ZERO : ANYTHING
}

function negated({ lower, upper }: ValueRange): ValueRange {
  return { lower: -upper, upper: -lower }
}

function absolute({ lower, upper }: ValueRange): ValueRange {
  if (lower >= 0) return { lower, upper }
  return { lower: upper <= 0 ? -upper : 0, upper: Math.max(-lower, upper) }
}

/** Where the limits are in the wrong order nothing is returned, and a limit that is NaN makes all values NaN. */
function clamped(value: ValueRange, least: ValueRange, most: ValueRange): ValueRange {
  if (isEmpty(value) || isEmpty(least) || isEmpty(most)) return NOTHING
  return {
    lower: Math.max(least.lower, Math.min(value.lower, most.lower)),
    upper: Math.min(most.upper, Math.max(value.upper, least.upper)),
  }
}

function mapped(range: ValueRange, rising: (value: number) => number): ValueRange {
  return isEmpty(range) ? NOTHING : ordered(rising(range.lower), rising(range.upper))
}

/** An end that is unknown is open. */
function ordered(lower: number, upper: number): ValueRange {
  return {
    lower: Number.isNaN(lower) ? Number.NEGATIVE_INFINITY : lower,
    upper: Number.isNaN(upper) ? Number.POSITIVE_INFINITY : upper,
  }
}

function rangeOfArgument(argument: Expression | undefined, known: Known): ValueRange {
  return argument ? valueRange(argument, known) : ANYTHING
}
