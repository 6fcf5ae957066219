// sum, avg, min, max, count, topk, bottomk and quantile, by or without labels.
// Source: prometheus/prometheus promql/engine.go, aggregation and aggregationK; promql/quantile.go, quantile.

import { assertNever } from '../../../core/assert-never.ts'
import { dropLabels, keepLabels, labelSignature, NO_LABELS, signatureOf } from '../../series/labels.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import type { Dialect } from '../dialect.ts'
import type { Aggregation, Grouping } from '../expression/expression.ts'
import { EvaluationError } from './evaluation-error.ts'
import type { InstantSample } from './instant-sample.ts'
import { incrementalMean, kahanMean, kahanSum } from './kahan-sum.ts'
import { largest, smallest } from './top-k.ts'

const INT64_END = 2 ** 63

/** @param parameter the k or the quantile; null for the aggregations that take none */
export function aggregate(
  aggregation: Aggregation,
  parameter: number | null,
  samples: readonly InstantSample[],
  dialect: Dialect,
): InstantSample[] {
  const { operator, grouping } = aggregation
  if (samples.length === 0) return []
  const groups = groupBy(grouping, samples)
  if (operator === 'topk' || operator === 'bottomk') {
    const k = wholeK(parameter ?? 0, aggregation)
    const choose = operator === 'topk' ? largest : smallest
    return k < 1 ? [] : groups.flatMap((members) => choose(members, k, dialect))
  }
  return groups.map((members) => {
    const values = members.map(({ value }) => value)
    const { labels } = members[0] as InstantSample
    return { labels: groupLabels(grouping, labels), value: combine(operator, values, parameter, dialect) }
  })
}

/** In the order in which the groups are first seen. */
function groupBy(grouping: Grouping, samples: readonly InstantSample[]): InstantSample[][] {
  const groups = new Map<string, InstantSample[]>()
  const without = [...grouping.labels, METRIC_NAME]
  for (const sample of samples) {
    const key =
      grouping.mode === 'by'
        ? signatureOf(sample.labels, grouping.labels)
        : labelSignature(dropLabels(sample.labels, without))
    const group = groups.get(key)
    if (group) group.push(sample)
    else groups.set(key, [sample])
  }
  return [...groups.values()]
}

function groupLabels({ mode, labels }: Grouping, member: Labels): Labels {
  if (mode === 'without') return dropLabels(member, [...labels, METRIC_NAME])
  return labels.length === 0 ? NO_LABELS : keepLabels(member, labels)
}

function combine(
  operator: Exclude<Aggregation['operator'], 'topk' | 'bottomk'>,
  values: readonly number[],
  parameter: number | null,
  { kahanSum: compensates, kahanAvg }: Dialect,
): number {
  switch (operator) {
    case 'sum':
      return compensates ? kahanSum(values) : values.reduce((sum, value) => sum + value)
    case 'avg':
      return kahanAvg ? kahanMean(values) : incrementalMean(values, 'firstValue')
    case 'min':
      return values.reduce((least, value) => (least > value || Number.isNaN(least) ? value : least))
    case 'max':
      return values.reduce((most, value) => (most < value || Number.isNaN(most) ? value : most))
    case 'count':
      return values.length
    case 'quantile':
      return interpolatedQuantile(parameter ?? Number.NaN, values)
    default:
      return assertNever(operator)
  }
}

/** Between two values in proportion to the rank. NaN sorts first. */
function interpolatedQuantile(quantile: number, values: readonly number[]): number {
  if (Number.isNaN(quantile)) return Number.NaN
  if (quantile < 0) return Number.NEGATIVE_INFINITY
  if (quantile > 1) return Number.POSITIVE_INFINITY
  const rising = [...values].sort((a, b) => Number(!Number.isNaN(a)) - Number(!Number.isNaN(b)) || compare(a, b))
  const rank = quantile * (rising.length - 1)
  const lower = Math.floor(rank)
  const upper = Math.min(rising.length - 1, lower + 1)
  const weight = rank - lower
  return (rising[lower] as number) * (1 - weight) + (rising[upper] as number) * weight
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function wholeK(k: number, aggregation: Aggregation): number {
  if (!(k >= -INT64_END && k < INT64_END)) throw new EvaluationError(`Scalar value ${k} overflows int64`, aggregation)
  return Math.trunc(k)
}
