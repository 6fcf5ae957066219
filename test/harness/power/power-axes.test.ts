import { describe, expect, it } from 'vitest'
import type { ModelSeries } from '../../../core/drill/service-model.ts'
import { powerAxes } from '../../../harness/power/power-axes.ts'

const LATENCY: ModelSeries = {
  kind: 'histogram',
  metric: 'latency_seconds',
  unitsPerSecond: 1,
  upperBounds: [0.1],
  labels: {},
  requests: 'all',
}
const FAILED: ModelSeries = { kind: 'counter', metric: 'failed_total', labels: {}, requests: 'failed' }
const ALL: ModelSeries = { kind: 'counter', metric: 'requests_total', labels: {}, requests: 'all' }

describe('powerAxes', () => {
  it.each<[what: string, series: readonly ModelSeries[], slowdowns: readonly (number | null)[]]>([
    ['slow requests where a histogram is read', [LATENCY, ALL], [2, 3, 10]],
    ['failing ones where they are told apart', [FAILED, ALL], [null]],
    ['both', [LATENCY, FAILED], [2, 3, 10, null]],
    ['neither where nothing tells them', [ALL], []],
  ])('has %s', (_, series, slowdowns) => {
    expect(powerAxes({ series }, null).slowdowns).toEqual(slowdowns)
  })

  it('takes what was asked for among them, in its place', () => {
    const axes = powerAxes({ series: [LATENCY] }, { share: 0.15, slowdown: 2.5, durationSeconds: 450 })
    expect(axes).toEqual({
      shares: [0.01, 0.05, 0.1, 0.15, 0.2, 0.5, 1],
      slowdowns: [2, 2.5, 3, 10],
      durationsSeconds: [60, 120, 300, 450, 600, 1800, 3600],
    })
  })
})
