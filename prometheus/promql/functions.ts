// The functions that are evaluated here: each entry holds a function's arguments, their types and what it does.
// Source: prometheus/prometheus promql/parser/functions.go and promql/functions.go.

import { NO_LABELS } from '../series/labels.ts'
import type { Sample } from '../series/series.ts'
import type { Dialect } from './dialect.ts'
import { absence } from './evaluate/absence.ts'
import { fractionOfHistograms, quantileOfHistograms } from './evaluate/classic-histograms.ts'
import {
  COUNTER_GROWTH,
  COUNTER_RATE,
  extrapolatedRate,
  GAUGE_CHANGE,
  instantRate,
} from './evaluate/extrapolated-rate.ts'
import { type InstantSample, withoutName } from './evaluate/instant-sample.ts'
import { averageOf, changesOf, largestOf, resetsOf, smallestOf, sumOf } from './evaluate/over-time.ts'
import type { SampleRange } from './evaluate/select-samples.ts'
import type { Expression, ValueType } from './expression/expression.ts'

type Samples = readonly InstantSample[]

/** What an argument of each type is evaluated to. */
export interface EvaluatedArgument {
  readonly scalar: number
  readonly vector: Samples
  readonly matrix: readonly SampleRange[]
}

type Evaluated<Types extends readonly ValueType[]> = { readonly [I in keyof Types]: EvaluatedArgument[Types[I]] }

/** What a function may know beside the values of its arguments. */
export interface CallContext {
  readonly timestampMs: number
  readonly dialect: Dialect
  /** The arguments as written. */
  readonly expressions: readonly Expression[]
}

interface Definition<Types extends readonly ValueType[], Returns extends ValueType> {
  readonly parameters: Types
  /** How many of the last parameters may be left out. */
  readonly optional: number
  readonly returns: Returns
  /** The parser has held the arguments against the parameters, so that their values have the types that stand there. */
  evaluate(values: Evaluated<Types>, context: CallContext): EvaluatedArgument[Returns]
}

export type PromqlFunction = Definition<readonly ValueType[], 'scalar'> | Definition<readonly ValueType[], 'vector'>

export const FUNCTIONS = {
  abs: ofValues(Math.abs),
  absent: returnsVector(['vector'], ([samples], { expressions }) =>
    samples.length > 0 ? [] : [absence(expressions[0] as Expression)],
  ),
  absent_over_time: returnsVector(['matrix'], ([ranges], { expressions }) =>
    ranges.length > 0 ? [] : [absence(expressions[0] as Expression)],
  ),
  avg_over_time: ofRanges(({ samples }, dialect) => averageOf(samples, dialect)),
  ceil: ofValues(Math.ceil),
  changes: ofRanges(({ samples }) => changesOf(samples)),
  clamp: returnsVector(['vector', 'scalar', 'scalar'], ([samples, least, most]) =>
    most < least ? [] : mapValues(samples, (value) => larger(least, smaller(most, value))),
  ),
  clamp_max: returnsVector(['vector', 'scalar'], ([samples, most]) =>
    mapValues(samples, (value) => smaller(most, value)),
  ),
  clamp_min: returnsVector(['vector', 'scalar'], ([samples, least]) =>
    mapValues(samples, (value) => larger(least, value)),
  ),
  count_over_time: ofRanges(({ samples }) => samples.length),
  delta: ofRanges((range, dialect) => extrapolatedRate(range, GAUGE_CHANGE, dialect)),
  exp: ofValues(Math.exp),
  floor: ofValues(Math.floor),
  histogram_fraction: returnsVector(['scalar', 'scalar', 'vector'], ([lower, upper, buckets], { dialect }) =>
    fractionOfHistograms(lower, upper, buckets, dialect),
  ),
  histogram_quantile: returnsVector(['scalar', 'vector'], ([quantile, buckets], { dialect }) =>
    quantileOfHistograms(quantile, buckets, dialect),
  ),
  idelta: ofRanges((range) => instantRate(range, GAUGE_CHANGE)),
  increase: ofRanges((range, dialect) => extrapolatedRate(range, COUNTER_GROWTH, dialect)),
  irate: ofRanges((range) => instantRate(range, COUNTER_RATE)),
  last_over_time: returnsVector(['matrix'], ([ranges]) =>
    ranges.map(({ labels, samples }) => ({ labels, value: (samples.at(-1) as Sample).value })),
  ),
  ln: ofValues(Math.log),
  log10: ofValues(Math.log10),
  log2: ofValues(Math.log2),
  max_over_time: ofRanges(({ samples }) => largestOf(samples)),
  min_over_time: ofRanges(({ samples }) => smallestOf(samples)),
  present_over_time: ofRanges(() => 1),
  rate: ofRanges((range, dialect) => extrapolatedRate(range, COUNTER_RATE, dialect)),
  resets: ofRanges(({ samples }) => resetsOf(samples)),
  round: returnsVector(
    ['vector', 'scalar'],
    ([samples, nearest = 1]) => mapValues(samples, (value) => Math.floor(value * (1 / nearest) + 0.5) / (1 / nearest)),
    1,
  ),
  scalar: returnsScalar(['vector'], ([samples]) =>
    samples.length === 1 ? (samples[0] as InstantSample).value : Number.NaN,
  ),
  sqrt: ofValues(Math.sqrt),
  sum_over_time: ofRanges(({ samples }) => sumOf(samples)),
  time: returnsScalar([], (_, { timestampMs }) => timestampMs / 1e3),
  vector: returnsVector(['scalar'], ([value]) => [{ labels: NO_LABELS, value }]),
} satisfies Readonly<Record<string, PromqlFunction>>

