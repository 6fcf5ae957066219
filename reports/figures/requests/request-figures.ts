// The figures of single requests, in words that stand alike in every writer.

import type { Report, ReportedRequest } from '../../../core/report/report.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { formatCount, formatLatency } from '../figures.ts'
import { errorFigures } from '../load-figures.ts'

/** None where there is but one: its figures are those of the whole. */
export function severalRequests({ load }: Pick<Report, 'load'>): readonly ReportedRequest[] {
  const { requests = [] } = load
  return requests.length < 2 ? [] : requests
}

/** Errors, timeouts and unfinished requests: `12 (2.4%)`, or `0`. */
export function failedFigure({ offered, completed, interrupted, lost }: ReportedRequest): string {
  const ended = offered - interrupted - lost
  const failed = ended - completed
  return failed === 0 ? '0' : `${formatCount(failed)} (${formatShare(failed / ended)})`
}

/** What became of those that failed, or were lost with a generator: `54 status (500: 54), 3 timeout`; empty where none. */
export function failureKinds(request: ReportedRequest): string {
  const { timeouts, unfinished, interrupted, lost } = request
  const others = { timeout: timeouts, unfinished: unfinished - interrupted, lost }
  const counts = Object.entries(others).flatMap(([kind, count]) => (count > 0 ? [`${formatCount(count)} ${kind}`] : []))
  return [errorFigures(request), ...counts].filter((text) => text !== '').join(', ')
}

type Key = 'p50' | 'p95' | 'p99' | 'max'

/** Of the response time; `n/a` where nothing was due. */
export function responseFigure({ responseTime }: ReportedRequest, key: Key): string {
  return formatLatency(responseTime[key], responseTime.unboundedCount > 0)
}

/** The P95 of the time to the first byte, from sending. */
export function firstByteFigure({ timeToFirstByte }: ReportedRequest): string {
  if (timeToFirstByte === undefined) return formatLatency(null)
  return formatLatency(timeToFirstByte.p95, timeToFirstByte.unboundedCount > 0)
}
