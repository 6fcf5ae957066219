// The two witnesses side by side as a Markdown table, with the reason of every difference.

import type { Report } from '../../core/report/report.ts'
import {
  bucketFigure,
  errorFigure,
  leadingRow,
  partsFigure,
  truthSentence,
  witnessMissing,
} from '../figures/cross-check-figures.ts'
import { formatCount, formatLatency } from '../figures/figures.ts'
import { quantileHeading } from '../figures/verdict-label.ts'
import { markdownCode, markdownTable, markdownText } from './markdown-text.ts'

export function witnessParts(report: Report): string[] {
  const missing = witnessMissing(report)
  const leading = leadingRow(report.crossCheck)
  if (missing !== null || leading === undefined) return [missing ?? '']
  const columns = [
    { header: '' },
    { header: 'Exact, client', align: 'right' as const },
    { header: 'Exact, server', align: 'right' as const },
    { header: 'Histogram', align: 'right' as const },
    { header: 'Error', align: 'right' as const },
    { header: 'Its bucket' },
    { header: 'The error is' },
    { header: 'Why' },
  ]
  const rows = report.crossCheck.map((row) => [
    row === leading ? `**${quantileHeading(row.quantile)}**` : quantileHeading(row.quantile),
    formatLatency(row.exactClient),
    row.exactServer === null ? '' : formatLatency(row.exactServer),
    formatLatency(row.estimate),
    errorFigure(row),
    bucketFigure(row),
    partsFigure(row),
    markdownText(row.explanation),
  ])
  return [`**${capitalized(truthSentence(leading))}.**`, markdownTable(columns, rows), ...populations(report)]
}

function populations({ populations: counted, server }: Report): string[] {
  if (counted === null || server === null) return []
  const exact = counted.serverExact === null ? '' : `, the server's own record ${formatCount(counted.serverExact)}`
  const counts = `The client had ${formatCount(counted.clientAnswered)} answers, the histogram ${markdownCode(server.metric)} counted ${formatCount(counted.serverObserved)}${exact}.`
  return [counted.note === null ? counts : `${counts} ${markdownText(counted.note)}`]
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
