// The functions that are evaluated here: each entry holds a function's arguments, their types and what it does.
// Source: prometheus/prometheus promql/parser/functions.go and promql/functions.go.

import { NO_LABELS } from '../series/labels.ts'
import { absence } from './evaluate/absence.ts'
import { fractionOfHistograms, quantileOfHistograms } from './evaluate/classic-histograms.ts'
import {
  COUNTER_GROWTH,
  COUNTER_RATE,
  extrapolatedRate,
  GAUGE_CHANGE,
  instantRate,
} from './evaluate/extrapolated-rate.ts'
import type { InstantSample } from './evaluate/instant-sample.ts'
import { larger, smaller } from './evaluate/operate.ts'
import {
  averageOf,
  changesOf,
  instantOfLargest,
  instantOfSmallest,
  largestOf,
  resetsOf,
  smallestOf,
  sumOf,
  valuesOf,
} from './evaluate/over-time.ts'
import type { Expression } from './expression/expression.ts'
import { ofDates } from './functions/calendar.ts'
import { smoothing } from './functions/exponential-smoothing.ts'
import {
  mapRanges,
  mapValues,
  ofNativeHistograms,
  ofRanges,
  ofValues,
  type PromqlFunction,
  returnsScalar,
  returnsVector,
  sampleOfRanges,
} from './functions/function-definition.ts'
import { interpolatedQuantile, medianDeviation } from './functions/interpolated-quantile.ts'
import { labelJoin, labelReplace } from './functions/label-functions.ts'
import { linearRegression } from './functions/linear-regression.ts'
import { sortedByLabel, sortedByValue } from './functions/sorted.ts'
import { varianceOverTime } from './functions/variance.ts'

export type { CallContext, PromqlFunction } from './functions/function-definition.ts'

