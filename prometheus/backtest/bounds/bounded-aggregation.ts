// Aggregations of elements that are known within bounds. Prometheus' own aggregation is asked with the low ends, the high
// ends, and what is drawn; an element that is not there for sure may be missing from any of the sums.
//
//   sum          elements that may be missing count where they lower the low end, or raise the high one
//   min, max     the ends of those that are there for sure bound one side, those of all the other
//   group        1, whatever the elements are; a quantile below 0 or above 1 is as constant
//   avg, quantile, with elements that may be missing: between the lowest and the highest of all
//   count        from those that are there for sure to all
//   topk         an element may be among the k largest while fewer than k others are larger for sure

import type { Interval } from '../../../core/backtest/backtest.ts'
import type { Dialect } from '../../promql/dialect.ts'
import { aggregate } from '../../promql/evaluate/aggregate.ts'
import type { InstantSample } from '../../promql/evaluate/instant-sample.ts'
import type { Aggregation, Grouping } from '../../promql/expression/expression.ts'
import { dropLabels, keepLabels, labelSignature } from '../../series/labels.ts'
import { METRIC_NAME } from '../../series/series.ts'
import {
  ANYTHING,
  around,
  type BoundedSample,
  drawnOf,
  endsFrom,
  highsOf,
  isAnything,
  lowsOf,
  spread,
} from './bounded-sample.ts'

type Bounded = readonly BoundedSample[]

const SINGLE_GROUP: Grouping = { mode: 'by', labels: [] }
const FOLLOWED: ReadonlySet<string> = new Set([
  'sum',
  'avg',
  'min',
  'max',
  'count',
  'group',
  'quantile',
  'topk',
  'bottomk',
])

export function isFollowed({ operator }: Aggregation): boolean {
  return FOLLOWED.has(operator)
}

/** Not of count_values, whose labels depend on the values. Where bounds are not followed, values may be anything. */
export function boundedAggregation(
  aggregation: Aggregation,
  parameter: number | null,
  samples: Bounded,
  dialect: Dialect,
): BoundedSample[] {
  const { operator, grouping } = aggregation
  const isChoice = operator === 'topk' || operator === 'bottomk'
  const groups = grouped(grouping, samples)
  if (isChoice) {
    const k = Math.trunc(parameter ?? 0)
    const chosen = aggregate(aggregation, parameter, drawnOf(samples), dialect).map(({ labels }) => labels)
    const all = groups.flatMap((members) => chosenOf(operator === 'topk', k, members, new Set(chosen)))
    // Which of equal values another aggregation takes depends on their order.
    const places = new Map(chosen.map((labels, i) => [labels, i]))
    const placeOf = ({ labels }: BoundedSample) => places.get(labels) ?? chosen.length
    return all.sort((one, other) => placeOf(one) - placeOf(other))
  }
  const combine = (values: readonly InstantSample[]) =>
    aggregate({ ...aggregation, grouping: SINGLE_GROUP }, parameter, values, dialect)[0]?.value
  return groups.map((members) => {
    const drawn = combine(drawnOf(members)) ?? null
    if (!FOLLOWED.has(operator)) return { ...ANYTHING, labels: groupLabels(grouping, members), drawn, surely: false }
    const isConstant = operator === 'quantile' && !(parameter !== null && parameter >= 0 && parameter <= 1)
    const { low, high } = ends(isConstant ? 'constant' : operator, members, combine)
    const value = around(drawn, low, high)
    return { labels: groupLabels(grouping, members), ...value, surely: members.some(({ surely }) => surely) }
  })
}

function ends(
  operator: Aggregation['operator'] | 'constant',
  members: Bounded,
  combine: (samples: readonly InstantSample[]) => number | undefined,
): Interval {
  const [sure, perhaps] = [members.filter(({ surely }) => surely), members.filter(({ surely }) => !surely)]
  if (operator === 'group') return { low: 1, high: 1 }
  if (operator === 'constant') {
    const value = combine(highsOf(members)) ?? Number.NaN
    return { low: value, high: value }
  }
  if (operator === 'count') return { low: Math.max(1, sure.length), high: members.length }
  // What is no number is the smallest to a quantile, and makes one of its neighbours none.
  if (operator === 'quantile' && members.some(isAnything)) return ANYTHING
  if (perhaps.length === 0)
    return endsFrom(members, combine(lowsOf(members)) ?? Number.NaN, combine(highsOf(members)) ?? Number.NaN)
  const numbers = members.filter(({ low }) => !Number.isNaN(low))
  const isExtreme = operator === 'min' || operator === 'max'
  // Beside a NaN, a smallest or largest value is that of the others, where there surely are some.
  if (numbers.length < members.length && !(isExtreme && numbers.some(({ surely }) => surely))) return ANYTHING
  const sureNumbers = sure.filter(({ low }) => !Number.isNaN(low))
  if (operator === 'sum')
    return endsFrom(
      members,
      (combine(lowsOf(sure)) ?? 0) + perhaps.reduce((sum, { low }) => sum + Math.min(0, low), 0),
      (combine(highsOf(sure)) ?? 0) + perhaps.reduce((sum, { high }) => sum + Math.max(0, high), 0),
    )
  return spread(numbers, sureNumbers, operator === 'max' ? 'largest' : operator === 'min' ? 'smallest' : null)
}

function chosenOf(
  isTop: boolean,
  k: number,
  members: Bounded,
  chosen: ReadonlySet<BoundedSample['labels']>,
): BoundedSample[] {
  const isAhead = (other: BoundedSample, one: BoundedSample) => (isTop ? other.low > one.high : other.high < one.low)
  const mayBeAhead = (other: BoundedSample, one: BoundedSample) =>
    isTop ? !(other.high < one.low) : !(other.low > one.high)
  return members.flatMap((one) => {
    const others = members.filter((other) => other !== one)
    const ahead = others.filter((other) => other.surely && isAhead(other, one)).length
    const perhapsAhead = others.filter((other) => mayBeAhead(other, one)).length
    const isDrawn = one.drawn !== null && chosen.has(one.labels)
    if (ahead >= k && !isDrawn) return []
    return [{ ...one, drawn: isDrawn ? one.drawn : null, surely: one.surely && perhapsAhead < k && isDrawn }]
  })
}

function grouped(grouping: Grouping, samples: Bounded): BoundedSample[][] {
  const groups = new Map<string, BoundedSample[]>()
  for (const sample of samples) {
    const key = labelSignature(groupLabels(grouping, [sample]))
    const group = groups.get(key)
    if (group) group.push(sample)
    else groups.set(key, [sample])
  }
  return [...groups.values()]
}

function groupLabels({ mode, labels: names }: Grouping, members: Bounded): BoundedSample['labels'] {
  const { labels } = members[0] as BoundedSample
  return mode === 'without' ? dropLabels(labels, [...names, METRIC_NAME]) : keepLabels(labels, names)
}
