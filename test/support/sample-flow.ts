// A flow as a report has it, and whatever the test says on top.

import type { ReportedFlow, ReportedSetup } from '../../core/report/report.ts'

export function sampleFlow(more: Partial<ReportedFlow> = {}): ReportedFlow {
  return {
    name: 'buy',
    offered: 1200,
    completed: 1190,
    failed: 8,
    unfinished: 2,
    failures: [
      { step: 1, request: 'login', kind: 'status', count: 6 },
      { step: 3, request: 'checkout', kind: 'timeout', count: 2 },
    ],
    duration: {
      ...{ count: 1190, unboundedCount: 0, min: 3.1, mean: 4.4, max: 9.2 },
      ...{ p50: 4.2, p90: 5.8, p95: 6.1, p99: 8.4, p999: 9.1, unbounded: false },
    },
    ...more,
  }
}

export const SAMPLE_SETUP: ReportedSetup = {
  steps: ['token'],
  durationSeconds: 0.042,
  captured: ['token', 'expires_in'],
  renewed: 3,
  failed: [{ atSeconds: 12.5, step: 'token', reason: 'HTTP/1.1 503 Service Unavailable, text/plain, try again' }],
}
