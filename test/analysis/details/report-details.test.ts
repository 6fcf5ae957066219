import { describe, expect, it } from 'vitest'
import { reportDetails } from '../../../analysis/details/report-details.ts'
import { judgeRun } from '../../../analysis/judge-run.ts'
import type { CurveKind, ReportDetails } from '../../../core/report/report-details.ts'
import { RUN_NAMES, sampleRecord, sampleRun } from '../../support/sample-runs.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

function valueAt({ percentiles }: ReportDetails, kind: CurveKind, quantile: number): number | null | undefined {
  const index = percentiles.quantiles.indexOf(quantile)
  return percentiles.curves.find((curve) => curve.kind === kind)?.seconds[index]
}

describe('the details of the lab', () => {
  const { report, details } = sampleRun('lab')

  it('contain the quantiles of the report on every curve', () => {
    const row = report.crossCheck.find(({ quantile }) => quantile === 0.95)
    expect(valueAt(details, 'responseTime', 0.95)).toBeCloseTo(report.load.total.responseTime.p95 as number, 4)
    expect(valueAt(details, 'serviceTime', 0.95)).toBeCloseTo(row?.exactClientServiceTime as number, 4)
    expect(valueAt(details, 'serverTime', 0.95)).toBeCloseTo(row?.exactServer as number, 4)
    expect(valueAt(details, 'estimate', 0.95)).toBeCloseTo(row?.estimate as number, 4)
  })

  it('leave out the curve of responses where it equals the first one', () => {
    expect(details.percentiles.curves.map(({ kind }) => kind)).toEqual([
      'responseTime',
      'serviceTime',
      'serverTime',
      'estimate',
    ])
  })

  it('contain the threshold of the alert rule and its range', () => {
    expect(details.thresholds).toEqual([{ alert: 'HighLatency95thPercentile', quantile: 0.95, thresholdSeconds: 1 }])
    expect(details.estimate).toMatchObject({ quantile: 0.95, rangeSeconds: 60 })
  })

  it('contain the exact distribution: three steps of a third each', () => {
    expect(details.distribution).toMatchObject({ population: 'serverTime', count: 570 })
    expect(details.distribution?.share.map((share) => Number(share.toFixed(3)))).toEqual([0.333, 0.667, 1])
  })
})

describe('the details of a run in which requests failed', () => {
  const { details } = sampleRun('failing')

  it('count requests that never ended by their intended start', () => {
    expect(details.neverEnded.slice(0, 20)).toEqual(Array(20).fill(4))
  })

  it('contain two response times: with requests that never ended at infinity, and of responses alone', () => {
    expect(details.percentiles.curves.map(({ kind, count }) => [kind, count])).toEqual([
      ['responseTime', 354],
      ['answeredResponseTime', 320],
      ['serviceTime', 320],
      ['serverTime', 320],
      ['estimate', 320],
    ])
    expect(valueAt(details, 'responseTime', 0.95)).toBeNull()
    expect(valueAt(details, 'answeredResponseTime', 0.95)).toBeGreaterThan(0.05)
  })
})

describe('the size of the details', () => {
  it.each(RUN_NAMES)('%s: a few hundred points a curve', (name) => {
    const { percentiles, distribution } = sampleRun(name).details
    for (const { seconds } of percentiles.curves) expect(seconds).toHaveLength(percentiles.quantiles.length)
    expect(percentiles.quantiles.length).toBeLessThan(600)
    expect(distribution?.seconds.length ?? 0).toBeLessThan(900)
  })
})

describe('the details of a run without metrics', () => {
  const load = loadOf(
    phaseWindows([{ name: 'steady', seconds: 5 }]),
    evenly(0, 5, 10, () => ({ serviceTime: 0.02 })),
  )
  const record = runRecordOf({ load })

  it('contain the curves of the client alone, and no distribution', () => {
    const details = reportDetails(record, judgeRun(record))
    expect(details).toMatchObject({ estimate: null, thresholds: [], distribution: null })
    expect(details.percentiles.curves.map(({ kind }) => kind)).toEqual(['responseTime', 'serviceTime'])
  })
})

it('details are the same for the same record', () => {
  const record = sampleRecord('failing')
  const report = judgeRun(record)
  expect(reportDetails(record, report)).toEqual(reportDetails(record, report))
})
