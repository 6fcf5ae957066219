import { expect, it } from 'vitest'
import {
  estimateFactorOf,
  recordInSeconds,
  snapshotInSeconds,
} from '../../../prometheus/histogram/record-in-seconds.ts'
import { prometheusRecordOf } from '../../analysis/support/prometheus-record-of.ts'

const snapshot = {
  buckets: [
    { upperBound: 250, cumulativeCount: 3 },
    { upperBound: Number.POSITIVE_INFINITY, cumulativeCount: 4 },
  ],
  count: 4,
  sum: 800,
}

const MILLISECONDS = { name: 'milliseconds', from: 'name' } as const

it('turns bounds, sums and estimates into seconds, and leaves counts alone', () => {
  const record = prometheusRecordOf([], [], {
    end: 2,
    metric: 'h_ms',
    snapshots: [{ atSeconds: 1, snapshot }],
    total: snapshot,
    estimates: [
      { atSeconds: 1, value: 48 },
      { atSeconds: 2, value: null },
    ],
  })
  const inSeconds = recordInSeconds(record, MILLISECONDS, 'h_ms_bucket')
  expect(inSeconds.total).toEqual({
    buckets: [
      { upperBound: 0.25, cumulativeCount: 3 },
      { upperBound: Number.POSITIVE_INFINITY, cumulativeCount: 4 },
    ],
    count: 4,
    sum: 0.8,
  })
  expect(inSeconds.snapshots).toEqual([{ atSeconds: 1, snapshot: inSeconds.total }])
  expect(inSeconds.estimates.map(({ value }) => value)).toEqual([0.048, null])
  expect(inSeconds.unit).toEqual(MILLISECONDS)
})

it('turns the parts that single requests are observed in into seconds', () => {
  const route = { match: '{route="/a"}', snapshots: [{ atSeconds: 1, snapshot }], total: snapshot, resets: 0 }
  const routes = [route, { ...route, match: '{route="/b"}', total: null }]
  const record = prometheusRecordOf([], [], { end: 2, metric: 'h_ms', total: snapshot, routes })
  const inSeconds = recordInSeconds(record, MILLISECONDS, 'h_ms_bucket')
  expect(inSeconds.routes?.map(({ match, total }) => [match, total])).toEqual([
    ['{route="/a"}', inSeconds.total],
    ['{route="/b"}', null],
  ])
  expect(inSeconds.routes?.[0]?.snapshots).toEqual([{ atSeconds: 1, snapshot: inSeconds.total }])
})

it('leaves seconds as they are', () => {
  expect(snapshotInSeconds(snapshot, 1)).toBe(snapshot)
})

it.each([
  ['its own buckets', 'h_ms_bucket', 1e-3],
  ['buckets that are not one metric', null, 1e-3],
  ['those of another histogram, by its name', 'other_microseconds_bucket', 1e-6],
  ['those of another histogram in seconds', 'other_seconds_bucket', 1],
  ['those of another histogram without a unit', 'other_bucket', 1],
])('reads an estimate of %s in their unit', (_, watched, factor) => {
  expect(estimateFactorOf('h_ms', MILLISECONDS, watched)).toBe(factor)
})
