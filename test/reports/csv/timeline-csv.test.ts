import { expect, it } from 'vitest'
import type { Report } from '../../../core/report/report.ts'
import { timelineCsv } from '../../../reports/csv/timeline-csv.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

it('has a row for each second, and a column for each alert', () => {
  const { timeline, run, load } = SAMPLE_REPORTS['passing-spike']
  expect(timelineCsv({ timeline, run, load }).split('\r\n')).toEqual([
    'second,time,phase,offered,completed,errors,timeouts,p50_seconds,p95_seconds,p99_seconds,window_p50_seconds,window_p95_seconds,window_p99_seconds,estimate_seconds,alert HighLatency95thPercentile',
    '5,2026-11-23T04:36:17.345Z,baseline,20,20,0,0,0.056,0.112,0.168,0.056,0.112,0.168,0.14,',
    '25,2026-11-23T04:36:37.345Z,spike,160,160,0,0,0.6,1.2,1.7999999999999998,0.6,1.2,1.7999999999999998,0.171,',
    '45,2026-11-23T04:36:57.345Z,recovery,20,20,0,0,1.55,3.1,4.65,1.55,3.1,4.65,4.31,pending',
    '65,2026-11-23T04:37:17.345Z,recovery,20,20,0,0,0.06,0.12,0.18,0.06,0.12,0.18,4.41,firing',
    '',
  ])
})

it('keeps what another program would take for a formula from being one', () => {
  const { timeline, run, load } = SAMPLE_REPORTS['passing-spike']
  const hostile = timeline.map((row) => ({ ...row, phase: '=cmd()', alerts: { '@x': 'firing' as const } }))
  const [header = '', first = ''] = timelineCsv({ timeline: hostile, run, load }).split('\r\n')
  expect(header).toMatch(/,alert @x$/)
  expect(first).toMatch(/,'=cmd\(\),20,/)
})

it('has the instant of each second of repeated runs, however long it was from one to the next', () => {
  const report: Report = SAMPLE_REPORTS['passing-spike']
  const phase = (name: string, startSeconds: number) => ({ ...report.load.phases[0]!, name, startSeconds })
  const phases = [phase('warm-up', 0), phase('peak', 5), phase('warm-up', 31), phase('peak', 36)]
  const timeline = [0, 30, 31, 40].map((second) => ({ ...report.timeline[0]!, second }))
  const startedAt = ['2026-11-23T04:00:00.000Z', '2026-11-23T05:00:00.500Z']
  const runs = startedAt.map((at) => ({ startedAt: at }) as NonNullable<Report['repeats']>['runs'][number])
  const csv = timelineCsv({
    ...{ timeline, load: { ...report.load, phases }, repeats: { runs, spread: [] } },
    run: { ...report.run, startedAt: startedAt[0]! },
  })
  const times = csv.trimEnd().split('\r\n').slice(1)
  expect(times.map((line) => line.split(',')[1])).toEqual([
    '2026-11-23T04:00:00.000Z',
    '2026-11-23T04:00:30.000Z',
    '2026-11-23T05:00:00.500Z',
    '2026-11-23T05:00:09.500Z',
  ])
})
