// What rules call slow: what quantiles and means are compared with, and the bounds of buckets that selectors name.

import type { RuleFile } from '../../../prometheus/alerting/rule-file.ts'
import { watchedByRule } from '../../../prometheus/alerting/watched-by-rule.ts'
import { constantValue } from '../../../prometheus/promql/evaluate/constant-value.ts'
import { type Expression, withoutParentheses } from '../../../prometheus/promql/expression/expression.ts'
import { partsOf, selectionsOf } from '../../../prometheus/promql/expression/parts.ts'
import { familyOf, unitsPerSecond } from '../model/metric-kind.ts'
import { namedSeconds } from '../model/named-bounds.ts'
import type { AlertReads } from '../model/rule-reads.ts'

export interface LatencyLimit {
  /** The name of the histogram, without a suffix. */
  readonly histogram: string
  /** Above 0. */
  readonly seconds: number
}

export function latencyLimits(reads: readonly AlertReads[], rules: RuleFile): readonly LatencyLimit[] {
  const limits = reads.flatMap(({ rule, selectors, expressions }) => {
    const named = selectors.flatMap((selector) =>
      namedSeconds(selector).flatMap((each) => limit(selector.metric, each)),
    )
    const watched = watchedByRule(rule.expression, rules)
    const { operator, threshold = 0 } = watched?.comparison ?? {}
    const isUpper = operator === '>' || operator === '>='
    const metric = watched?.metric ?? null
    return [
      ...named,
      ...expressions.flatMap(meanLimits),
      ...(isUpper ? limit(metric, threshold / (unitsPerSecond(metric) ?? 1)) : []),
    ]
  })
  return limits.filter(({ seconds }) => seconds > 0 && Number.isFinite(seconds))
}

/** None of what is no histogram of times. */
function limit(metric: string | null, seconds: number): readonly LatencyLimit[] {
  return metric === null || unitsPerSecond(metric) === null ? [] : [{ histogram: familyOf(metric), seconds }]
}

/** What a mean, the sum of a histogram over its count, is compared with. */
function meanLimits(expression: Expression): readonly LatencyLimit[] {
  const inner = withoutParentheses(expression)
  if (inner.kind !== 'binary' || (inner.operator !== '>' && inner.operator !== '>='))
    return partsOf(inner).flatMap(meanLimits)
  const threshold = constantValue(inner.right)
  const read = selectionsOf(inner.left).map(({ selector }) => selector.metric)
  const sum = read.find((metric) => metric?.endsWith('_sum')) ?? null
  if (threshold === undefined || !read.some((metric) => metric?.endsWith('_count'))) return []
  return limit(sum, threshold / (unitsPerSecond(sum) ?? 1))
}
