// Which expressions of a file read nothing that its rules write. Worked out once for each: a file is evaluated again and again.

import type { Rule } from '../alerting/rule-file.ts'
import { readsRule } from '../alerting/set-apart/reads-rule.ts'
import type { Expression } from '../promql/expression/expression.ts'
import { partsOf, selectionsOf } from '../promql/expression/parts.ts'

export class ScrapedAlone {
  readonly #rules: readonly Rule[]
  readonly #known = new WeakMap<Expression, boolean>()

  /** @param rules of the file */
  constructor(rules: readonly Rule[]) {
    this.#rules = rules
  }

  /** One with a subquery, whose steps lie at instants of their own, does not count. */
  isAllOf(expression: Expression): boolean {
    const known = this.#known.get(expression)
    if (known !== undefined) return known
    const isAlone =
      !hasSubquery(expression) &&
      selectionsOf(expression).every(({ selector }) => !this.#rules.some((rule) => readsRule(selector, rule)))
    this.#known.set(expression, isAlone)
    return isAlone
  }
}

function hasSubquery(expression: Expression): boolean {
  return expression.kind === 'subquery' || partsOf(expression).some(hasSubquery)
}
