// What a function is to the parser and to the evaluator, and the shapes that most functions have.

import type { Sample } from '../../series/series.ts'
import type { Dialect } from '../dialect.ts'
import type { InstantSample } from '../evaluate/instant-sample.ts'
import { withoutName } from '../evaluate/instant-sample.ts'
import type { SampleRange } from '../evaluate/select-samples.ts'
import type { Call, ValueType } from '../expression/expression.ts'

export type Samples = readonly InstantSample[]

/** What an argument of each type is evaluated to. */
export interface EvaluatedArgument {
  readonly scalar: number
  readonly vector: Samples
  readonly matrix: readonly SampleRange[]
  readonly string: string
}

type Evaluated<Types extends readonly ValueType[]> = { readonly [I in keyof Types]: EvaluatedArgument[Types[I]] }

/** What a function may know beside the values of its arguments. */
export interface CallContext {
  readonly timestampMs: number
  readonly dialect: Dialect
  /** With its arguments as written. */
  readonly call: Call
}

export interface FunctionDefinition<Types extends readonly ValueType[], Returns extends ValueType> {
  readonly parameters: Types
  /** How many of the last parameters may be left out. */
  readonly optional: number
  /** Whether there may be any number of arguments of the last parameter's type. */
  readonly repeatsLast: boolean
  readonly returns: Returns
  /** The parser has held the arguments against the parameters, so that their values have the types that stand there. */
  evaluate(values: Evaluated<Types>, context: CallContext): EvaluatedArgument[Returns]
}

export type PromqlFunction =
  | FunctionDefinition<readonly ValueType[], 'scalar'>
  | FunctionDefinition<readonly ValueType[], 'vector'>

export function returnsVector<const Types extends readonly ValueType[]>(
  parameters: Types,
  evaluate: FunctionDefinition<Types, 'vector'>['evaluate'],
  { optional = 0, repeatsLast = false }: { readonly optional?: number; readonly repeatsLast?: boolean } = {},
): FunctionDefinition<Types, 'vector'> {
  return { parameters, optional, repeatsLast, returns: 'vector', evaluate }
}

export function returnsScalar<const Types extends readonly ValueType[]>(
  parameters: Types,
  evaluate: FunctionDefinition<Types, 'scalar'>['evaluate'],
): FunctionDefinition<Types, 'scalar'> {
  return { parameters, optional: 0, repeatsLast: false, returns: 'scalar', evaluate }
}

/** Each value by itself. */
export function ofValues(calculate: (value: number) => number): FunctionDefinition<readonly ['vector'], 'vector'> {
  return returnsVector(['vector'], ([samples]) => mapValues(samples, calculate))
}

/** The samples of each series by themselves; a series for which there is no value is left out. */
export function ofRanges(
  calculate: (range: SampleRange, dialect: Dialect) => number | undefined,
): FunctionDefinition<readonly ['matrix'], 'vector'> {
  return returnsVector(['matrix'], ([ranges], { dialect }) => mapRanges(ranges, (range) => calculate(range, dialect)))
}

/** Of each series, one of its samples: it keeps the name. */
export function sampleOfRanges(
  choose: (samples: readonly Sample[]) => Sample | undefined,
): FunctionDefinition<readonly ['matrix'], 'vector'> {
  return returnsVector(['matrix'], ([ranges]) =>
    ranges.flatMap(({ labels, samples }) => {
      const chosen = choose(samples)
      return chosen ? [{ labels, value: chosen.value }] : []
    }),
  )
}

/** What is read from native histograms, of which there are none here: samples that are numbers give nothing. */
export function ofNativeHistograms(): FunctionDefinition<readonly ['vector'], 'vector'> {
  return returnsVector(['vector'], () => [])
}

export function mapValues(samples: Samples, calculate: (value: number) => number): Samples {
  return samples.map(({ labels, value }) => ({ labels: withoutName(labels), value: calculate(value) }))
}

export function mapRanges(
  ranges: readonly SampleRange[],
  calculate: (range: SampleRange) => number | undefined,
): Samples {
  const results: InstantSample[] = []
  for (const range of ranges) {
    const value = calculate(range)
    if (value !== undefined) results.push({ labels: withoutName(range.labels), value })
  }
  return results
}
