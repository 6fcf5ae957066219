// Mistakes with histogram_quantile that Prometheus accepts silently: a percentage instead of a quantile, buckets that were
// aggregated without `le`, buckets of which the one at +Inf is left out, and counters whose growth is not taken.

import {
  type Aggregation,
  type Call,
  type Expression,
  type VectorSelector,
  withoutModifiers,
  withoutParentheses,
} from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { partsOf, selectionsOf } from '../../promql/expression/parts.ts'
import { readsClassicBuckets } from '../../promql/native-reading.ts'
import { watchedQuantile } from '../../promql/watched-quantile.ts'
import { acceptsValue } from '../../series/label-matcher.ts'
import { allParts, consequenceOf, type Diagnostic, type LintedRule } from './linted-rule.ts'

export function misusedQuantile(linted: LintedRule): Diagnostic[] {
  return allParts(linted.expression).flatMap((part) =>
    part.kind === 'call' && part.name === 'histogram_quantile'
      ? [
          ...percentage(part),
          ...withoutBounds(part, linted),
          ...withoutHighestBucket(part, linted),
          ...sinceTheStart(part, linted),
        ]
      : [],
  )
}

function percentage(call: Call): Diagnostic[] {
  const quantile = watchedQuantile(call)?.quantile
  if (quantile === undefined || (quantile >= 0 && quantile <= 1)) return []
  const meant = quantile > 1 && quantile <= 100 ? ` (did you mean ${Number((quantile / 100).toPrecision(12))}?)` : ''
  return [
    {
      severity: 'error',
      sentence: `histogram_quantile takes a quantile from 0 to 1, got ${quantile}${meant}; its result is ${Number.isNaN(quantile) ? 'NaN' : quantile > 1 ? '+Inf' : '-Inf'}, whatever the latencies`,
      proof: 'meaningless',
    },
  ]
}

/** Of native histograms nothing is lost without `le`: only where the buckets are certainly classic ones is it a mistake. */
function withoutBounds(call: Call, linted: LintedRule): Diagnostic[] {
  const [, buckets] = call.arguments
  const found = buckets && aggregationWithin(buckets, linted)
  if (!buckets || !found || !readsClassicBuckets(buckets, linted.records)) return []
  const { aggregation, recordedAs } = found
  const { mode, labels } = aggregation.grouping
  const keepsBounds = mode === 'by' ? labels.includes('le') : !labels.includes('le')
  if (keepsBounds || !['sum', 'avg', 'min', 'max', 'count', 'quantile'].includes(aggregation.operator)) return []
  const by = recordedAs === undefined ? '' : `, as which ${linted.recordPlaces.get(recordedAs)} records ${recordedAs},`
  return [
    {
      severity: 'error',
      sentence: `${formatExpression(aggregation)}${by} leaves out le, without which histogram_quantile has no buckets${withConsequence(call, linted)}; aggregate by (le)`,
      proof: 'meaningless',
    },
  ]
}

function withConsequence(call: Call, linted: LintedRule): string {
  const consequence = consequenceOf(linted, (part) => part === call)
  return consequence === undefined ? '' : `: ${consequence}`
}

/** Without the bucket at +Inf, every quantile is NaN. */
function withoutHighestBucket(call: Call, linted: LintedRule): Diagnostic[] {
  const [, buckets] = call.arguments
  const selectors = buckets ? selectionsOf(buckets).map(({ selector }) => selector) : []
  return selectors.flatMap(({ matchers }) =>
    matchers
      .filter((matcher) => matcher.label === 'le' && !acceptsValue(matcher, '+Inf', true))
      .map(({ operator, value }) => ({
        severity: 'error',
        sentence: `le${operator}${JSON.stringify(value)} leaves out the bucket at +Inf, without which histogram_quantile is NaN${withConsequence(call, linted)}`,
        proof: 'meaningless',
      })),
  )
}

/** The name of buckets, as a page prints them: recorded rates have a colon in theirs. */
const PRINTED_BUCKETS = /^[^:]+_bucket$/

function sinceTheStart({ arguments: [, buckets] }: Call, linted: LintedRule): Diagnostic[] {
  const printed = buckets ? selectedAtAnInstant(buckets, linted).filter((metric) => PRINTED_BUCKETS.test(metric)) : []
  return printed.map((metric) => ({
    severity: 'warning',
    sentence: `no rate stands around ${metric}, so that the quantile is that of all requests since the service started, and a slow minute hardly moves it`,
  }))
}

type RecordsOfFile = Pick<LintedRule, 'recorded' | 'records'>

/**
 * The metrics that an expression reads as they stand, and not over a range; through what the file records.
 * @param passed the records that were looked through, each of them once
 */
function selectedAtAnInstant(
  expression: Expression,
  known: RecordsOfFile,
  passed = new Set<string>(),
): readonly string[] {
  if (expression.kind === 'subquery' || isGrowth(expression)) return []
  if (expression.kind !== 'vectorSelector')
    return partsOf(expression).flatMap((part) => selectedAtAnInstant(part, known, passed))
  const { metric } = expression
  if (metric === null || !known.recorded.includes(metric)) return metric === null ? [] : [metric]
  const record = passed.has(metric) ? undefined : known.records.get(metric)
  passed.add(metric)
  return record ? selectedAtAnInstant(record, known, passed) : []
}

/** `x - x offset 5m`: what was counted in between. */
function isGrowth(expression: Expression): boolean {
  if (expression.kind !== 'binary' || expression.operator !== '-') return false
  const [now, before] = [expression.left, expression.right].map((side) =>
    selectionsOf(side).map(({ selector }) => selector),
  )
  return (
    now !== undefined &&
    before !== undefined &&
    now.length === before.length &&
    now.every((selector, i) => isEarlier(before[i], selector))
  )
}

function isEarlier(before: VectorSelector | undefined, now: VectorSelector): boolean {
  if (before === undefined || before.offsetMs <= now.offsetMs) return false
  return formatExpression(withoutModifiers(before)) === formatExpression(withoutModifiers(now))
}

interface FoundAggregation {
  readonly aggregation: Aggregation
  /** The name under which a rule of the file records it; undefined where it stands in the expression itself. */
  readonly recordedAs: string | undefined
}

/** The aggregation whose result is the argument of the quantile, perhaps inside functions that keep labels, or recorded. */
function aggregationWithin(
  buckets: Expression,
  linted: LintedRule,
  recordedAs: readonly string[] = [],
): FoundAggregation | undefined {
  const inner = withoutParentheses(buckets)
  if (inner.kind === 'aggregation') return { aggregation: inner, recordedAs: recordedAs.at(-1) }
  const name = inner.kind === 'vectorSelector' ? (inner.metric ?? '') : ''
  const record = recordedAs.includes(name) ? undefined : linted.records.get(name)
  if (record) return aggregationWithin(record, linted, [...recordedAs, name])
  const [first] = inner.kind === 'call' ? inner.arguments : []
  return first && aggregationWithin(first, linted, recordedAs)
}
