// Functions of a range: what they make of the samples of one series. Undefined where they have nothing to say.
// Source: prometheus/prometheus promql/functions.go.

import type { Sample } from '../../series/series.ts'
import type { Dialect } from '../dialect.ts'
import { extrapolatedRate, instantRate } from './extrapolated-rate.ts'
import { incrementalMean, kahanMean, kahanSum } from './kahan-sum.ts'
import type { SampleRange } from './select-samples.ts'

export type RangeFunction = (range: SampleRange, dialect: Dialect) => number | undefined

const COUNTER_RATE = { isCounter: true, isRate: true }
const COUNTER_GROWTH = { isCounter: true, isRate: false }
const GAUGE_CHANGE = { isCounter: false, isRate: false }

export const RANGE_FUNCTIONS: Readonly<Record<string, RangeFunction>> = {
  rate: (range, dialect) => extrapolatedRate(range, COUNTER_RATE, dialect),
  increase: (range, dialect) => extrapolatedRate(range, COUNTER_GROWTH, dialect),
  delta: (range, dialect) => extrapolatedRate(range, GAUGE_CHANGE, dialect),
  irate: (range) => instantRate(range, COUNTER_RATE),
  idelta: (range) => instantRate(range, GAUGE_CHANGE),
  sum_over_time: ({ samples }) => kahanSum(valuesOf(samples)),
  avg_over_time: ({ samples }, { kahanAvg }) =>
    kahanAvg ? kahanMean(valuesOf(samples)) : incrementalMean(valuesOf(samples), 'zero'),
  max_over_time: ({ samples }) => furthest(samples, (value, most) => value > most),
  min_over_time: ({ samples }) => furthest(samples, (value, least) => value < least),
  count_over_time: ({ samples }) => samples.length,
  last_over_time: ({ samples }) => samples.at(-1)?.value,
  present_over_time: () => 1,
  changes: ({ samples }) => transitions(samples, isChange),
  resets: ({ samples }) => transitions(samples, (previous, current) => current < previous),
}

function valuesOf(samples: readonly Sample[]): number[] {
  return samples.map(({ value }) => value)
}

/** A NaN gives way to any number. */
function furthest(samples: readonly Sample[], isFurther: (value: number, best: number) => boolean): number | undefined {
  let best = samples[0]?.value
  for (const { value } of samples)
    if (best !== undefined && (isFurther(value, best) || Number.isNaN(best))) best = value
  return best
}

function isChange(previous: number, current: number): boolean {
  return current !== previous && !(Number.isNaN(current) && Number.isNaN(previous))
}

function transitions(samples: readonly Sample[], counts: (previous: number, current: number) => boolean): number {
  let count = 0
  for (let i = 1; i < samples.length; i++)
    if (counts((samples[i - 1] as Sample).value, (samples[i] as Sample).value)) count++
  return count
}
