// A judged run of several requests with matchers of their own: browse is fast, checkout is slow and fails now and then,
// and what login counts is not all of its requests.

import { reportDetails } from '../../analysis/details/report-details.ts'
import { judgeRun } from '../../analysis/judge-run.ts'
import type { RouteRecord } from '../../core/run/prometheus-record.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { endOf, evenly, isAnswered, loadOf, phaseWindows, type Request } from '../analysis/support/load-of.ts'
import { prometheusRecordOf } from '../analysis/support/prometheus-record-of.ts'
import { requestTemplates, runRecordOf } from '../analysis/support/run-record-of.ts'
import type { JudgedRun } from './sample-runs.ts'

const BOUNDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5]
const [FIRST, END] = [5, 65]
const NAMES = ['browse', 'login', 'checkout', 'refund'] as const

/** Of 20 requests 14 are browse, 4 login and 2 checkout; nothing is ever refunded. */
function requestOf(i: number): number {
  const place = i % 20
  return place < 14 ? 0 : place < 18 ? 1 : 2
}

const SERVICE_TIMES = [0.03, 0.08, 1.2]

const REQUESTS: readonly Request[] = evenly(FIRST, END, 40, (i) => {
  const request = requestOf(i)
  const serviceTime = (SERVICE_TIMES[request] as number) * (1 + 0.05 * (i % 7))
  return { request, serviceTime, ...(request === 2 && i % 9 === 0 ? { outcome: 'status' as const } : {}) }
})

function routeOf(request: number, isCounted: (i: number) => boolean): RouteRecord {
  const own = REQUESTS.filter((each) => each.request === request && isAnswered(each))
  const observed = own.filter((_, i) => isCounted(i)).map((each) => ({ at: endOf(each), seconds: each.serviceTime }))
  const { snapshots, total, resets } = prometheusRecordOf(BOUNDS, observed, { baseline: FIRST, end: END + 3 })
  return { match: `{route="/${NAMES[request]}"}`, snapshots, total, resets }
}

export function mixedRecord(): RunRecord {
  const windows = phaseWindows([
    { name: 'warm-up', seconds: FIRST, measured: false },
    { name: 'steady', seconds: END - FIRST },
  ])
  const observed = REQUESTS.filter(isAnswered).map((each) => ({ at: endOf(each), seconds: each.serviceTime }))
  return runRecordOf({
    load: loadOf(windows, REQUESTS),
    prometheus: {
      ...prometheusRecordOf(BOUNDS, observed, { baseline: FIRST, end: END + 3 }),
      metric: 'http_request_duration_seconds',
      routes: [routeOf(0, () => true), routeOf(1, (i) => i % 2 === 0), routeOf(2, () => true)],
    },
    sla: [
      'p95 < 500ms',
      'p95 < 50ms for browse',
      'errors < 0.5% for login',
      'p95 < 1s for checkout during steady',
      'under 2s > 90% for checkout',
      'p95 < 1s for refund',
    ],
    scenario: {
      name: 'shop',
      question: 'Does the shop answer in time?',
      requests: requestTemplates(...NAMES).map((each) =>
        each.name === 'refund' ? each : { ...each, match: `{route="${each.path}"}` },
      ),
      service: {
        kind: 'target',
        target: {
          url: 'http://127.0.0.1:8080',
          verifyTls: true,
          metrics: {
            urls: ['http://127.0.0.1:9100/metrics'],
            histogram: 'http_request_duration_seconds',
            match: '',
            requests: [],
          },
        },
      },
    },
  })
}

export function mixedRun(): JudgedRun {
  const record = mixedRecord()
  const report = judgeRun(record)
  return { report, details: reportDetails(record, report) }
}
