// Functions of values that are known within bounds.

import { absence } from '../../promql/evaluate/absence.ts'
import { classicHistograms } from '../../promql/evaluate/classic-histograms.ts'
import { type InstantSample, withoutName } from '../../promql/evaluate/instant-sample.ts'
import { type Call, type Expression, withoutParentheses } from '../../promql/expression/expression.ts'
import { functionNamed } from '../../promql/functions.ts'
import { resultElements } from '../../promql/query.ts'
import { labelSignature, NO_LABELS } from '../../series/labels.ts'
import { type BoundedRange, overTime, rangesOfSteps } from './bounded-range.ts'
import {
  ANYTHING,
  around,
  type BoundedSample,
  type BoundedValue,
  drawnOf,
  exactly,
  highsOf,
  isAnything,
  lowsOf,
  open,
  placesOf,
} from './bounded-sample.ts'
import type { BoundsContext } from './bounds-context.ts'
import { bucketCounts } from './bucket-counts.ts'
import { fractionInterval } from './fraction-interval.ts'
import { partialBounds } from './partial-bounds.ts'
import { partialBoundsOf } from './partial-histogram.ts'
import { quantileInterval } from './quantile-interval.ts'

type BoundsOf = (expression: Expression, context: BoundsContext) => readonly BoundedSample[]

/** The larger the value, the larger the result; each element by itself. */
const RISING: ReadonlySet<string> = new Set([
  'ceil',
  'clamp',
  'clamp_max',
  'clamp_min',
  'deg',
  'exp',
  'floor',
  'ln',
  'log10',
  'log2',
  'rad',
  'round',
  'sgn',
  'sqrt',
])
/** They look at labels alone, or put elements in another order. */
const OF_LABELS: ReadonlySet<string> = new Set(['label_join', 'label_replace'])
const OF_ORDER: ReadonlySet<string> = new Set(['sort', 'sort_desc', 'sort_by_label', 'sort_by_label_desc'])

/** @param boundsOf evaluates the arguments */
export function boundedCall(call: Call, context: BoundsContext, boundsOf: BoundsOf): readonly BoundedSample[] {
  const { name, arguments: given } = call
  if (name === 'histogram_quantile' || name === 'histogram_fraction') return ofHistograms(call, context)
  const at = functionNamed(name)?.parameters.indexOf('vector') ?? -1
  const operand = given[at]
  const others = given.filter((_, i) => i !== at)
  if (operand && !others.some((other) => context.isBounded(other))) {
    if (name === 'absent') return absent(operand, boundsOf(operand, context))
    if (name === 'abs') return boundsOf(operand, context).map(magnitude)
    if (RISING.has(name)) return rising(call, at, boundsOf(operand, context), context)
    if (OF_LABELS.has(name)) return relabelled(call, at, boundsOf(operand, context), context)
    if (OF_ORDER.has(name)) return boundsOf(operand, context)
    return unknown(call, boundsOf(operand, context), context)
  }
  if (name === 'vector' && given[0])
    return [{ ...boundedScalar(given[0], context, boundsOf), labels: NO_LABELS, surely: true }]
  return ofRange(call, context) ?? notFollowed(call, context)
}

/** A scalar; what is not a number for sure may be anything. */
export function boundedScalar(expression: Expression, context: BoundsContext, boundsOf: BoundsOf): BoundedValue {
  const inner = withoutParentheses(expression)
  const drawn = resultElements(context.drawn(inner))[0]?.value ?? Number.NaN
  if (!context.isBounded(inner)) return { drawn, low: drawn, high: drawn }
  const operand = inner.kind === 'call' && inner.name === 'scalar' ? inner.arguments[0] : undefined
  const [only, second] = operand ? boundsOf(operand, context) : []
  if (only?.surely && !second) return { drawn, low: only.low, high: only.high }
  context.notFollowed(inner, 'the bounds of a quantile go into a number')
  return open({ labels: NO_LABELS, value: drawn })
}

export function notFollowed(expression: Expression, context: BoundsContext): readonly BoundedSample[] {
  const what =
    expression.kind === 'call'
      ? expression.name
      : expression.kind === 'aggregation'
        ? expression.operator
        : 'an operation'
  context.notFollowed(expression, notFollowedThrough(what))
  return resultElements(context.drawn(expression)).map(open)
}

function ofHistograms(call: Call, context: BoundsContext): readonly BoundedSample[] {
  const scalars = call.arguments.slice(0, -1)
  const buckets = call.arguments.at(-1)
  if (!buckets || [...scalars, buckets].some((each) => context.isBounded(each))) return notFollowed(call, context)
  const [first = Number.NaN, second = Number.NaN] = scalars.map((each) => numberOf(each, context))
  const { smallDelta, classicFraction } = context.dialect
  if (call.name === 'histogram_fraction' && !classicFraction) return resultElements(context.drawn(call)).map(exactly)
  const partial = partialBounds(buckets, context)
  if (partial === 'any') context.notFollowed(call, 'histograms of different bounds are added up before the quantile')
  return classicHistograms(vectorOf(buckets, context)).map(({ labels: named, buckets: all }) => {
    const labels = withoutName(named)
    const counts = bucketCounts(all, partialBoundsOf(labels, partial))
    const value =
      call.name === 'histogram_fraction'
        ? fractionInterval(first, second, counts)
        : quantileInterval(first, counts, smallDelta ? 'smallDelta' : 'runningMaximum')
    return { labels, ...value, ...(partial === 'any' && ANYTHING), surely: true }
  })
}

