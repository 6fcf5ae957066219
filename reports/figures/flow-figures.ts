// What became of the iterations of flows, and of the setup, in words that stand alike in every writer.

import type { ReportedFlow, ReportedSetup } from '../../core/report/report.ts'
import { counted, times } from '../../core/text/plural.ts'
import { formatCount, formatLatency } from './figures.ts'

/** `120 iterations = 110 completed + 8 failed + 2 unfinished` */
export function iterationFigure({ offered, completed, failed, unfinished, lost = 0 }: ReportedFlow): string {
  const missing = lost === 0 ? '' : ` + ${formatCount(lost)} lost`
  return `${counted(offered, 'iteration')} = ${formatCount(completed)} completed + ${formatCount(failed)} failed + ${formatCount(unfinished)} unfinished${missing}`
}

/** `P50 4.20s, P95 6.10s of the completed`; undefined where none was completed. */
export function iterationTimes({ completed, duration }: ReportedFlow): string | undefined {
  return completed === 0 ? undefined : `P50 ${formatLatency(duration.p50)}, P95 ${formatLatency(duration.p95)}`
}

const MOST_FAILURES = 5

/** `6 at login (step 1): status, 2 at checkout (step 3): timeout`; empty where none failed. */
export function flowFailures({ failures }: ReportedFlow): string {
  const shown = failures
    .slice(0, MOST_FAILURES)
    .map(({ step, request, kind, count }) => `${formatCount(count)} at ${request} (step ${step}): ${kind}`)
  const hidden = failures.length - MOST_FAILURES
  return [...shown, ...(hidden > 0 ? [`and ${formatCount(hidden)} more in report.json`] : [])].join(', ')
}

/** `login in 42.0ms before the run, captured token; renewed 3 times` */
export function setupFigure({ steps, durationSeconds, captured, renewed, failed }: ReportedSetup): string {
  return [
    `${steps.join(', ')} in ${formatLatency(durationSeconds)} before the run`,
    captured.length === 0 ? '' : `, captured ${captured.join(', ')}`,
    renewed === 0 ? '' : `; renewed ${times(renewed)}`,
    failed.length === 0 ? '' : `; ${counted(failed.length, 'renewal')} failed`,
  ].join('')
}
