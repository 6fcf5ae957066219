// The objectives that rules themselves hold: the burn-rate rules of Sloth, of Pyrra and of people compare a share of bad
// requests with a factor times the error budget, `> (14.4 * 0.001)`, and the budget is what may be bad.

import type { DrillObjective } from '../../../core/report/drill-report.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { constantValue } from '../../../prometheus/promql/evaluate/constant-value.ts'
import {
  type Binary,
  type Expression,
  isComparison,
  withoutParentheses,
} from '../../../prometheus/promql/expression/expression.ts'
import { partsOf } from '../../../prometheus/promql/expression/parts.ts'
import { namedSeconds } from '../model/named-bounds.ts'
import type { AlertReads } from '../model/rule-reads.ts'

/** More of the requests than a quarter is no budget. */
const LARGEST_BUDGET = 0.25

export function ruleObjectives(reads: readonly AlertReads[]): readonly DrillObjective[] {
  const found = new Map<string, DrillObjective>()
  for (const each of reads) {
    const [own] = each.expressions
    const budget = own && budgetIn(own)
    if (budget === undefined) continue
    const objective = objectiveOf(budget, boundOf(each), each)
    found.set(objective.name, objective)
  }
  return [...found.values()]
}

function objectiveOf(budget: number, boundSeconds: number | null, { rule }: AlertReads): DrillObjective {
  const allowedShare = Number(budget.toPrecision(9))
  const name =
    boundSeconds === null
      ? `errors < ${formatShare(allowedShare)}`
      : `under ${formatDuration(boundSeconds)} > ${formatShare(1 - allowedShare)}`
  const source = { kind: 'rules' as const, place: rule.name }
  return { name, kind: boundSeconds === null ? 'errors' : 'latency', allowedShare, boundSeconds, source }
}

/** The budget of the first comparison with a factor times a budget. */
function budgetIn(expression: Expression): number | undefined {
  const inner = withoutParentheses(expression)
  if (inner.kind === 'binary' && isComparison(inner.operator)) {
    const found = budgetOfSide(inner.right) ?? budgetOfSide(inner.left)
    if (found !== undefined) return found
  }
  for (const part of partsOf(inner)) {
    const found = budgetIn(part)
    if (found !== undefined) return found
  }
  return undefined
}

function budgetOfSide(side: Expression): number | undefined {
  const product = withoutParentheses(side)
  if (product.kind !== 'binary' || product.operator !== '*') return undefined
  const factors = factorsOf(product)
  if (factors.length !== 2) return undefined
  const [smaller, larger] = factors.sort((a, b) => a - b) as [number, number]
  return smaller > 0 && smaller <= LARGEST_BUDGET && larger >= 1 ? smaller : undefined
}

function factorsOf({ left, right }: Binary): number[] {
  return [left, right].flatMap((side) => constantValue(side) ?? [])
}

/** The bound, in seconds, above which the rules call a request slow; null where they name none, or one for some and one for others. */
function boundOf({ selectors }: AlertReads): number | null {
  const bounds = selectors.filter(({ metric }) => metric?.endsWith('_bucket')).flatMap(namedSeconds)
  const [bound, ...others] = new Set(bounds)
  return bound === undefined || others.length > 0 ? null : bound
}
