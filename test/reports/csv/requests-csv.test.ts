import { expect, it } from 'vitest'
import type { Report } from '../../../core/report/report.ts'
import { requestsCsv } from '../../../reports/csv/requests-csv.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const sample: Report = SAMPLE_REPORTS['inconclusive-unfit']

function rowsOf(report: Pick<Report, 'load' | 'repeats'>): Record<string, string>[] {
  const [header = [], ...rows] = requestsCsv(report)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','))
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])))
}

it('has a row for all requests, one for each request and one for each phase', () => {
  const { total } = sample.load
  const rows = rowsOf({ load: { ...sample.load, requests: [{ ...total, name: 'checkout', offered: 7 }] } })
  expect(rows.map(({ request, phase, offered }) => [request, phase, offered])).toEqual([
    ['', '', '240216'],
    ['checkout', '', '7'],
    ['', 'flood', '240216'],
  ])
  expect(rows[0]).toMatchObject({
    completed: '240000',
    errors: '216',
    never_sent: '0',
    response_time_p95_seconds: '2.91',
    service_time_p95_seconds: '0.0042',
    status_codes: '200:240000 500:4 503:196',
    error_kinds: 'status:200 reset:16',
  })
})

it('says of each phase of repeated runs in which of them it was', () => {
  const [flood] = sample.load.phases
  const warmUp = { ...flood!, name: 'warm-up' }
  // The last run was interrupted in its first phase.
  const load = { ...sample.load, requests: [], phases: [warmUp, flood!, warmUp, flood!, warmUp] }
  const runs = (report: Parameters<typeof rowsOf>[0]) => rowsOf(report).map(({ phase, run }) => [phase, run])
  expect(runs({ load, repeats: { runs: [], spread: [] } })).toEqual([
    ['', ''],
    ['warm-up', '1'],
    ['flood', '1'],
    ['warm-up', '2'],
    ['flood', '2'],
    ['warm-up', '3'],
  ])
  expect(runs({ load: sample.load })).toEqual([
    ['', ''],
    ['flood', ''],
  ])
})

it('tells a quantile among requests that never ended from one that is not known', () => {
  const responseTime = { ...sample.load.total.responseTime, p99: null, unboundedCount: 9, max: null }
  const { timeToFirstByte: _, ...total } = { ...sample.load.total, responseTime }
  const [row] = rowsOf({ load: { ...sample.load, total } })
  expect(row).toMatchObject({
    response_time_p99_seconds: 'Infinity',
    response_time_max_seconds: '',
    ttfb_p99_seconds: '',
  })
})
