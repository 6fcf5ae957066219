// What became of the load, in words that stand alike in every writer.

import type { LatencySummary } from '../../core/latency/latency-summary.ts'
import type { ReportedLoad } from '../../core/report/report.ts'
import type { Accounting } from '../../core/run/load-result.ts'
import { counted } from '../../core/text/plural.ts'
import { formatCount, formatLatency } from './figures.ts'

/** `2,300 offered = 2,298 completed + 2 errors + 0 timeouts + 0 unfinished`, and what was lost if anything was */
export function accountingFigure(load: Accounting): string {
  return `${formatCount(load.offered)} offered = ${endsFigure(load)}`
}

/** `2,298 completed + 2 errors + 0 timeouts + 0 unfinished` */
export function endsFigure(load: Accounting): string {
  return [
    `${formatCount(load.completed)} completed`,
    counted(load.errors, 'error'),
    counted(load.timeouts, 'timeout') + remark(load.neverSent, 'never sent'),
    `${formatCount(load.unfinished)} unfinished${remark(load.interrupted, 'cut off')}`,
    ...(load.lost === 0 ? [] : [`${formatCount(load.lost)} lost`]),
  ].join(' + ')
}

/** ` (12 never sent)`; empty where there are none. */
export function remark(count: number, what: string): string {
  return count === 0 ? '' : ` (${formatCount(count)} ${what})`
}

/** `54 status (500: 54), 7 reset`, the most frequent first; empty where nothing went wrong. */
export function errorFigures(load: Accounting): string {
  return byFrequency(load.errorKinds)
    .map(
      ([kind, count]) =>
        `${formatCount(count)} ${kind}${kind === 'status' ? statuses(load.unexpectedStatusCodes) : ''}`,
    )
    .join(', ')
}

/** `P50 42.1ms, P95 1.43s, P99 2.10s, max 2.31s` */
export function latencyFigures(summary: LatencySummary): string {
  if (summary.count === 0) return 'no requests'
  const figure = (seconds: number | null) => formatLatency(seconds, summary.unboundedCount > 0)
  return [
    `P50 ${figure(summary.p50)}`,
    `P95 ${figure(summary.p95)}`,
    `P99 ${figure(summary.p99)}`,
    `max ${figure(summary.max)}`,
  ].join(', ')
}

/** Undefined where the report has none, or nothing was sent. */
export function firstByteFigures({ timeToFirstByte }: ReportedLoad): string | undefined {
  return timeToFirstByte && timeToFirstByte.count > 0 ? latencyFigures(timeToFirstByte) : undefined
}

function statuses(codes: Accounting['statusCodes']): string {
  const failed = byFrequency(codes)
  if (failed.length === 0) return ''
  return ` (${failed.map(([code, count]) => `${code}: ${formatCount(count)}`).join(', ')})`
}

function byFrequency(counts: Readonly<Record<string, number>>): [name: string, count: number][] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
}
