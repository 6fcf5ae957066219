// Quantiles that are averaged or added up. The result is no quantile of anything: an instance with ten requests weighs as
// much as one with ten thousand. Source: prometheus docs, practices/histograms, Quantiles.

import { constantValue } from '../../promql/evaluate/constant-value.ts'
import {
  type Aggregation,
  type Expression,
  isArithmetic,
  withoutParentheses,
} from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { partsOf } from '../../promql/expression/parts.ts'
import type { LabelMatcher } from '../../series/series.ts'
import { allParts, type Diagnostic, type LintedRule } from './linted-rule.ts'

type Records = ReadonlyMap<string, Expression>

/** Where the quantiles come from says what to do instead. */
type Source = 'histogram' | 'summary'

export function combinedQuantiles({ rule, expression, records, isPanel = false }: LintedRule): Diagnostic[] {
  return allParts(expression).flatMap((part): Diagnostic[] => {
    if (part.kind === 'aggregation') {
      const source = quantileSource(part.operand, records)
      if (source === undefined) return []
      if (part.operator === 'avg' || part.operator === 'sum') return [combined(part, part.operator, source)]
      return part.operator === 'max' && rule.kind === 'recording' && !isPanel ? [largest(part, source)] : []
    }
    if (part.kind === 'call' && (part.name === 'avg_over_time' || part.name === 'sum_over_time')) {
      const [range] = part.arguments
      return range && quantileSource(range, records) !== undefined ? [overTime(part, part.name)] : []
    }
    if (part.kind !== 'binary' || part.operator !== '+') return []
    const sources = [part.left, part.right].map((side) => quantileSource(side, records))
    return sources.every((source) => source !== undefined) ? [added(part)] : []
  })
}

/** Undefined where the expression is no quantile, scaled or recorded perhaps. */
function quantileSource(expression: Expression, records: Records): Source | undefined {
  const inner = withoutParentheses(expression)
  switch (inner.kind) {
    case 'call': {
      if (inner.name === 'histogram_quantile') return 'histogram'
      const [first] = inner.arguments
      return first && KEEP_QUANTILES.has(inner.name) ? quantileSource(first, records) : undefined
    }
    case 'vectorSelector':
    case 'matrixSelector': {
      const { metric, matchers } = inner.kind === 'matrixSelector' ? inner.selector : inner
      if (matchers.some(isInnerQuantile)) return 'summary'
      const record = records.get(metric ?? '')
      return record && quantileSource(record, new Map([...records].filter(([name]) => name !== metric)))
    }
    case 'subquery':
      return quantileSource(inner.operand, records)
    case 'aggregation':
      return inner.operator === 'max' || inner.operator === 'min' ? quantileSource(inner.operand, records) : undefined
    case 'binary': {
      const isScaled = isArithmetic(inner.operator)
      const [side] = partsOf(inner).filter((part) => constantValue(part) === undefined)
      return isScaled && side && partsOf(inner).some((part) => constantValue(part) !== undefined)
        ? quantileSource(side, records)
        : undefined
    }
    default:
      return undefined
  }
}

/** The quantiles 0 and 1 are the least and the greatest value. */
function isInnerQuantile({ label, operator, value }: LabelMatcher): boolean {
  return label === 'quantile' && operator.startsWith('=') && !/^(?:0|1)(?:\.0)?$/.test(value)
}

const KEEP_QUANTILES: ReadonlySet<string> = new Set([
  'abs',
  'clamp',
  'clamp_max',
  'clamp_min',
  'label_join',
  'label_replace',
  'round',
  'sort',
  'sort_desc',
  'max_over_time',
  'last_over_time',
])

const REMEDIES: Readonly<Record<Source, string>> = {
  histogram: 'aggregate the buckets first: histogram_quantile(…, sum by (le, …) (rate(…)))',
  summary: 'quantiles of a summary cannot be aggregated at all; a histogram can',
}

/** Grouped by the process, it may be that each group has one series. */
const OF_A_PROCESS: readonly string[] = ['instance', 'pod']

function combined(part: Aggregation, operator: 'avg' | 'sum', source: Source): Diagnostic {
  const what = operator === 'avg' ? 'an average' : 'a sum'
  const { mode, labels } = part.grouping
  const isFine = mode === 'by' && labels.some((label) => OF_A_PROCESS.includes(label))
  return {
    severity: isFine ? 'note' : 'warning',
    sentence: `${shown(part)} is ${what} of quantiles, which is no quantile: what served ten requests weighs as much as what served ten thousand; ${REMEDIES[source]}`,
  }
}

function largest(part: Expression, source: Source): Diagnostic {
  return {
    severity: 'note',
    sentence: `${shown(part)} records the worst quantile of several, perhaps of very few requests, which is no quantile of all of them; ${REMEDIES[source]}`,
  }
}

const OVER_TIME = {
  avg_over_time: 'averages quantiles over time, and a quiet minute weighs as much as a busy one',
  sum_over_time: 'adds quantiles up over time: the sum is no latency, and grows with every sample in the range',
} as const

function overTime(part: Expression, name: keyof typeof OVER_TIME): Diagnostic {
  return {
    severity: 'note',
    sentence: `${shown(part)} ${OVER_TIME[name]}; take the quantile of a rate over the whole range`,
  }
}

function added(part: Expression): Diagnostic {
  return {
    severity: 'note',
    sentence: `${shown(part)} adds quantiles up: the slow requests of one are seldom those of the other, so that the sum is no quantile of both together`,
  }
}

const LONGEST_SHOWN = 60

function shown(part: Expression): string {
  const text = formatExpression(part)
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN - 1)}…`
}
