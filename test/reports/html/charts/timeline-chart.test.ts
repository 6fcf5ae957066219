import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Report, TimelineRow } from '../../../../core/report/report.ts'
import { timeBins } from '../../../../reports/html/charts/time-bins.ts'
import { timelineChart } from '../../../../reports/html/charts/timeline-chart.ts'
import { sampleRun } from '../../../support/sample-runs.ts'

describe('timelineChart', () => {
  it('holds the timeline column by column', () => {
    const { report, details } = sampleRun('lab')
    const chart = timelineChart(report, details)
    expect(chart).toMatchObject({ binSeconds: 1, quantile: 'P95', rangeSeconds: 60, toSeconds: report.timeline.length })
    expect(chart.ends.slice(0, 3)).toEqual([1, 2, 3])
    const second = 40
    const row = report.timeline[second] as TimelineRow
    expect(chart.exact[second]).toBeCloseTo(row.window.p95 as number, 4)
    expect(chart.estimate[second]).toBe(row.estimate)
    expect(chart.offeredRate[second]).toBe(row.offered)
  })

  it('draws limits only over the phases in which they hold', () => {
    const { report, details } = sampleRun('spike')
    expect(timelineChart(report, details).limits).toEqual([
      { kind: 'sla', label: 'SLA 300ms', seconds: 0.3, fromSeconds: 3, toSeconds: 15 },
      { kind: 'alert', label: 'alert above 1s', seconds: 1, fromSeconds: 0, toSeconds: report.timeline.length },
      {
        kind: 'highestBound',
        label: 'highest bound 5s',
        seconds: 5,
        fromSeconds: 0,
        toSeconds: report.timeline.length,
      },
    ])
  })

  it('distinguishes a quantile among requests that never ended from one without requests', () => {
    const { report, details } = sampleRun('failing')
    const chart = timelineChart(report, details)
    expect(chart.slotUnbounded).toEqual(Array.from({ length: 20 }, (_, bin) => bin))
    // In the last second nothing was due, but the window still holds what never ended.
    expect(chart.slot[20]).toBeNull()
    expect(chart.exactUnbounded).toContain(20)
  })

  it('shows the worst latency and the mean rate of wider bins', () => {
    const { report, details } = sampleRun('spike')
    const chart = timelineChart(report, details, 30)
    expect(chart.binSeconds).toBe(5)
    const rows = report.timeline.slice(20, 25)
    expect(chart.exact[4]).toBeCloseTo(Math.max(...rows.map(({ window }) => window.p95 as number)), 3)
    expect(chart.offeredRate[4]).toBeCloseTo(rows.reduce((sum, { offered }) => sum + offered, 0) / 5, 6)
  })

  it('shows the state intervals of each alert', () => {
    const { report, details } = sampleRun('spike')
    expect(timelineChart(report, details).lanes).toEqual([
      {
        name: 'HighLatency95thPercentile',
        segments: [
          { state: 'noData', fromSeconds: 0, toSeconds: 3 },
          { state: 'inactive', fromSeconds: 3, toSeconds: 18 },
          { state: 'pending', fromSeconds: 18, toSeconds: 48 },
          { state: 'firing', fromSeconds: 48, toSeconds: 99 },
          { state: 'inactive', fromSeconds: 99, toSeconds: report.timeline.length },
        ],
      },
    ])
  })
})

describe('timeBins', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, second) => ({ second }) as Report['timeline'][number])

  it('keeps every second, in bins of equal width, at most the given number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 10, max: 400 }), (count, most) => {
        const bins = timeBins(rows(count), most)
        expect(bins.rows.flat().map(({ second }) => second)).toEqual(rows(count).map(({ second }) => second))
        expect(bins.rows.length).toBeLessThanOrEqual(most)
        for (const bin of bins.rows.slice(0, -1)) expect(bin).toHaveLength(bins.binSeconds)
      }),
      { numRuns: 50 },
    )
  })
})