export const FUNCTIONS = {
  abs: ofValues(Math.abs),
  absent: returnsVector(['vector'], ([samples], { call }) =>
    samples.length > 0 ? [] : [absence(call.arguments[0] as Expression)],
  ),
  absent_over_time: returnsVector(['matrix'], ([ranges], { call }) =>
    ranges.length > 0 ? [] : [absence(call.arguments[0] as Expression)],
  ),
  acos: ofValues(Math.acos),
  acosh: ofValues(Math.acosh),
  asin: ofValues(Math.asin),
  asinh: ofValues(Math.asinh),
  atan: ofValues(Math.atan),
  atanh: ofValues(Math.atanh),
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
  cos: ofValues(Math.cos),
  cosh: ofValues(Math.cosh),
  count_over_time: ofRanges(({ samples }) => samples.length),
  day_of_month: ofDates('day_of_month'),
  day_of_week: ofDates('day_of_week'),
  day_of_year: ofDates('day_of_year'),
  days_in_month: ofDates('days_in_month'),
  deg: ofValues((value) => (value * 180) / Math.PI),
  delta: ofRanges((range, dialect) => extrapolatedRate(range, GAUGE_CHANGE, dialect)),
  deriv: ofRanges(({ samples }) =>
    samples.length < 2 ? undefined : linearRegression(samples, samples[0]?.timestampMs ?? 0).slope,
  ),
  double_exponential_smoothing: smoothing(),
  exp: ofValues(Math.exp),
  first_over_time: sampleOfRanges((samples) => samples[0]),
  floor: ofValues(Math.floor),
  histogram_avg: ofNativeHistograms(),
  histogram_count: ofNativeHistograms(),
  histogram_fraction: returnsVector(['scalar', 'scalar', 'vector'], ([lower, upper, buckets], { dialect }) =>
    fractionOfHistograms(lower, upper, buckets, dialect),
  ),
  histogram_quantile: returnsVector(['scalar', 'vector'], ([quantile, buckets], { dialect }) =>
    quantileOfHistograms(quantile, buckets, dialect),
  ),
  histogram_stddev: ofNativeHistograms(),
  histogram_stdvar: ofNativeHistograms(),
  histogram_sum: ofNativeHistograms(),
  holt_winters: smoothing(),
  hour: ofDates('hour'),
  idelta: ofRanges((range) => instantRate(range, GAUGE_CHANGE)),
  increase: ofRanges((range, dialect) => extrapolatedRate(range, COUNTER_GROWTH, dialect)),
  irate: ofRanges((range) => instantRate(range, COUNTER_RATE)),
  label_join: labelJoin(),
  label_replace: labelReplace(),
  last_over_time: sampleOfRanges((samples) => samples.at(-1)),
  ln: ofValues(Math.log),
  log10: ofValues(Math.log10),
  log2: ofValues(Math.log2),
  mad_over_time: ofRanges(({ samples }) => medianDeviation(valuesOf(samples))),
  max_over_time: ofRanges(({ samples }) => largestOf(samples)),
  min_over_time: ofRanges(({ samples }) => smallestOf(samples)),
  minute: ofDates('minute'),
  month: ofDates('month'),
  pi: returnsScalar([], () => Math.PI),
  predict_linear: returnsVector(['matrix', 'scalar'], ([ranges, seconds], { timestampMs }) =>
    mapRanges(ranges, ({ samples }) => {
      if (samples.length < 2) return undefined
      const { slope, intercept } = linearRegression(samples, timestampMs)
      return slope * seconds + intercept
    }),
  ),
  present_over_time: ofRanges(() => 1),
  quantile_over_time: returnsVector(['scalar', 'matrix'], ([quantile, ranges]) =>
    mapRanges(ranges, ({ samples }) => interpolatedQuantile(quantile, valuesOf(samples))),
  ),
  rad: ofValues((value) => (value * Math.PI) / 180),
  rate: ofRanges((range, dialect) => extrapolatedRate(range, COUNTER_RATE, dialect)),
  resets: ofRanges(({ samples }) => resetsOf(samples)),
  round: returnsVector(
    ['vector', 'scalar'],
    ([samples, nearest = 1]) => mapValues(samples, (value) => Math.floor(value * (1 / nearest) + 0.5) / (1 / nearest)),
    { optional: 1 },
  ),
  scalar: returnsScalar(['vector'], ([samples]) =>
    samples.length === 1 ? (samples[0] as InstantSample).value : Number.NaN,
  ),
  sgn: ofValues(Math.sign),
  sin: ofValues(Math.sin),
  sinh: ofValues(Math.sinh),
  sort: sortedByValue(1),
  sort_by_label: sortedByLabel(1),
  sort_by_label_desc: sortedByLabel(-1),
  sort_desc: sortedByValue(-1),
  sqrt: ofValues(Math.sqrt),
  stddev_over_time: ofRanges(({ samples }) => Math.sqrt(varianceOverTime(valuesOf(samples)))),
  stdvar_over_time: ofRanges(({ samples }) => varianceOverTime(valuesOf(samples))),
  sum_over_time: ofRanges(({ samples }) => sumOf(samples)),
  tan: ofValues(Math.tan),
  tanh: ofValues(Math.tanh),
  time: returnsScalar([], (_, { timestampMs }) => timestampMs / 1e3),
  // The evaluator puts the instant of each sample, in seconds, in place of its value.
  timestamp: ofValues((seconds) => seconds),
  ts_of_first_over_time: ofRanges(({ samples }) => secondsOf(samples[0]?.timestampMs)),
  ts_of_last_over_time: ofRanges(({ samples }) => secondsOf(samples.at(-1)?.timestampMs)),
  ts_of_max_over_time: ofRanges(({ samples }) => secondsOf(instantOfLargest(samples))),
  ts_of_min_over_time: ofRanges(({ samples }) => secondsOf(instantOfSmallest(samples))),
  vector: returnsVector(['scalar'], ([value]) => [{ labels: NO_LABELS, value }]),
  year: ofDates('year'),
} satisfies Readonly<Record<string, PromqlFunction>>

/** Undefined where no function that is evaluated here has that name. */
export function functionNamed(name: string): PromqlFunction | undefined {
  return isFunctionName(name) ? FUNCTIONS[name] : undefined
}

function isFunctionName(name: string): name is keyof typeof FUNCTIONS {
  return Object.hasOwn(FUNCTIONS, name)
}

function secondsOf(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1e3
}
