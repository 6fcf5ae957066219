// Whole runs, judged: what a page is made of, small and the same each time. Requests are made up, not sent.

import { reportDetails } from '../../analysis/details/report-details.ts'
import { judgeRun } from '../../analysis/judge-run.ts'
import { histogramQuantile } from '../../core/histogram/histogram-quantile.ts'
import { type HistogramSnapshot, snapshotDifference } from '../../core/histogram/histogram-snapshot.ts'
import type { Report } from '../../core/report/report.ts'
import type { ReportDetails } from '../../core/report/report-details.ts'
import type { AlertState } from '../../core/run/alert.ts'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { endOf, evenly, isAnswered, loadOf, phaseWindows, type Request } from '../analysis/support/load-of.ts'
import { alertOf, exactRecordOf, prometheusRecordOf } from '../analysis/support/prometheus-record-of.ts'
import { runRecordOf } from '../analysis/support/run-record-of.ts'
import { SAMPLE_REPORTS } from './sample-reports.ts'

export interface JudgedRun {
  readonly report: Report
  readonly details: ReportDetails
}

const LAB = [0.1, 0.3, 0.5, 0.7, 1, 2, 5]
const ALERT = 'HighLatency95thPercentile'

type Transitions = readonly (readonly [number, AlertState])[]

function recordOf(
  phases: Parameters<typeof phaseWindows>[0],
  requests: readonly Request[],
  transitions: Transitions,
  parts: Omit<Parameters<typeof runRecordOf>[0], 'load'>,
): RunRecord {
  const observations = requests
    .filter(isAnswered)
    .map((request) => ({ at: endOf(request), seconds: Math.max(0.0001, request.serviceTime - 0.001) }))
  const load = loadOf(phaseWindows(phases), requests)
  const witness = prometheusRecordOf(LAB, observations, {
    baseline: load.phases.find(({ measured }) => measured)?.startSeconds ?? 0,
    end: Math.ceil(load.endSeconds),
    alerts: [alertOf(ALERT, transitions)],
  })
  const estimates = movingEstimates(witness)
  return runRecordOf({ load, prometheus: { ...witness, estimates }, exact: exactRecordOf(observations), ...parts })
}

/** histogram_quantile over the last minute of scrapes. */
function movingEstimates({ snapshots }: PrometheusRecord): PrometheusRecord['estimates'] {
  return snapshots.map(({ atSeconds, snapshot }) => {
    const before = snapshots.findLast((earlier) => earlier.atSeconds <= atSeconds - 60) ?? snapshots[0]
    const seen = before && snapshotDifference(before.snapshot, snapshot)
    const value = seen ? histogramQuantile(0.95, seen.buckets) : Number.NaN
    return { atSeconds, value: Number.isNaN(value) ? null : value }
  })
}

function judged(record: RunRecord): JudgedRun {
  const report = judgeRun(record)
  return { report, details: reportDetails(record, report) }
}

const sleep = (i: number) => ({ serviceTime: [0.202, 0.502, 2.003][i % 3] as number })

const lab = () =>
  recordOf(
    [
      { name: 'warm-up', seconds: 3, measured: false },
      { name: 'lab', seconds: 57 },
    ],
    [...evenly(0, 0.9, 10, sleep), ...evenly(3, 60, 10, sleep)],
    [
      [0, 'inactive'],
      [4, 'pending'],
      [34, 'firing'],
    ],
    {
      sla: ['p95 < 1s', 'errors < 1%'],
      alerts: [{ alert: ALERT, kind: 'fires', fires: { after: 'lab', withinSeconds: 45 }, resolves: null }],
      scenario: {
        name: 'lab',
        question: "How far is the dashboard's P95 from the P95 that users feel?",
        file: 'scenarios/lab.yaml',
        expectedVerdict: 'fail',
      },
    },
  )

const spike = () =>
  recordOf(
    [
      { name: 'warm-up', seconds: 3, measured: false },
      { name: 'baseline', seconds: 12 },
      { name: 'spike', seconds: 25 },
      { name: 'recovery', seconds: 80 },
    ],
    [
      ...evenly(0, 15, 10, (i) => ({ serviceTime: 0.04 + 0.01 * (i % 8) })),
      ...evenly(15, 40, 40, (_, due) => ({ serviceTime: 0.08 + 7 * Math.sin((Math.PI * (due - 15)) / 25) })),
      ...evenly(40, 120, 10, (i) => ({ serviceTime: 0.04 + 0.01 * (i % 8) })),
    ],
    [
      [0, 'inactive'],
      [18, 'pending'],
      [48, 'firing'],
      [99, 'inactive'],
    ],
    {
      sla: ['p95 < 300ms during baseline', 'errors < 1%', 'achieved > 99%'],
      alerts: [
        {
          alert: ALERT,
          kind: 'fires',
          fires: { after: 'spike', withinSeconds: 40 },
          resolves: { after: 'recovery', withinSeconds: 64 },
        },
      ],
      scenario: { name: 'spike', question: 'Does the alert catch a spike?', expectedVerdict: 'pass' },
    },
  )

