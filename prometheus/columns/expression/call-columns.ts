// Functions over a stretch of instants. Those that rules use most are calculated column by column; the others are called as
// the ordinary evaluator calls them, instant by instant.

import type { Dialect } from '../../promql/dialect.ts'
import { absence } from '../../promql/evaluate/absence.ts'
import { EvaluationError } from '../../promql/evaluate/evaluation-error.ts'
import { COUNTER_GROWTH, COUNTER_RATE, GAUGE_CHANGE, type RateKind } from '../../promql/evaluate/extrapolated-rate.ts'
import { withoutName } from '../../promql/evaluate/instant-sample.ts'
import type { SampleRange } from '../../promql/evaluate/select-samples.ts'
import type { Call, Expression } from '../../promql/expression/expression.ts'
import type { EvaluatedArgument } from '../../promql/functions/function-definition.ts'
import type { PromqlFunction } from '../../promql/functions.ts'
import { NO_LABELS } from '../../series/labels.ts'
import type { Labels } from '../../series/series.ts'
import { NotInColumnsError } from '../not-in-columns.ts'
import { CollectedSamples } from './collected-samples.ts'
import {
  asColumn,
  type ColumnElement,
  type ColumnScalar,
  type ColumnVector,
  type Presence,
  presenceOf,
  samplesAt,
  scalarAt,
} from './column-vector.ts'
import type { Instants } from './instants.ts'
import { KEEPS_NAME, OVER_TIME } from './over-time-columns.ts'
import { quantileColumns } from './quantile-columns.ts'
import type { ColumnRanges, RangeColumn } from './range-windows.ts'
import { extrapolatedColumn, lastTwoColumn } from './rate-columns.ts'

/** What an argument of each type is over the instants. */
export type ColumnArgument =
  | { readonly type: 'scalar'; readonly scalar: ColumnScalar }
  | { readonly type: 'vector'; readonly vector: ColumnVector }
  | { readonly type: 'matrix'; readonly ranges: ColumnRanges }
  | { readonly type: 'string'; readonly text: string }

export interface CallSurroundings {
  readonly instants: Instants
  readonly dialect: Dialect
}

const EXTRAPOLATED: ReadonlyMap<string, RateKind> = new Map([
  ['rate', COUNTER_RATE],
  ['increase', COUNTER_GROWTH],
  ['delta', GAUGE_CHANGE],
])
const LAST_TWO: ReadonlyMap<string, RateKind> = new Map([
  ['irate', COUNTER_RATE],
  ['idelta', GAUGE_CHANGE],
])
/** Their results depend on labels alone, but for the value that they hand on. */
const OF_LABELS: ReadonlySet<string> = new Set(['label_replace', 'label_join'])

export function callColumns(
  call: Call,
  called: PromqlFunction,
  given: readonly ColumnArgument[],
  surroundings: CallSurroundings,
): ColumnVector {
  const { instants, dialect } = surroundings
  const [first, second] = given
  if (first?.type === 'matrix') {
    const ofRanges = rangeFunction(call.name, dialect)
    if (ofRanges) return mapColumns(first.ranges, ofRanges)
    if (call.name === 'absent_over_time')
      return absenceColumns(
        call,
        first.ranges.columns.map(({ windows }) => windows.presentWith(1)),
        instants,
      )
  }
  if (call.name === 'absent' && first?.type === 'vector')
    return absenceColumns(
      call,
      first.vector.elements.map(({ present }) => present),
      instants,
    )
  if (call.name === 'vector' && first?.type === 'scalar')
    return {
      elements: [{ labels: NO_LABELS, values: asColumn(first.scalar, instants), present: null }],
      isOrdered: true,
    }
  if (call.name === 'histogram_quantile' && first?.type === 'scalar' && second?.type === 'vector')
    return quantileColumns(first.scalar, second.vector, instants, dialect)
  if (OF_LABELS.has(call.name) && first?.type === 'vector')
    return relabelledColumns(call, called, [first.vector, given.slice(1)], surroundings)
  return instantByInstant(call, called, given, surroundings)
}

interface RangeFunction {
  readonly leastSamples: 1 | 2
  readonly keepsName: boolean
  readonly calculate: (range: RangeColumn) => Float64Array
}

function rangeFunction(name: string, dialect: Dialect): RangeFunction | undefined {
  const extrapolated = EXTRAPOLATED.get(name)
  if (extrapolated)
    return { leastSamples: 2, keepsName: false, calculate: (range) => extrapolatedColumn(range, extrapolated, dialect) }
  const lastTwo = LAST_TWO.get(name)
  if (lastTwo) return { leastSamples: 2, keepsName: false, calculate: (range) => lastTwoColumn(range, lastTwo) }
  const overTime = Object.hasOwn(OVER_TIME, name) ? OVER_TIME[name] : undefined
  if (!overTime) return undefined
  return { leastSamples: 1, keepsName: KEEPS_NAME.has(name), calculate: (range) => overTime(range, dialect) }
}

