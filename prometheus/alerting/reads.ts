// Which series an expression reads, and how far from its instant their samples may lie.

import { LOOKBACK_MS } from '../promql/evaluate/select-samples.ts'
import { type Expression, type VectorSelector, withoutParentheses } from '../promql/expression/expression.ts'
import { partsOf } from '../promql/expression/parts.ts'

const GROWTHS: ReadonlySet<string> = new Set(['rate', 'increase'])

export interface Read {
  /** With its offset, as written. */
  readonly selector: VectorSelector
  /** How long before the instant the oldest sample may lie. */
  readonly backMs: number
  /** How long after the instant the newest one may lie; below zero where an offset keeps all of them before it. */
  readonly aheadMs: number
  /** How long before the instant its range begins; of an instant selector, which takes the last sample, how long before it looks. */
  readonly rangeBackMs: number
  /** An instant selector, so that it matters when series ended. */
  readonly isInstant: boolean
  /**
   * Of a counter's growth over a range outside of any subquery, of which the first and the last sample are read alone: what lies
   * between them matters where the counter falls.
   */
  readonly isGrowth: boolean
  /** That of the innermost subquery around it, which has its steps at whole multiples; null outside of any. */
  readonly stepMs: number | 'evaluation interval' | null
}

export function readsOf(expression: Expression): readonly Read[] {
  switch (expression.kind) {
    case 'vectorSelector':
      return [read(expression, LOOKBACK_MS, true)]
    case 'matrixSelector':
      return [read(expression.selector, expression.rangeMs, false)]
    case 'subquery': {
      const earlierMs = expression.rangeMs + expression.offsetMs
      return readsOf(expression.operand).map((each) => ({
        ...each,
        backMs: Math.max(0, each.backMs + earlierMs),
        rangeBackMs: Math.max(0, each.rangeBackMs + earlierMs),
        aheadMs: each.aheadMs - expression.offsetMs,
        isGrowth: false,
        stepMs: each.stepMs ?? expression.stepMs ?? 'evaluation interval',
      }))
    }
    case 'call': {
      const isGrowth = GROWTHS.has(expression.name)
      return partsOf(expression).flatMap((part) =>
        isGrowth && withoutParentheses(part).kind === 'matrixSelector'
          ? readsOf(part).map((each) => ({ ...each, isGrowth }))
          : readsOf(part),
      )
    }
    default:
      return partsOf(expression).flatMap(readsOf)
  }
}

function read(selector: VectorSelector, backMs: number, isInstant: boolean): Read {
  const { offsetMs } = selector
  return {
    selector,
    backMs: Math.max(0, backMs + offsetMs),
    aheadMs: -offsetMs,
    rangeBackMs: Math.max(0, (isInstant ? 0 : backMs) + offsetMs),
    isInstant,
    isGrowth: false,
    stepMs: null,
  }
}
