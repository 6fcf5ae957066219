// How far back a rule depends on the past, through the rules whose series it reads. A rule on a recorded series of an hour,
// whose own range is a day, reads a day and an hour of samples, and needs a day of evaluations before it.

import type { VectorSelector } from '../promql/expression/expression.ts'
import { reachSeconds } from './lookback.ts'
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
    if (expression === null) return NOTHING
    const writersOf = (selector: VectorSelector) =>
      rules.filter((writer) => readsRule(selector, writer.rule)).map(reachOfRule)
    const samplesSeconds = reachSeconds(
      expression,
      (selector) => Math.max(0, ...writersOf(selector).map((writer) => writer.samplesSeconds)),
      0,
    )
    // What no rule writes needs no evaluation, however far back it is read.
    const evaluationsSeconds = reachSeconds(
      expression,
      (selector) => Math.max(...writersOf(selector).map((writer) => writer.evaluationsSeconds)),
      Number.NEGATIVE_INFINITY,
    )
    const found = {
      samplesSeconds: samplesSeconds + queryOffsetSeconds,
      evaluationsSeconds: Math.max(0, evaluationsSeconds + queryOffsetSeconds),
    }
    known.set(rule, found)
    return found
  }
  for (const rule of rules) reachOfRule(rule)
  return known
}