/** Undefined where no function that is evaluated here has that name. */
export function functionNamed(name: string): PromqlFunction | undefined {
  return isFunctionName(name) ? FUNCTIONS[name] : undefined
}

function isFunctionName(name: string): name is keyof typeof FUNCTIONS {
  return Object.hasOwn(FUNCTIONS, name)
}

function returnsVector<const Types extends readonly ValueType[]>(
  parameters: Types,
  evaluate: Definition<Types, 'vector'>['evaluate'],
  optional = 0,
): Definition<Types, 'vector'> {
  return { parameters, optional, returns: 'vector', evaluate }
}

function returnsScalar<const Types extends readonly ValueType[]>(
  parameters: Types,
  evaluate: Definition<Types, 'scalar'>['evaluate'],
): Definition<Types, 'scalar'> {
  return { parameters, optional: 0, returns: 'scalar', evaluate }
}

/** Each value by itself. */
function ofValues(calculate: (value: number) => number): Definition<readonly ['vector'], 'vector'> {
  return returnsVector(['vector'], ([samples]) => mapValues(samples, calculate))
}

/** The samples of each series by themselves; a series for which there is no value is left out. */
function ofRanges(
  calculate: (range: SampleRange, dialect: Dialect) => number | undefined,
): Definition<readonly ['matrix'], 'vector'> {
  return returnsVector(['matrix'], ([ranges], { dialect }) =>
    ranges.flatMap((range) => {
      const value = calculate(range, dialect)
      return value === undefined ? [] : [{ labels: withoutName(range.labels), value }]
    }),
  )
}

function mapValues(samples: Samples, calculate: (value: number) => number): Samples {
  return samples.map(({ labels, value }) => ({ labels: withoutName(labels), value: calculate(value) }))
}

// Go's math.Max and math.Min: an infinity wins even over NaN.
function larger(a: number, b: number): number {
  return a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : Math.max(a, b)
}

function smaller(a: number, b: number): number {
  return a === Number.NEGATIVE_INFINITY || b === Number.NEGATIVE_INFINITY ? Number.NEGATIVE_INFINITY : Math.min(a, b)
}
