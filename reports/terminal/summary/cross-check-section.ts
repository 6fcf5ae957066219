// The two witnesses side by side: what the client timed exactly, what the server recorded exactly, and what the
// histogram makes of it.

import type { CrossCheckRow, Report } from '../../../core/report/report.ts'
import {
  bucketFigure,
  leadingRow,
  partsFigure,
  truthSentence,
  witnessMissing,
} from '../../figures/cross-check-figures.ts'
import { formatLatency, formatLatencyDifference, formatRelative } from '../../figures/figures.ts'
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

export function witnessSection(report: Report, width: number): Line[] {
  const missing = witnessMissing(report)
  if (missing !== null) return [...heading('Two witnesses', [], width), ...statement(line(missing), width)]
  const leading = leadingRow(report.crossCheck) as CrossCheckRow
  const note = report.populations?.note ?? null
  return [
    ...heading('Two witnesses', line(truthSentence(leading)), width),
    ...(table(report.crossCheck, leading, width) ?? report.crossCheck.flatMap((row) => asList(row, width))),
    ...statement(line(leading.explanation), width),
    ...parts(leading, width),
    ...(note === null ? [] : statement(line(note, 'quiet'), width)),
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

function parts(row: CrossCheckRow, width: number): Line[] {
  const text = partsFigure(row)
  return text === '' ? [] : detail(line(`${formatLatencyDifference(row.error)} = ${text}`, 'quiet'), width)
}
