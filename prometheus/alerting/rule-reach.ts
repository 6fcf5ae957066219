// How far back a rule depends on the past, through the rules whose series it reads. A rule on a recorded series of an hour,
// whose own range is a day, reads a day and an hour of samples, and needs a day of evaluations before it.

import { LOOKBACK_MS } from '../promql/evaluate/select-samples.ts'
import type { Expression, TimeModifiers, VectorSelector } from '../promql/expression/expression.ts'
import { partsOf } from '../promql/expression/parts.ts'
import { parsedExpression } from './parsed-expression.ts'
import type { Rule, RuleFile } from './rule-file.ts'
import { readsRule } from './set-apart/reads-rule.ts'

export interface RuleReach {
  /** How far back it reads samples. Seconds. */
  readonly samplesSeconds: number
  /** How far back it reads what rules wrote; 0 where it reads none. Seconds. */
  readonly evaluationsSeconds: number
}

const NOTHING: RuleReach = { samplesSeconds: 0, evaluationsSeconds: 0 }

/** Of every rule that is evaluated. Rules that read one another in a circle are followed once around. */
export function ruleReaches(ruleFile: RuleFile): ReadonlyMap<Rule, RuleReach> {
  const rules = ruleFile.groups.flatMap(({ rules, queryOffsetSeconds }) =>
    rules.map((rule) => ({ rule, queryOffsetSeconds, expression: parsedExpression(rule.expression) })),
  )
  const known = new Map<Rule, RuleReach>()
  const reachOfRule = ({ rule, queryOffsetSeconds, expression }: (typeof rules)[number]): RuleReach => {
    const before = known.get(rule)
    if (before) return before
    known.set(rule, NOTHING)
    const reach = expression === null ? NOTHING : reachOf(expression, ofSelector)
    const found = {
      samplesSeconds: reach.samplesSeconds + queryOffsetSeconds,
      evaluationsSeconds: reach.evaluationsSeconds === 0 ? 0 : reach.evaluationsSeconds + queryOffsetSeconds,
    }
    known.set(rule, found)
    return found
  }
  const ofSelector = (selector: VectorSelector, ownSeconds: number): RuleReach => {
    const writers = rules.filter(({ rule }) => readsRule(selector, rule)).map(reachOfRule)
    return {
      samplesSeconds: ownSeconds + Math.max(0, ...writers.map(({ samplesSeconds }) => samplesSeconds)),
      evaluationsSeconds:
        writers.length === 0
          ? 0
          : ownSeconds + Math.max(0, ...writers.map(({ evaluationsSeconds }) => evaluationsSeconds)),
    }
  }
  for (const rule of rules) reachOfRule(rule)
  return known
}

function reachOf(
  expression: Expression,
  ofSelector: (selector: VectorSelector, ownSeconds: number) => RuleReach,
): RuleReach {
  switch (expression.kind) {
    case 'vectorSelector':
      return ofSelector(expression, LOOKBACK_MS / 1e3 + offsetSeconds(expression))
    case 'matrixSelector':
      return ofSelector(expression.selector, expression.rangeMs / 1e3 + offsetSeconds(expression.selector))
    case 'subquery': {
      const { samplesSeconds, evaluationsSeconds } = reachOf(expression.operand, ofSelector)
      const ownSeconds = expression.rangeMs / 1e3 + offsetSeconds(expression)
      return {
        samplesSeconds: ownSeconds + samplesSeconds,
        evaluationsSeconds: evaluationsSeconds === 0 ? 0 : ownSeconds + evaluationsSeconds,
      }
    }
    default: {
      const parts = partsOf(expression).map((part) => reachOf(part, ofSelector))
      return {
        samplesSeconds: Math.max(0, ...parts.map(({ samplesSeconds }) => samplesSeconds)),
        evaluationsSeconds: Math.max(0, ...parts.map(({ evaluationsSeconds }) => evaluationsSeconds)),
      }
    }
  }
}

function offsetSeconds({ offsetMs }: TimeModifiers): number {
  return Math.max(0, offsetMs / 1e3)
}
