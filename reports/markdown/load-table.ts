// What was sent in each phase and what became of it, as a Markdown table.

import type { Report, ReportedPhase } from '../../core/report/report.ts'
import { formatRate } from '../../core/text/figures/rate.ts'
import { redirectFigures } from '../figures/answers/redirect-figures.ts'
import { connectionFigures } from '../figures/connection-figures.ts'
import { formatCount, formatLatency } from '../figures/figures.ts'
import { firstErrorFigures } from '../figures/first-errors.ts'
import { accountingFigure, errorFigures, firstByteFigures } from '../figures/load-figures.ts'
import {
  failedFigure,
  failureKinds,
  firstByteFigure,
  responseFigure,
  severalRequests,
} from '../figures/requests/request-figures.ts'
import { targetFigures } from '../figures/target/target-figures.ts'
import { markdownTable, markdownText } from './markdown-text.ts'

export function loadParts(report: Report): string[] {
  const { total, phases, firstErrors } = report.load
  const isLost = [total, ...phases].some(({ lost }) => lost > 0)
  const columns = [
    { header: 'Phase' },
    ...['Offered', 'Completed', 'Errors', 'Timeouts', 'Unfinished'].map(right),
    ...(isLost ? [right('Lost')] : []),
    ...['Offered rate', 'Achieved rate'].map(right),
    ...['P50', 'P95', 'P99', 'Max', 'Service P95'].map(right),
  ]
  const rows = [
    ...phases.map((phase) => ({ ...phase, title: phaseTitle(phase) })),
    { ...total, title: '**measured, all**' },
  ]
  const firstByte = firstByteFigures(total)
  const connections = connectionFigures(report)
  const target = targetFigures(report)
  return [
    `${accountingFigure(total)}.`,
    ...(firstByte === undefined ? [] : [`Time to first byte: ${firstByte}.`]),
    ...(connections === undefined ? [] : [`Connections: ${connections}.`]),
    ...(target === undefined ? [] : [`Target: ${markdownText(target)}.`]),
    ...(errorFigures(total) === '' ? [] : [`Errors: ${markdownText(errorFigures(total))}.`]),
    ...(firstErrors.length === 0
      ? []
      : [
          firstErrorFigures(firstErrors)
            .map((text) => `- ${markdownText(text)}`)
            .join('\n'),
        ]),
    ...answerParts(report),
    markdownTable(
      columns,
      rows.map(({ title, responseTime, serviceTime, ...traffic }) => [
        title,
        ...[traffic.offered, traffic.completed, traffic.errors, traffic.timeouts, traffic.unfinished].map(formatCount),
        ...(isLost ? [formatCount(traffic.lost)] : []),
        formatRate(traffic.offeredRate),
        formatRate(traffic.achievedRate),
        ...[responseTime.p50, responseTime.p95, responseTime.p99, responseTime.max].map((value) =>
          formatLatency(value, responseTime.unboundedCount > 0),
        ),
        formatLatency(serviceTime.p95, serviceTime.unboundedCount > 0),
      ]),
    ),
    ...requestTable(report),
  ]
}

function answerParts({ load: { checks = [], redirects = [] } }: Report): string[] {
  const table = markdownTable(
    [{ header: 'Check of answers' }, { header: 'Request' }, right('Judged'), right('Failed'), { header: 'The first' }],
    checks.map(({ check, request, judged, failed, first }) => [
      markdownText(check),
      markdownText(request),
      formatCount(judged),
      formatCount(failed),
      markdownText(first?.got ?? ''),
    ]),
  )
  return [
    ...(redirects.length === 0
      ? []
      : [`Redirects followed: ${redirectFigures(redirects).map(markdownText).join('; ')}.`]),
    ...(checks.length === 0 ? [] : [table]),
  ]
}

/** Where there are several requests. */
function requestTable(report: Report): string[] {
  const requests = severalRequests(report)
  if (requests.length === 0) return []
  const columns = [
    { header: 'Request, measured phases' },
    ...['Offered', 'Failed', 'P50', 'P95', 'P99', 'Max', 'First byte P95'].map(right),
    { header: 'Failures' },
  ]
  const rows = requests.map((request) => [
    markdownText(request.name),
    formatCount(request.offered),
    failedFigure(request),
    ...(['p50', 'p95', 'p99', 'max'] as const).map((key) => responseFigure(request, key)),
    firstByteFigure(request),
    markdownText(failureKinds(request)),
  ])
  return [markdownTable(columns, rows)]
}

function right(header: string): { header: string; align: 'right' } {
  return { header, align: 'right' }
}

function phaseTitle({ name, measured, model }: ReportedPhase): string {
  const remarks = [...(measured ? [] : ['not measured']), ...(model === 'closed' ? ['closed loop'] : [])]
  return `${markdownText(name)}${remarks.length === 0 ? '' : ` (${remarks.join(', ')})`}`
}