function mapColumns(
  { columns, isOrdered }: ColumnRanges,
  { leastSamples, keepsName, calculate }: RangeFunction,
): ColumnVector {
  const elements = columns.flatMap((range): ColumnElement[] => {
    const present = range.windows.presentWith(leastSamples)
    if (present === undefined) return []
    const { labels } = range.column
    return [{ labels: keepsName ? labels : withoutName(labels), values: calculate(range), present }]
  })
  return { elements, isOrdered }
}

const absences = new WeakMap<Call, Labels>()

/** 1 where nothing is there. */
function absenceColumns(
  call: Call,
  presences: readonly (Presence | undefined)[],
  { count, pool }: Instants,
): ColumnVector {
  const missing = pool.bytes(count).fill(1)
  for (const present of presences) {
    if (present === undefined) continue
    if (present === null) return { elements: [], isOrdered: true }
    for (let i = 0; i < count; i++) if (present[i] === 1) missing[i] = 0
  }
  const labels = absences.get(call) ?? absence(call.arguments[0] as Expression).labels
  absences.set(call, labels)
  const present = presenceOf(missing, count)
  const elements = present === undefined ? [] : [{ labels, values: pool.floats(count).fill(1), present }]
  return { elements, isOrdered: true }
}

const relabelled = new WeakMap<Call, WeakMap<Labels, Labels>>()

/** Each label set once: patterns take time. */
function relabelledColumns(
  call: Call,
  called: PromqlFunction,
  [{ elements, isOrdered }, others]: readonly [ColumnVector, readonly ColumnArgument[]],
  { dialect }: CallSurroundings,
): ColumnVector {
  const known = relabelled.get(call) ?? new WeakMap<Labels, Labels>()
  relabelled.set(call, known)
  const texts = others.map((argument) => valueAt(argument, 0))
  const relabel = (labels: Labels): Labels => {
    const found = known.get(labels) ?? calledAt(call, called, [[{ labels, value: 1 }], ...texts], 0, dialect)[0]?.labels
    if (found === undefined) throw new NotInColumnsError({ kind: 'failure' })
    known.set(labels, found)
    return found
  }
  // What cannot be is said of no series, too.
  if (elements.length === 0) calledAt(call, called, [[], ...texts], 0, dialect)
  return { elements: elements.map((element) => ({ ...element, labels: relabel(element.labels) })), isOrdered }
}

function instantByInstant(
  call: Call,
  called: PromqlFunction,
  given: readonly ColumnArgument[],
  { instants, dialect }: CallSurroundings,
): ColumnVector {
  const collected = new CollectedSamples(instants)
  for (let i = 0; i < instants.count; i++) {
    const values = given.map((argument) => valueAt(argument, i))
    collected.add(i, calledAt(call, called, values, instants.queriedMs[i] as number, dialect))
  }
  // Functions of ranges take each series by itself, in whatever order they come.
  const { elements, isOrdered } = collected.vector()
  const areRangesOrdered = given.every((argument) => argument.type !== 'matrix' || argument.ranges.isOrdered)
  return { elements, isOrdered: elements.length < 2 || (isOrdered && areRangesOrdered) }
}

type Value = EvaluatedArgument[keyof EvaluatedArgument]

/** @throws NotInColumnsError where the function fails */
function calledAt(call: Call, called: PromqlFunction, values: readonly Value[], timestampMs: number, dialect: Dialect) {
  if (called.returns !== 'vector') throw new TypeError(`expected a function that returns a vector, got ${call.name}`)
  try {
    return called.evaluate(values, { timestampMs, dialect, call })
  } catch (error) {
    if (error instanceof EvaluationError) throw new NotInColumnsError({ kind: 'failure' })
    throw error
  }
}

function valueAt(argument: ColumnArgument, i: number): Value {
  switch (argument.type) {
    case 'scalar':
      return scalarAt(argument.scalar, i)
    case 'vector':
      return samplesAt(argument.vector, i)
    case 'string':
      return argument.text
    case 'matrix':
      return rangesAt(argument.ranges, i)
  }
}

function rangesAt({ columns }: ColumnRanges, i: number): readonly SampleRange[] {
  return columns.flatMap(({ column, windows }): SampleRange[] => {
    const [from, to] = [windows.from[i] as number, windows.to[i] as number]
    if (to <= from) return []
    const samples = Array.from({ length: to - from }, (_, j) => ({
      timestampMs: column.axis.timesMs[from + j] as number,
      value: column.values[from + j] as number,
    }))
    return [{ labels: column.labels, samples, startMs: windows.startMs(i), endMs: windows.endMs(i) }]
  })
}