function rising(call: Call, at: number, samples: readonly BoundedSample[], context: BoundsContext): BoundedSample[] {
  const lows = called(call, at, lowsOf(samples), context)
  const highs = called(call, at, highsOf(samples), context)
  const drawn = called(
    call,
    at,
    samples.map(({ labels, drawn, low }) => ({ labels, value: drawn ?? low })),
    context,
  )
  // `clamp` with its limits exchanged returns nothing.
  return lows.map(({ labels, value }, i) => {
    const { drawn: before, low, high, surely } = samples[i] as BoundedSample
    const result = before === null ? null : (drawn[i]?.value ?? null)
    // What may be NaN may still be, and no number is between NaN and a limit.
    if (isAnything({ low, high })) return { ...ANYTHING, labels, drawn: result, surely }
    const [least, most] = [isLost(value, low) ? Number.NEGATIVE_INFINITY : value, highs[i]?.value ?? Number.NaN]
    return {
      labels,
      ...around(result, least, isLost(most, high) ? Number.POSITIVE_INFINITY : most),
      surely,
    }
  })
}

/** The logarithm of a low end below zero: the value itself may have one. */
function isLost(result: number, before: number): boolean {
  return Number.isNaN(result) && !Number.isNaN(before)
}

function magnitude({ labels, drawn, low, high, surely }: BoundedSample): BoundedSample {
  const value = drawn === null ? null : Math.abs(drawn)
  if (isAnything({ low, high })) return { ...ANYTHING, labels: withoutName(labels), drawn: value, surely }
  const [a, b] = [Math.abs(low), Math.abs(high)]
  const least = low < 0 && high > 0 ? 0 : Math.min(a, b)
  return {
    labels: withoutName(labels),
    ...around(value, least, Math.max(a, b)),
    surely,
  }
}

/** A function of each value by itself, whose bounds are not followed. */
function unknown(call: Call, samples: readonly BoundedSample[], context: BoundsContext): readonly BoundedSample[] {
  context.notFollowed(call, notFollowedThrough(call.name))
  const drawn = new Map(resultElements(context.drawn(call)).map(({ labels, value }) => [labelSignature(labels), value]))
  return samples.map((sample) => {
    const labels = withoutName(sample.labels)
    return { ...ANYTHING, labels, drawn: drawn.get(labelSignature(labels)) ?? null, surely: false }
  })
}

/** Whether a series has a sample in the range. */
function presenceOf({ labels, points }: BoundedRange): BoundedSample {
  const isDrawn = points.some(({ drawn }) => drawn !== null)
  return { labels, drawn: isDrawn ? 1 : null, low: 1, high: 1, surely: points.some(({ surely }) => surely) }
}

function relabelled(
  call: Call,
  at: number,
  samples: readonly BoundedSample[],
  context: BoundsContext,
): BoundedSample[] {
  return called(call, at, placesOf(samples), context).map(({ labels, value }) => ({
    ...(samples[value] as BoundedSample),
    labels,
  }))
}

function absent(operand: Expression, samples: readonly BoundedSample[]): BoundedSample[] {
  if (samples.some(({ surely }) => surely)) return []
  const { labels, value } = absence(operand)
  const isDrawn = drawnOf(samples).length === 0
  return [{ labels, drawn: isDrawn ? value : null, low: value, high: value, surely: samples.length === 0 }]
}

/** The function with other elements in place of its vector. */
function called(
  call: Call,
  at: number,
  samples: readonly InstantSample[],
  context: BoundsContext,
): readonly InstantSample[] {
  const definition = functionNamed(call.name)
  if (definition?.returns !== 'vector')
    throw new TypeError(`expected a function that returns a vector, got ${call.name}`)
  const values = call.arguments.map((argument, i) => {
    const plain = withoutParentheses(argument)
    if (plain.kind === 'string') return plain.value
    return i === at ? samples : numberOf(argument, context)
  })
  const { timestampMs, dialect } = context
  return definition.evaluate(values, { timestampMs, dialect, call })
}

function ofRange(call: Call, context: BoundsContext): readonly BoundedSample[] | undefined {
  const at = functionNamed(call.name)?.parameters.indexOf('matrix') ?? -1
  const range = call.arguments[at] && withoutParentheses(call.arguments[at])
  const others = call.arguments.filter((_, i) => i !== at)
  if (!range || others.some((other) => context.isBounded(other))) return undefined
  const ranges = rangesOf(range, context)
  if (!ranges) return undefined
  if (call.name === 'absent_over_time') return absent(range, ranges.map(presenceOf))
  const { timestampMs, dialect } = context
  const parameters = others.map((other) => numberOf(other, context))
  const asked = { call, timestampMs, dialect, parameters }
  const results = ranges.map((each) => overTime(asked, each))
  if (results.some(({ isFollowed }) => !isFollowed)) context.notFollowed(call, notFollowedThrough(call.name))
  return results.map(({ sample }) => sample)
}

function rangesOf(range: Expression, context: BoundsContext): readonly BoundedRange[] | undefined {
  if (range.kind === 'matrixSelector') return context.recordedRanges(range)
  const steps = range.kind === 'subquery' ? context.steps(range) : undefined
  return steps && rangesOfSteps(steps)
}

function numberOf(expression: Expression, context: BoundsContext): number {
  return resultElements(context.drawn(expression))[0]?.value ?? Number.NaN
}

function vectorOf(expression: Expression, context: BoundsContext): readonly InstantSample[] {
  return resultElements(context.drawn(expression))
}

export function notFollowedThrough(what: string): string {
  return `the bounds of a quantile are not followed through ${what}`
}
