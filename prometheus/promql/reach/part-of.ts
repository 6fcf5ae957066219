// Whether one expression is a part of another, so that their ratio is a share, from 0 to 1:
//   sum(rate(requests_total{code=~"5.."}[5m])) of sum(rate(requests_total[5m]))
//   sum(rate(latency_bucket{le="0.3"}[5m]))    of sum(rate(latency_count[5m]))
//   all - good                                 of all, where good is a part of it

import { acceptsValue, type CompiledMatcher } from '../../series/label-matcher.ts'
import { METRIC_NAME } from '../../series/series.ts'
import { constantValue } from '../evaluate/constant-value.ts'
import { type Expression, type VectorSelector, withoutParentheses } from '../expression/expression.ts'
import { formatExpression } from '../expression/format-expression.ts'

type Recorded = ReadonlyMap<string, Expression>

/** What only grows, or counts: a part of it cannot be larger than the whole. */
export const ADDITIVE_FUNCTIONS: ReadonlySet<string> = new Set(['rate', 'increase', 'irate'])
export const ADDITIVE_NAME = /_(?:total|count|bucket)$/

export function isPartOf(part: Expression, whole: Expression, recorded: Recorded): boolean {
  return new Parts(recorded).isPart(part, whole)
}

/** What records a series stands in its place. Each pair is looked at once, however often records read one another. */
class Parts {
  readonly #recorded: Recorded
  readonly #judged = new Map<Expression, Map<Expression, boolean>>()

  constructor(recorded: Recorded) {
    this.#recorded = recorded
  }

  isPart(written: Expression, ofWritten: Expression): boolean {
    const [part, whole] = [this.#resolved(written), this.#resolved(ofWritten)]
    const judged = this.#judged.get(part) ?? new Map<Expression, boolean>()
    this.#judged.set(part, judged)
    const known = judged.get(whole)
    if (known !== undefined) return known
    // A rule that reads what it records meets the same pair again inside of it.
    judged.set(whole, false)
    const isPart = this.#isPart(part, whole)
    judged.set(whole, isPart)
    return isPart
  }

  #isPart(part: Expression, whole: Expression): boolean {
    if (part.kind === 'binary') {
      const { operator, left, right } = part
      // What a numerator is before the first error.
      if (operator === 'or') return this.isPart(left, whole) && (isZero(right) || this.isPart(right, whole))
      return operator === '-' && isSame(this.#resolved(left), whole) && this.isPart(right, whole)
    }
    if (whole.kind === 'aggregation') {
      if (part.kind !== 'aggregation') return whole.operator === 'sum' && this.isPart(part, whole.operand)
      if (part.operator !== whole.operator || (whole.operator !== 'sum' && whole.operator !== 'count')) return false
      return isFiner(part.grouping, whole.grouping) && this.isPart(part.operand, whole.operand)
    }
    if (part.kind === 'call' && whole.kind === 'call') {
      const [[ofPart], [ofWhole]] = [part.arguments, whole.arguments]
      if (part.name !== whole.name || !ADDITIVE_FUNCTIONS.has(part.name) || !ofPart || !ofWhole) return false
      return this.isPart(ofPart, ofWhole)
    }
    if (part.kind === 'matrixSelector' && whole.kind === 'matrixSelector')
      return part.rangeMs === whole.rangeMs && selectsPart(part.selector, whole.selector)
    return part.kind === 'vectorSelector' && whole.kind === 'vectorSelector' && selectsPart(part, whole)
  }

  /** What records a series, where it is read as it stands; a record that reads itself stays. */
  #resolved(expression: Expression): Expression {
    const passed = new Set<string>()
    let plain = withoutParentheses(expression)
    for (;;) {
      const name = nameReadAsItStands(plain)
      const record = passed.has(name) ? undefined : this.#recorded.get(name)
      if (!record) return plain
      passed.add(name)
      plain = withoutParentheses(record)
    }
  }
}

/** Empty where it is no selector, or one with matchers or another instant. */
function nameReadAsItStands(plain: Expression): string {
  if (plain.kind !== 'vectorSelector' || plain.matchers.length !== 1) return ''
  return plain.offsetMs === 0 && plain.at === null ? (plain.metric ?? '') : ''
}

function isZero(expression: Expression): boolean {
  const plain = withoutParentheses(expression)
  if (plain.kind === 'call' && plain.name === 'vector' && plain.arguments[0])
    return constantValue(plain.arguments[0]) === 0
  return (
    plain.kind === 'binary' &&
    plain.operator === '*' &&
    [plain.left, plain.right].some((side) => constantValue(side) === 0)
  )
}

function isSame(a: Expression, b: Expression): boolean {
  return formatExpression(a) === formatExpression(b)
}

type Grouping = Extract<Expression, { kind: 'aggregation' }>['grouping']

/** Whether each group of the first lies in one group of the second. */
function isFiner(fine: Grouping, coarse: Grouping): boolean {
  if (coarse.mode === 'by') {
    if (coarse.labels.length === 0) return true
    return fine.mode === 'by'
      ? coarse.labels.every((label) => fine.labels.includes(label))
      : coarse.labels.every((label) => !fine.labels.includes(label))
  }
  return fine.mode === 'without' && fine.labels.every((label) => coarse.labels.includes(label))
}

function selectsPart(part: VectorSelector, whole: VectorSelector): boolean {
  const [name, wholeName] = [part.metric ?? '', whole.metric ?? '']
  const isBucketOfCount =
    name.replace(/_bucket$/, '_count') === wholeName &&
    part.matchers.some(({ label, operator }) => label === 'le' && operator === '=')
  if (!ADDITIVE_NAME.test(name) || part.offsetMs !== whole.offsetMs || part.at !== whole.at) return false
  if (name !== wholeName && !isBucketOfCount) return false
  const asked = whole.matchers.filter(({ label }) => label !== METRIC_NAME)
  return asked.every((matcher) => part.matchers.some((own) => implies(own, matcher)))
}

function implies(own: CompiledMatcher, asked: CompiledMatcher): boolean {
  if (own.label !== asked.label) return false
  if (own.operator === asked.operator && own.value === asked.value) return true
  return own.operator === '=' && acceptsValue(asked, own.value, true)
}
