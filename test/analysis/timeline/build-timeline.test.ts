import { describe, expect, it } from 'vitest'
import { buildTimeline } from '../../../analysis/timeline/build-timeline.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { alertOf, prometheusRecordOf } from '../support/prometheus-record-of.ts'

const PHASES = phaseWindows([
  { name: 'baseline', seconds: 4 },
  { name: 'spike', seconds: 2 },
])
const LOAD = loadOf(PHASES, [
  ...evenly(0, 4, 10, () => ({ serviceTime: 0.1 })),
  ...evenly(4, 6, 10, (i) => (i % 10 === 9 ? { serviceTime: 0, outcome: 'status' as const } : { serviceTime: 1 })),
  { due: 5.95, serviceTime: 0, outcome: 'timeout' },
])
const WITNESS = prometheusRecordOf([1], [], {
  end: 8,
  estimates: [0.5, 2.5, 4.5, 6.5].map((atSeconds, i) => ({ atSeconds, value: i === 1 ? null : i })),
  estimate: { expression: 'x', quantile: 0.95, rangeSeconds: 2 },
  alerts: [
    alertOf('High', [
      [0, 'inactive'],
      [4.5, 'pending'],
      [6.5, 'firing'],
    ]),
  ],
})

describe('buildTimeline', () => {
  const rows = buildTimeline(LOAD, WITNESS)
  const column = <Key extends keyof (typeof rows)[number]>(key: Key) => rows.map((row) => row[key])

  it('has a row for each second, up to the end of the last response', () => {
    expect(column('second')).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(column('phase')).toEqual(['baseline', 'baseline', 'baseline', 'baseline', 'spike', 'spike', null])
  })

  it('counts arrivals by intended start and responses by completion', () => {
    expect(column('offered')).toEqual([10, 10, 10, 10, 10, 11, 0])
    expect(column('errors')).toEqual([0, 0, 0, 0, 1, 1, 0])
    expect(column('timeouts')).toEqual([0, 0, 0, 0, 0, 1, 0])
    expect(column('completed')).toEqual([9, 10, 10, 10, 1, 9, 9])
  })

  it("takes the slot's quantiles of the requests scheduled in this second, timeouts at +∞", () => {
    expect(column('slot').map(({ p50 }) => p50)).toEqual([0.1, 0.1, 0.1, 0.1, 1, 1, null])
    expect(column('slot').map(({ p99 }) => p99)).toEqual([0.1, 0.1, 0.1, 0.1, 1, null, null])
  })

  it("takes the window's quantiles over the rule’s range", () => {
    expect(column('window').map(({ p50 }) => p50?.toFixed(1))).toEqual([
      '0.1',
      '0.1',
      '0.1',
      '0.1',
      '0.1',
      '1.0',
      '1.0',
    ])
    expect(column('window').map(({ p95 }) => p95?.toFixed(1))).toEqual([
      '0.1',
      '0.1',
      '0.1',
      '0.1',
      '1.0',
      undefined,
      undefined,
    ])
  })

  it('gives estimate and alert states at the end of the second', () => {
    expect(column('estimate')).toEqual([0, 0, null, null, 2, 2, 3])
    expect(column('alerts').map(({ High }) => High)).toEqual([
      'inactive',
      'inactive',
      'inactive',
      'inactive',
      'pending',
      'pending',
      'firing',
    ])
  })

  it('has neither estimate nor alert without Prometheus', () => {
    expect(buildTimeline(LOAD, null).map(({ estimate, alerts }) => ({ estimate, alerts }))).toEqual(
      Array(7).fill({ estimate: null, alerts: {} }),
    )
  })
})
