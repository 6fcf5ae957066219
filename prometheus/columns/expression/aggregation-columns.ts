// Aggregations over a stretch of instants. Those whose result may depend on the order of their members take these one after
// another, as the ordinary evaluator does; the rarer ones are left to it, instant by instant.

import type { Dialect } from '../../promql/dialect.ts'
import { aggregate, groupNames } from '../../promql/evaluate/aggregate.ts'
import { EvaluationError } from '../../promql/evaluate/evaluation-error.ts'
import type { Aggregation } from '../../promql/expression/expression.ts'
import type { Labels } from '../../series/series.ts'
import { NotInColumnsError } from '../not-in-columns.ts'
import { CollectedSamples } from './collected-samples.ts'
import {
  type ColumnElement,
  type ColumnScalar,
  type ColumnVector,
  NOTHING,
  type Presence,
  presenceOf,
  samplesAt,
  scalarAt,
} from './column-vector.ts'
import type { Instants } from './instants.ts'

interface Group {
  readonly labels: Labels
  readonly members: ColumnElement[]
}

/** @param parameter null for the aggregations that take none */
export function aggregateColumns(
  aggregation: Aggregation,
  parameter: ColumnScalar | string | null,
  operand: ColumnVector,
  instants: Instants,
  dialect: Dialect,
): ColumnVector {
  if (operand.elements.length === 0) return NOTHING
  const combine = combinationOf(aggregation, dialect)
  if (!combine) return instantByInstant(aggregation, parameter, operand, instants, dialect)
  const groups = dividedInto(aggregation, operand.elements)
  // Two members come to the same in either order.
  const isOrderKnown = operand.isOrdered || groups.every(({ members }) => members.length < 3)
  if (!isOrderKnown && aggregation.operator === 'sum') throw new NotInColumnsError({ kind: 'order' })
  return {
    elements: groups.flatMap(({ labels, members }) => {
      const present = anyPresent(members, instants)
      return present === undefined ? [] : [{ labels, values: combine(members, instants), present }]
    }),
    isOrdered: groups.length < 2 || (operand.isOrdered && groups.every(({ members }) => members[0]?.present === null)),
  }
}

function dividedInto({ grouping }: Aggregation, elements: readonly ColumnElement[]): readonly Group[] {
  const nameOf = groupNames(grouping)
  const groups = new Map<string, Group>()
  for (const element of elements) {
    const { key, labels } = nameOf(element.labels)
    const group = groups.get(key)
    if (group) group.members.push(element)
    else groups.set(key, { labels, members: [element] })
  }
  return [...groups.values()]
}

type Combine = (members: readonly ColumnElement[], instants: Instants) => Float64Array

function combinationOf({ operator }: Aggregation, { kahanSum }: Dialect): Combine | undefined {
  switch (operator) {
    case 'sum':
      return kahanSum ? compensatedSum : plainSum
    case 'min':
      return (members, instants) =>
        reduced(members, instants, (least, value) => (least > value || Number.isNaN(least) ? value : least))
    case 'max':
      return (members, instants) =>
        reduced(members, instants, (most, value) => (most < value || Number.isNaN(most) ? value : most))
    case 'count':
      return counted
    case 'group':
      return (_members, { count, pool }) => pool.floats(count).fill(1)
    default:
      return undefined
  }
}

function plainSum(members: readonly ColumnElement[], instants: Instants): Float64Array {
  return reduced(members, instants, (sum, value) => sum + value)
}

/** Kahan's and Neumaier's, beginning at 0 (promql/functions/kahan-sum.ts). */
function compensatedSum(members: readonly ColumnElement[], { count, pool }: Instants): Float64Array {
  const sums = pool.floats(count)
  const [first] = members
  if (members.length === 1 && first) {
    for (let i = 0; i < count; i++) sums[i] = (first.values[i] as number) + 0
    return sums
  }
  sums.fill(0)
  const compensations = pool.floats(count).fill(0)
  for (const { values, present } of members)
    for (let i = 0; i < count; i++) {
      if (present !== null && present[i] === 0) continue
      const value = values[i] as number
      const sum = sums[i] as number
      const next = sum + value
      if (Math.abs(next) === Number.POSITIVE_INFINITY) compensations[i] = 0
      else {
        const lost = Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
        compensations[i] = (compensations[i] as number) + lost
      }
      sums[i] = next
    }
  for (let i = 0; i < count; i++) sums[i] = (sums[i] as number) + (compensations[i] as number)
  return sums
}

function reduced(
  members: readonly ColumnElement[],
  { count, pool }: Instants,
  combine: (before: number, value: number) => number,
): Float64Array {
  const results = pool.floats(count)
  const seen = pool.bytes(count).fill(0)
  for (const { values, present } of members)
    for (let i = 0; i < count; i++) {
      if (present !== null && present[i] === 0) continue
      const value = values[i] as number
      results[i] = seen[i] === 0 ? value : combine(results[i] as number, value)
      seen[i] = 1
    }
  return results
}

function counted(members: readonly ColumnElement[], { count, pool }: Instants): Float64Array {
  const counts = pool.floats(count).fill(0)
  for (const { present } of members)
    for (let i = 0; i < count; i++) counts[i] = (counts[i] as number) + (present === null ? 1 : (present[i] as number))
  return counts
}

function anyPresent(members: readonly ColumnElement[], { count, pool }: Instants): Presence | undefined {
  if (members.some(({ present }) => present === null)) return null
  const [first, ...others] = members
  if (first && others.every(({ present }) => present === first.present)) return first.present
  const any = pool.bytes(count).fill(0)
  for (const { present } of members)
    if (present) for (let i = 0; i < count; i++) any[i] = (any[i] as number) | (present[i] as number)
  return presenceOf(any, count)
}

function instantByInstant(
  aggregation: Aggregation,
  parameter: ColumnScalar | string | null,
  operand: ColumnVector,
  instants: Instants,
  dialect: Dialect,
): ColumnVector {
  const collected = new CollectedSamples(instants)
  for (let i = 0; i < instants.count; i++) {
    const value = parameter === null || typeof parameter === 'string' ? parameter : scalarAt(parameter, i)
    try {
      collected.add(i, aggregate(aggregation, value, samplesAt(operand, i), dialect))
    } catch (error) {
      if (error instanceof EvaluationError) throw new NotInColumnsError({ kind: 'failure' })
      throw error
    }
  }
  return collected.vector()
}
