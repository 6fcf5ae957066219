import { expect, it } from 'vitest'
import type { DiscoveredLatency } from '../../../core/discovery/discovered-latency.ts'
import { proposeLimit } from '../../../draft/propose/propose-limit.ts'

/** @param below how many observations each bound holds, of `count` */
function histogram(bounds: readonly number[], below: readonly number[], count: number, p95: number): DiscoveredLatency {
  const buckets = [...bounds, Number.POSITIVE_INFINITY].map((upperBound, i) => ({
    upperBound,
    cumulativeCount: below[i] ?? count,
  }))
  return {
    name: 'request_seconds',
    kind: 'classic',
    purpose: 'requests',
    unit: { name: 'seconds', from: 'name' },
    bounds,
    labels: [],
    routeLabel: null,
    methodLabel: null,
    all: {
      count,
      ratePerSecond: 0,
      averageRatePerSecond: null,
      meanSeconds: null,
      p95: count === 0 ? null : { lowerSeconds: 0, upperSeconds: p95 },
      buckets,
      serverErrorShare: null,
    },
    routes: [],
  }
}

const BOUNDS = [0.01, 0.1, 0.25, 0.5, 1]

it.each<[string, DiscoveredLatency | null, number[], number | null, [number, string, boolean, string[]]]>([
  [
    'takes the lowest bound with room above the P95',
    histogram(BOUNDS, [0, 990, 1000], 1000, 0.1),
    [],
    null,
    [0.25, 'observed', true, []],
  ],
  [
    'goes not below 100 ms, where the network is measured',
    histogram(BOUNDS, [999, 1000], 1000, 0.01),
    [],
    null,
    [0.1, 'observed', true, []],
  ],
  [
    'takes a lower bound than it wants rather than the highest',
    histogram(BOUNDS, [0, 0, 0, 995], 1000, 0.5),
    [],
    null,
    [0.5, 'observed', true, []],
  ],
  [
    'says where the highest bound is too low',
    histogram([0.01, 0.1], [0, 500], 1000, 3),
    [],
    null,
    [3, 'aboveBounds', false, ['bounds-too-low']],
  ],
  [
    'goes by what was tried, where nothing was observed',
    histogram(BOUNDS, [0, 0, 0, 0, 0, 0], 0, 0),
    [0.03, 0.05],
    null,
    [0.25, 'tried', true, ['no-traffic']],
  ],
  [
    'takes a bound with less room above what was tried rather than a limit between two bounds',
    histogram([0.01, 0.1, 1, 10], [0, 0, 0, 0, 0], 0, 0),
    [0.27],
    null,
    [1, 'tried', true, ['no-traffic']],
  ],
  [
    'but none with too little',
    histogram([0.01, 0.1, 1, 10], [0, 0, 0, 0, 0], 0, 0),
    [0.6],
    null,
    [2.4, 'tried', true, ['no-traffic', 'limit-no-bound']],
  ],
  ['guesses where nothing is known', null, [], null, [0.5, 'guess', false, []]],
  [
    'keeps what was said, and tells that it is no bound',
    histogram(BOUNDS, [0, 990, 1000], 1000, 0.1),
    [],
    0.3,
    [0.3, 'given', true, ['limit-no-bound']],
  ],
  [
    'keeps a limit above the highest bound, without an alert',
    histogram(BOUNDS, [0, 990, 1000], 1000, 0.1),
    [],
    2,
    [2, 'given', false, ['limit-above-bounds']],
  ],
  [
    'keeps the highest bound as a limit, without an alert',
    histogram(BOUNDS, [0, 990, 1000], 1000, 0.1),
    [],
    1,
    [1, 'given', false, ['limit-above-bounds']],
  ],
  [
    'keeps a limit below the first bound, without an alert',
    histogram(BOUNDS, [0, 990, 1000], 1000, 0.1),
    [],
    0.005,
    [0.005, 'given', false, ['limit-no-bound']],
  ],
  [
    'says that bounds are not known before the first observation',
    histogram([], [], 0, 0),
    [0.02],
    null,
    [0.1, 'tried', false, ['no-series']],
  ],
])('%s', (_, found, triedSeconds, givenSeconds, [limit, why, canAlert, remarks]) => {
  const proposed = proposeLimit({ histogram: found, triedSeconds, givenSeconds })
  expect([proposed.limitSeconds, proposed.why.kind, proposed.canAlert]).toEqual([limit, why, canAlert])
  expect(proposed.remarks.map(({ kind }) => kind)).toEqual(remarks)
})
