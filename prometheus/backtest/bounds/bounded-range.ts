// The samples of one series in a range, each known within bounds, and what the `_over_time` functions make of them.

import type { Interval } from '../../../core/backtest/backtest.ts'
import type { Dialect } from '../../promql/dialect.ts'
import { withoutName } from '../../promql/evaluate/instant-sample.ts'
import type { SampleRange } from '../../promql/evaluate/select-samples.ts'
import type { Call } from '../../promql/expression/expression.ts'
import { functionNamed } from '../../promql/functions.ts'
import { labelSignature } from '../../series/labels.ts'
import type { Labels, Sample } from '../../series/series.ts'
import {
  ANYTHING,
  around,
  type BoundedSample,
  type BoundedValue,
  endsFrom,
  isAnything,
  spread,
} from './bounded-sample.ts'

export interface BoundedPoint extends BoundedValue {
  readonly timestampMs: number
  /** Whether the sample is there for sure. */
  readonly surely: boolean
}

export interface BoundedRange {
  readonly labels: Labels
  /** At least one; ascending. */
  readonly points: readonly BoundedPoint[]
  readonly startMs: number
  readonly endMs: number
}

export interface BoundedSteps {
  readonly startMs: number
  readonly endMs: number
  readonly steps: readonly { readonly timestampMs: number; readonly samples: readonly BoundedSample[] }[]
}

/** A subquery, as series of what its operand was at each step. */
export function rangesOfSteps({ startMs, endMs, steps }: BoundedSteps): readonly BoundedRange[] {
  const ranges = new Map<string, { readonly labels: Labels; readonly points: BoundedPoint[] }>()
  for (const { timestampMs, samples } of steps)
    for (const { labels, drawn, low, high, surely } of samples) {
      const signature = labelSignature(labels)
      const range = ranges.get(signature) ?? { labels, points: [] }
      range.points.push({ timestampMs, drawn, low, high, surely })
      ranges.set(signature, range)
    }
  return Array.from(ranges.values(), (range) => ({ ...range, startMs, endMs }))
}

/** The larger each sample, the larger the result. */
const RISING: ReadonlySet<string> = new Set([
  'avg_over_time',
  'last_over_time',
  'max_over_time',
  'min_over_time',
  'quantile_over_time',
  'sum_over_time',
])
const KEEPS_NAME: ReadonlySet<string> = new Set(['last_over_time', 'first_over_time'])

export interface OverTime {
  readonly call: Call
  readonly timestampMs: number
  readonly dialect: Dialect
  /** The values of the arguments in front of the range. */
  readonly parameters: readonly number[]
}

export interface OverTimeResult {
  readonly sample: BoundedSample
  /** Whether bounds are followed through the function. */
  readonly isFollowed: boolean
}

export function overTime(asked: OverTime, range: BoundedRange): OverTimeResult {
  const { points } = range
  const drawnPoints = points.filter(({ drawn }) => drawn !== null)
  const drawn =
    drawnPoints.length === 0
      ? null
      : (evaluated(asked, range, drawnPoints, (point) => point.drawn ?? Number.NaN) ?? null)
  const ends = endsOf(asked, range)
  const labels = KEEPS_NAME.has(asked.call.name) ? range.labels : withoutName(range.labels)
  if (!ends) return { sample: { ...ANYTHING, labels, drawn, surely: false }, isFollowed: false }
  const surely = points.some((point) => point.surely)
  return { sample: { labels, ...around(drawn, ends.low, ends.high), surely }, isFollowed: true }
}

/** Undefined where bounds are not followed through the function. */
function endsOf(asked: OverTime, range: BoundedRange): Interval | undefined {
  const { points } = range
  const { name } = asked.call
  const sure = points.filter(({ surely }) => surely)
  if (name === 'present_over_time') return { low: 1, high: 1 }
  if (name === 'count_over_time') return { low: Math.max(1, sure.length), high: points.length }
  if (!RISING.has(name)) return undefined
  const [quantile = Number.NaN] = asked.parameters
  const isConstant = name === 'quantile_over_time' && !(quantile >= 0 && quantile <= 1)
  if (name === 'quantile_over_time' && !isConstant && points.some(isAnything)) return ANYTHING
  if (sure.length === points.length || isConstant) {
    const [low, high] = [evaluated(asked, range, points, (p) => p.low), evaluated(asked, range, points, (p) => p.high)]
    return low === undefined || high === undefined ? undefined : endsFrom(points, low, high)
  }
  if (points.some(({ low }) => Number.isNaN(low))) return ANYTHING
  if (name === 'sum_over_time')
    return endsFrom(
      points,
      points.reduce((sum, { low, surely }) => sum + (surely ? low : Math.min(0, low)), 0),
      points.reduce((sum, { high, surely }) => sum + (surely ? high : Math.max(0, high)), 0),
    )
  return spread(points, sure, name === 'max_over_time' ? 'largest' : name === 'min_over_time' ? 'smallest' : null)
}

function evaluated(
  { call, timestampMs, dialect, parameters }: OverTime,
  { labels, startMs, endMs }: BoundedRange,
  points: readonly BoundedPoint[],
  value: (point: BoundedPoint) => number,
): number | undefined {
  const called = functionNamed(call.name)
  if (called?.returns !== 'vector') return undefined
  const samples: Sample[] = points.map((point) => ({ timestampMs: point.timestampMs, value: value(point) }))
  const ranges: SampleRange[] = [{ labels, samples, startMs, endMs }]
  return called.evaluate([...parameters, ranges], { timestampMs, dialect, call })[0]?.value
}
