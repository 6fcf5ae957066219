// The charts that explain the estimate: distribution, waterfall, exact value and estimate, intervals, alerts.

import { describe, expect, it } from 'vitest'
import type { SlaFinding } from '../../../../../core/report/report.ts'
import { alertChart } from '../../../../../reports/html/charts/alert-chart.ts'
import { distributionChart } from '../../../../../reports/html/charts/distribution-chart.ts'
import { estimateChart, liesAmongUnbounded } from '../../../../../reports/html/charts/estimate-chart.ts'
import { intervalChart } from '../../../../../reports/html/charts/interval-chart.ts'
import { waterfallChart } from '../../../../../reports/html/charts/waterfall-chart.ts'
import { SAMPLE_REPORTS } from '../../../../support/sample-reports.ts'
import { NO_DETAILS, RUN_NAMES, sampleRun } from '../../../../support/sample-runs.ts'

describe('distributionChart', () => {
  it('gives each bucket its cumulative shares at both bounds', () => {
    const { report, details } = sampleRun('lab')
    const chart = distributionChart(report, details)
    expect(chart).toMatchObject({ exactName: 'Server, exact', toSeconds: 5, logarithmic: false })
    expect(chart?.buckets.map(({ lower, upper, count }) => [lower, upper, count])).toEqual([
      [0, 0.1, 0],
      [0.1, 0.3, 190],
      [0.3, 0.5, 0],
      [0.5, 0.7, 190],
      [0.7, 1, 0],
      [1, 2, 0],
      [2, 5, 190],
      [5, null, 0],
    ])
    const last = chart?.buckets[6]
    expect(last?.shareBelow).toBeCloseTo(2 / 3, 9)
    expect(last?.shareUpTo).toBe(1)
    expect(chart?.quantiles[2]).toMatchObject({ name: 'P95', bucket: 6 })
  })

  it('extends beyond the highest bound if observations lie there', () => {
    const { report, details } = sampleRun('spike')
    const chart = distributionChart(report, details)
    expect(chart?.toSeconds).toBeGreaterThan(7)
    expect(chart?.quantiles.at(-1)).toMatchObject({ estimate: 5, bucket: 7 })
  })

  it('is null without a histogram or without an exact distribution', () => {
    expect(distributionChart(SAMPLE_REPORTS['interrupted-stall'], NO_DETAILS)).toBeNull()
    expect(distributionChart(SAMPLE_REPORTS['failing-lab'], NO_DETAILS)).toBeNull()
  })
})

describe('waterfallChart', () => {
  it.each(RUN_NAMES)('of %s runs from the exact value to the estimate without a gap', (name) => {
    const { crossCheck } = sampleRun(name).report
    const chart = waterfallChart(crossCheck)
    expect(chart?.quantiles).toHaveLength(crossCheck.length)
    for (const [i, { steps }] of (chart?.quantiles ?? []).entries()) {
      expect(steps[0]?.toSeconds).toBe(crossCheck[i]?.exactClient)
      expect(steps.at(-1)?.toSeconds).toBe(crossCheck[i]?.estimate)
      const parts = steps.slice(1, -1)
      parts.forEach((part, j) => {
        expect(part.fromSeconds).toBeCloseTo(steps[j]?.toSeconds as number, 9)
      })
      expect(parts.at(-1)?.toSeconds).toBeCloseTo(crossCheck[i]?.estimate as number, 9)
    }
  })

  it('joins interpolation, network and queues if the service keeps no exact record', () => {
    const chart = waterfallChart(SAMPLE_REPORTS['inconclusive-unfit'].crossCheck)
    expect(chart?.quantiles.map(({ name }) => name)).toEqual(['P95'])
    expect(chart?.quantiles[0]?.steps.map(({ name }) => name)).toEqual([
      'Exact, at the client',
      'Queueing delay',
      'Interpolation with network and queues',
      'Estimate',
    ])
  })
})

describe('estimateChart', () => {
  it('holds the bucket and the SLA limit of the whole run', () => {
    expect(estimateChart(sampleRun('lab').report)).toMatchObject({
      quantile: 'P95',
      bucket: { lower: 2, upper: 5 },
      limit: { label: 'SLA 1s', seconds: 1 },
    })
    expect(estimateChart(sampleRun('spike').report)).toMatchObject({ limit: null, bucket: { lower: 5, upper: null } })
  })

  it('has no exact value if the quantile lies among requests that never ended', () => {
    const { report } = sampleRun('failing')
    expect(estimateChart(report)?.exact).toBeNull()
    expect(liesAmongUnbounded(report, 0.5)).toBe(false)
    expect(liesAmongUnbounded(report, 0.95)).toBe(true)
  })
})

describe('intervalChart', () => {
  const finding = SAMPLE_REPORTS['failing-lab'].sla[0] as SlaFinding

  it.each([
    ['p95 < 1s', 'below'],
    ['errors < 1%', 'below'],
    ['achieved > 99%', 'above'],
    ['under 300ms > 90%', 'above'],
  ])('of %s shades the side %s the limit', (objective, good) => {
    expect(intervalChart({ ...finding, objective })?.good).toBe(good)
  })

  it('is null if nothing was observed', () => {
    expect(intervalChart({ ...finding, observed: null })).toBeNull()
    expect(intervalChart({ ...finding, observed: null, unbounded: true })).toMatchObject({
      observed: null,
      unbounded: true,
    })
  })
})

describe('alertChart', () => {
  it('measures detection and resolution from the start of the expected phases', () => {
    const { report, details } = sampleRun('spike')
    const [alert] = report.alerts
    expect(alert && alertChart(alert, report, details)).toMatchObject({
      detection: { label: 'fired after 33s', fromSeconds: 15, toSeconds: 48 },
      resolution: { label: 'resolved after 59s', fromSeconds: 40, toSeconds: 99 },
    })
  })
})
