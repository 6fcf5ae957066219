// The cross-check: what the client timed exactly, what the server recorded exactly, and what the histogram makes of it.

import type { CrossCheckRow, Report } from '../../../core/report/report.ts'
import { sayOnce } from '../../../core/text/say-once.ts'
import {
  bucketFigure,
  leadingRow,
  NOTHING_COMPARED,
  nothingToCompare,
  truthSentence,
} from '../../figures/cross-check-figures.ts'
import { formatLatency, formatLatencyDifference, formatRelative } from '../../figures/figures.ts'
import { type RouteFigures, routeQuantile, routesOf } from '../../figures/requests/route-figures.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import { bodyTable, detail, heading, statement } from '../text/section.ts'
import { type Line, line, type Span, span } from '../text/styled-text.ts'

const COLUMNS = [
  { header: '', align: 'left', drop: 'keep' },
  { header: 'client', align: 'right', drop: 'keep' },
  { header: 'server', align: 'right', drop: 1 },
  { header: 'histogram', align: 'right', drop: 'keep' },
  { header: 'error', align: 'right', drop: 2 },
  { header: '', align: 'right', drop: 'keep' },
  { header: 'in the bucket', align: 'left', drop: 3 },
] as const

/** @param said what the reader has read already */
export function crossCheckSection(report: Report, said: readonly string[], width: number): Line[] {
  const missing = nothingToCompare(report)
  if (missing !== null)
    return [
      ...heading('Cross-check', [], width),
      ...statement(line(sayOnce([missing], said)[0] ?? NOTHING_COMPARED), width),
      ...byRequest(report, said, width),
    ]
  const leading = leadingRow(report.crossCheck) as CrossCheckRow
  const note = report.populations?.note ?? null
  return [
    ...heading('Cross-check', line(truthSentence(leading)), width),
    ...(table(report.crossCheck, leading, width) ?? report.crossCheck.flatMap((row) => asList(row, width))),
    ...statement(line(leading.explanation), width),
    ...sayOnce(note === null ? [] : [note], said).flatMap((text) => statement(line(text, 'quiet'), width)),
    ...byRequest(report, said, width),
  ]
}

/** Where requests have matchers of their own. */
function byRequest(report: Report, said: readonly string[], width: number): Line[] {
  const routes = routesOf(report)
  if (routes.length === 0) return []
  const columns = [
    { header: `${routeQuantile(report)} by request`, align: 'left', drop: 'keep' },
    { header: 'client', align: 'right', drop: 'keep' },
    { header: 'histogram', align: 'right', drop: 'keep' },
    { header: 'error', align: 'right', drop: 2 },
    { header: '', align: 'right', drop: 'keep' },
    { header: 'counted', align: 'right', drop: 1 },
    { header: 'series', align: 'left', drop: 3 },
  ] as const
  const cells = routes.map((route) => [
    line(route.name, route.isCompared ? null : 'inconclusive'),
    ...[route.client, route.histogram, route.error, route.relative].map((figure) => line(figure)),
    line(route.counted, 'quiet'),
    line(route.match, 'quiet'),
  ])
  return [
    [],
    ...(bodyTable(columns, cells, width) ?? routes.flatMap((route) => routeAsList(route, width))),
    ...routes
      .filter(({ isCompared }) => !isCompared)
      .flatMap(({ name, remark }) =>
        sayOnce([remark], said).flatMap((text) => statement([span(`${name}: `), span(text)], width)),
      ),
  ]
}

function routeAsList({ name, client, histogram, relative }: RouteFigures, width: number): Line[] {
  return [
    ...statement([span(name, 'strong')], width),
    ...detail(line(`${client}, histogram ${histogram} (${relative})`), width),
  ]
}

function table(rows: readonly CrossCheckRow[], leading: CrossCheckRow, width: number): Line[] | null {
  const cells = rows.map((row) => {
    const style = row === leading ? 'strong' : null
    const figures = [
      quantileHeading(row.quantile),
      formatLatency(row.exactClient),
      row.exactServer === null ? '' : formatLatency(row.exactServer),
      formatLatency(row.estimate),
      formatLatencyDifference(row.error),
      formatRelative(row.relativeError),
      bucketFigure(row),
    ]
    return figures.map((figure) => line(figure, style))
  })
  return bodyTable(COLUMNS, cells, width)
}

function asList(row: CrossCheckRow, width: number): Line[] {
  const title: Span[] = [
    span(`${quantileHeading(row.quantile)} `, 'strong'),
    span(`${formatLatency(row.exactClient)}, histogram ${formatLatency(row.estimate)}`),
  ]
  return statement(title, width)
}
