// The histogram_quantile in an alert's expression: what the harness shows as the moving estimate, beside the threshold
// that the alert holds it against.

import { DEFAULT_DIALECT } from './dialect.ts'
import { evaluate } from './evaluate.ts'
import {
  type Binary,
  type Call,
  type ComparisonOperator,
  type Expression,
  isComparison,
  type SelectorMatcher,
  type VectorSelector,
  withoutParentheses,
} from './expression.ts'
import { partsOf } from './expression-parts.ts'
import { expressionType } from './expression-type.ts'

export interface HistogramQuantileUse {
  /** The call itself, ready to be evaluated. */
  readonly expression: Call
  readonly quantile: number
  /** How far back its buckets look; 0 where they are read as they stand. Seconds. */
  readonly rangeSeconds: number
  /** The name of the buckets' metric, `_bucket` included; null where the selector does not name just one. */
  readonly metric: string | null
  /** What else the selector asks for. */
  readonly matchers: readonly SelectorMatcher[]
  /** Null where the call itself is not compared with a number. */
  readonly comparison: ThresholdComparison | null
}

/** `estimate operator threshold`: written the other way round, it is turned. */
export interface ThresholdComparison {
  readonly operator: ComparisonOperator
  readonly threshold: number
}

/** The first one in the order of the text; undefined where there is none with a fixed quantile and a selector. */
export function findHistogramQuantile(expression: Expression): HistogramQuantileUse | undefined {
  const call = findCall(expression)
  const [quantile, buckets] = call?.arguments ?? []
  const value = quantile && constantValue(quantile)
  const selected = buckets && findSelector(buckets)
  if (!call || value === undefined || !selected) return undefined
  const { selector, rangeMs } = selected
  const name = selector.matchers.filter(({ label }) => label === '__name__')
  return {
    expression: call,
    quantile: value,
    rangeSeconds: rangeMs / 1e3,
    metric: name.length === 1 && name[0]?.operator === '=' ? name[0].value : null,
    matchers: selector.matchers.filter(({ label }) => label !== '__name__'),
    comparison: findComparison(expression, call) ?? null,
  }
}

function findCall(expression: Expression): Call | undefined {
  if (expression.kind === 'call' && expression.name === 'histogram_quantile') return expression
  return firstOf(partsOf(expression), findCall)
}

function findSelector(expression: Expression): { selector: VectorSelector; rangeMs: number } | undefined {
  if (expression.kind === 'vectorSelector') return { selector: expression, rangeMs: 0 }
  if (expression.kind === 'matrixSelector') return expression
  return firstOf(partsOf(expression), findSelector)
}

/** The comparison that has the call itself on one side and a number on the other, wherever it stands. */
function findComparison(expression: Expression, call: Call): ThresholdComparison | undefined {
  const found = expression.kind === 'binary' ? heldAgainst(expression, call) : undefined
  return found ?? firstOf(partsOf(expression), (part) => findComparison(part, call))
}

function heldAgainst({ operator, left, right }: Binary, call: Call): ThresholdComparison | undefined {
  if (!isComparison(operator)) return undefined
  const onLeft = withoutParentheses(left) === call
  if (!onLeft && withoutParentheses(right) !== call) return undefined
  const threshold = constantValue(onLeft ? right : left)
  return threshold === undefined ? undefined : { operator: onLeft ? operator : MIRRORED[operator], threshold }
}

const MIRRORED = { '==': '==', '!=': '!=', '>': '<', '<': '>', '>=': '<=', '<=': '>=' } as const

/** The value of a scalar that does not depend on samples or time. */
function constantValue(expression: Expression): number | undefined {
  if (expressionType(expression) !== 'scalar' || contains(expression, ({ kind }) => kind === 'call')) return undefined
  const result = evaluate(expression, { select: () => [] }, 0, DEFAULT_DIALECT)
  return result.type === 'scalar' ? result.value : undefined
}

function contains(expression: Expression, accepted: (part: Expression) => boolean): boolean {
  return accepted(expression) || partsOf(expression).some((part) => contains(part, accepted))
}

function firstOf<T>(parts: readonly Expression[], find: (part: Expression) => T | undefined): T | undefined {
  for (const part of parts) {
    const found = find(part)
    if (found !== undefined) return found
  }
  return undefined
}
