// What became of each request, where there are several.

import type { Report, ReportedRequest } from '../../../core/report/report.ts'
import { formatCount } from '../../figures/figures.ts'
import {
  failedFigure,
  failureKinds,
  firstByteFigure,
  responseFigure,
  severalRequests,
} from '../../figures/requests/request-figures.ts'
import { bodyTable, detail, heading, statement } from '../text/section.ts'
import { type Line, line, span } from '../text/styled-text.ts'

const COLUMNS = [
  { header: 'request', align: 'left', drop: 'keep' },
  { header: 'due', align: 'right', drop: 1 },
  { header: 'failed', align: 'right', drop: 'keep' },
  { header: 'P50', align: 'right', drop: 2 },
  { header: 'P95', align: 'right', drop: 'keep' },
  { header: 'P99', align: 'right', drop: 3 },
  { header: 'first byte P95', align: 'right', drop: 4 },
  { header: 'failures', align: 'left', drop: 5 },
] as const

const MOST_SHOWN = 20

export function requestSection(report: Report, width: number): Line[] {
  const requests = severalRequests(report)
  if (requests.length === 0) return []
  const shown = requests.slice(0, MOST_SHOWN)
  const hidden = requests.length - shown.length
  return [
    ...heading('Requests', line('all measured phases'), width),
    ...(bodyTable(COLUMNS, shown.map(cellsOf), width) ?? shown.flatMap((request) => asList(request, width))),
    ...(hidden > 0 ? statement(line(`and ${formatCount(hidden)} more in the report`, 'quiet'), width) : []),
  ]
}

function cellsOf(request: ReportedRequest): Line[] {
  const failed = failedFigure(request)
  return [
    line(request.name),
    line(formatCount(request.offered), 'quiet'),
    line(failed, failed === '0' ? 'quiet' : 'fail'),
    line(responseFigure(request, 'p50')),
    line(responseFigure(request, 'p95'), 'strong'),
    line(responseFigure(request, 'p99')),
    line(firstByteFigure(request), 'quiet'),
    line(failureKinds(request), 'quiet'),
  ]
}

function asList(request: ReportedRequest, width: number): Line[] {
  const failed = failedFigure(request)
  const figures = `P95 ${responseFigure(request, 'p95')}, ${failed} failed`
  return [...statement([span(request.name, 'strong')], width), ...detail(line(figures), width)]
}
