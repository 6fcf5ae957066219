// The aggregations, by or without labels.
// Source: prometheus/prometheus promql/engine.go, aggregation, aggregationK and aggregationCountValues.

import { assertNever } from '../../../core/assert-never.ts'
import { formatGoDecimal } from '../../series/go-float.ts'
import {
  dropLabels,
  keepLabels,
  labelSignature,
  NO_LABELS,
  rememberedFor,
  setLabel,
  signatureOf,
} from '../../series/labels.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import type { Dialect } from '../dialect.ts'
import type { Aggregation, AggregationOperator, Grouping } from '../expression/expression.ts'
import { interpolatedQuantile } from '../functions/interpolated-quantile.ts'
import { incrementalMean, kahanMean, kahanSum } from '../functions/kahan-sum.ts'
import { checkLabelName } from '../functions/label-functions.ts'
import { varianceOfGroup } from '../functions/variance.ts'
import { EvaluationError } from './evaluation-error.ts'
import type { InstantSample } from './instant-sample.ts'
import { largest, smallest } from './top-k.ts'

const INT64_END = 2 ** 63

/** @param parameter the k, the quantile or the label; null for the aggregations that take none */
export function aggregate(
  aggregation: Aggregation,
  parameter: number | string | null,
  samples: readonly InstantSample[],
  dialect: Dialect,
): InstantSample[] {
  const { operator, grouping } = aggregation
  if (typeof parameter === 'string') return countValues(aggregation, parameter, samples, dialect)
  if (samples.length === 0) return []
  const groups = groupBy(grouping, samples)
  if (operator === 'topk' || operator === 'bottomk') {
    const k = wholeK(parameter ?? 0, aggregation)
    const choose = operator === 'topk' ? largest : smallest
    return k < 1 ? [] : groups.flatMap(({ members }) => choose(members, k, dialect))
  }
  return groups.map(({ labels, members }) => ({
    labels,
    value: combine(
      operator,
      members.map(({ value }) => value),
      parameter,
      dialect,
    ),
  }))
}

export interface GroupName {
  readonly key: string
  readonly labels: Labels
}

interface Group {
  readonly labels: Labels
  readonly members: InstantSample[]
}

/** In the order in which the groups are first seen. */
function groupBy(grouping: Grouping, samples: readonly InstantSample[]): readonly Group[] {
  const nameOf = groupNames(grouping)
  const groups = new Map<string, Group>()
  for (const sample of samples) {
    const { key, labels } = nameOf(sample.labels)
    const group = groups.get(key)
    if (group) group.members.push(sample)
    else groups.set(key, { labels, members: [sample] })
  }
  return [...groups.values()]
}

const groupNamesOf = new WeakMap<Grouping, (labels: Labels) => GroupName>()

/**
 * The group that labels belong to, worked out once for each label set. The groups of one evaluation have the same label
 * sets as those of the next, so that whatever is remembered for these is found again.
 */
export function groupNames(grouping: Grouping): (labels: Labels) => GroupName {
  const known = groupNamesOf.get(grouping)
  if (known) return known
  const groups = new Map<string, GroupName>()
  const without = [...grouping.labels, METRIC_NAME]
  const nameOf = rememberedFor((member: Labels): GroupName => {
    const others = grouping.mode === 'without' ? dropLabels(member, without) : null
    const key = others ? labelSignature(others) : signatureOf(member, grouping.labels)
    const group = groups.get(key) ?? { key, labels: others ?? keptLabels(member, grouping.labels) }
    groups.set(key, group)
    return group
  })
  groupNamesOf.set(grouping, nameOf)
  return nameOf
}

function keptLabels(member: Labels, names: readonly string[]): Labels {
  return names.length === 0 ? NO_LABELS : keepLabels(member, names)
}

/** How many series of a group have each value; the value becomes a label. */
function countValues(
  aggregation: Aggregation,
  label: string,
  samples: readonly InstantSample[],
  { utf8Labels }: Dialect,
): InstantSample[] {
  checkCountedLabel(label, utf8Labels, aggregation)
  const { mode, labels } = aggregation.grouping
  const grouping: Grouping = { mode, labels: mode === 'by' ? [...labels, label] : labels }
  const labelled = samples.map((sample) => ({
    ...sample,
    labels: setLabel(sample.labels, label, formatGoDecimal(sample.value)),
  }))
  return groupBy(grouping, labelled).map((group) => ({ labels: group.labels, value: group.members.length }))
}

function checkCountedLabel(label: string, isUtf8: boolean, aggregation: Aggregation): void {
  try {
    checkLabelName(label, isUtf8, 'label name in count_values()')
  } catch (error) {
    if (error instanceof RangeError) throw new EvaluationError(error.message, aggregation)
    throw error
  }
}

function combine(
  operator: Exclude<AggregationOperator, 'topk' | 'bottomk'>,
  values: readonly number[],
  parameter: number | null,
  { kahanSum: compensates, kahanAvg, nanDeviation }: Dialect,
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
    case 'count_values':
      return values.length
    case 'group':
      return 1
    case 'stdvar':
      return varianceOfGroup(values, nanDeviation)
    case 'stddev':
      return Math.sqrt(varianceOfGroup(values, nanDeviation))
    case 'quantile':
      return interpolatedQuantile(parameter ?? Number.NaN, values)
    default:
      return assertNever(operator)
  }
}

function wholeK(k: number, aggregation: Aggregation): number {
  if (!(k >= -INT64_END && k < INT64_END)) throw new EvaluationError(`Scalar value ${k} overflows int64`, aggregation)
  return Math.trunc(k)
}