/** Every fifth request times out, every seventh is answered with an error. */
const failing = () =>
  recordOf(
    [{ name: 'steady', seconds: 20 }],
    evenly(0, 20, 20, (i) => ({
      serviceTime: i % 5 === 0 ? 10 : 0.05 + 0.002 * (i % 11),
      outcome: i % 5 === 0 ? 'timeout' : i % 7 === 0 ? 'status' : 'completed',
    })),
    [[0, 'inactive']],
    {
      sla: ['p95 < 500ms', 'errors < 1%', 'under 300ms > 90%'],
      alerts: [{ alert: ALERT, kind: 'never' }],
      scenario: { name: 'failing', question: 'What if it fails?', expectedVerdict: 'fail' },
    },
  )

/** Someone pressed Ctrl-C: what was cut off would decide each of the objectives. */
const stopped = () =>
  recordOf(
    [{ name: 'steady', seconds: 20 }],
    evenly(0, 10, 10, (i) => ({ serviceTime: 0.2, outcome: i >= 60 ? 'interrupted' : 'completed' })),
    [[0, 'inactive']],
    {
      sla: ['p95 < 500ms', 'errors < 1%', 'under 300ms > 90%'],
      alerts: [{ alert: ALERT, kind: 'never' }],
      scenario: { name: 'stopped', question: 'What if it is stopped?' },
      interrupted: true,
    },
  )

/** One of two instances is scraped, and the alerts see half of the requests. */
const halfScraped = () => {
  const record = recordOf(
    [{ name: 'steady', seconds: 20 }],
    evenly(0, 20, 20, (i) => ({ serviceTime: 0.05 + 0.002 * (i % 11) })),
    [[0, 'inactive']],
    {
      sla: ['p95 < 500ms', 'errors < 1%'],
      alerts: [{ alert: ALERT, kind: 'never' }],
      scenario: { name: 'half-scraped', question: 'What if half is scraped?' },
    },
  )
  return record.prometheus === null ? record : { ...record, prometheus: halved(record.prometheus), exact: null }
}

function halved(witness: PrometheusRecord): PrometheusRecord {
  const half = (snapshot: HistogramSnapshot): HistogramSnapshot => ({
    buckets: snapshot.buckets.map((bucket) => ({ ...bucket, cumulativeCount: Math.floor(bucket.cumulativeCount / 2) })),
    count: Math.floor(snapshot.count / 2),
    sum: snapshot.sum / 2,
  })
  const snapshots = witness.snapshots.map(({ atSeconds, snapshot }) => ({ atSeconds, snapshot: half(snapshot) }))
  return { ...witness, snapshots, total: witness.total && half(witness.total) }
}

const RECORDS = { lab, spike, failing, stopped, halfScraped } as const
export type RunName = keyof typeof RECORDS
export const RUN_NAMES: readonly RunName[] = ['lab', 'spike', 'failing']
/** Runs that prove little. */
export const DOUBTED_NAMES: readonly RunName[] = ['stopped', 'halfScraped']

const judgedRuns = new Map<RunName, JudgedRun>()

export function sampleRecord(name: RunName): RunRecord {
  return RECORDS[name]()
}

export function sampleRun(name: RunName): JudgedRun {
  const known = judgedRuns.get(name) ?? judged(RECORDS[name]())
  judgedRuns.set(name, known)
  return known
}

/** For reports that no record belongs to: what can be said without curves. */
export const NO_DETAILS: ReportDetails = {
  version: 1,
  estimate: null,
  thresholds: [],
  neverEnded: [],
  percentiles: { quantiles: [], curves: [] },
  distribution: null,
}

/** The failing lab, every text in it one that would like to be more than text. */
export function hostileRun(): JudgedRun {
  const { details } = sampleRun('lab')
  const { timeline } = sampleRun('lab').report
  return { report: { ...SAMPLE_REPORTS['hostile-names'], timeline }, details }
}
