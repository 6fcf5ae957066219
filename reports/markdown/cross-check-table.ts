// The cross-check as a Markdown table: exact latencies beside the histogram's, with the reason of every difference.

import type { Report } from '../../core/report/report.ts'
import { counted } from '../../core/text/plural.ts'
import { sayOnce } from '../../core/text/say-once.ts'
import {
  bucketFigure,
  errorFigure,
  leadingRow,
  nothingToCompare,
  partsFigure,
  truthSentence,
} from '../figures/cross-check-figures.ts'
import { formatCount, formatLatency } from '../figures/figures.ts'
import { routeQuantile, routesOf } from '../figures/requests/route-figures.ts'
import { quantileHeading } from '../figures/verdict-label.ts'
import { markdownCellCode, markdownCode, markdownTable, markdownText } from './markdown-text.ts'

/** @param said what the reader has read already */
export function crossCheckParts(report: Report, said: readonly string[]): string[] {
  const missing = nothingToCompare(report)
  const leading = leadingRow(report.crossCheck)
  if (missing !== null || leading === undefined) return [...sayOnce([missing ?? ''], said), ...routeTable(report, said)]
  const columns = [
    { header: '' },
    { header: 'Exact, client', align: 'right' as const },
    { header: 'Exact, server', align: 'right' as const },
    { header: 'Histogram', align: 'right' as const },
    { header: 'Error', align: 'right' as const },
    { header: 'Bucket of the estimate' },
    { header: 'Parts of the error' },
    { header: 'Why' },
  ]
  const explanations = report.crossCheck.map(({ explanation }, i) =>
    sayOnce([explanation], [...said, ...report.crossCheck.slice(0, i).map((earlier) => earlier.explanation)]),
  )
  const rows = report.crossCheck.map((row, i) => [
    row === leading ? `**${quantileHeading(row.quantile)}**` : quantileHeading(row.quantile),
    formatLatency(row.exactClient),
    row.exactServer === null ? '' : formatLatency(row.exactServer),
    formatLatency(row.estimate),
    errorFigure(row),
    bucketFigure(row),
    partsFigure(row),
    markdownText(explanations[i]?.join(' ') ?? ''),
  ])
  return [
    `**${capitalized(truthSentence(leading))}.**`,
    markdownTable(columns, rows),
    ...populations(report, said),
    ...routeTable(report, said),
  ]
}

/** Where requests have matchers of their own. */
function routeTable(report: Report, said: readonly string[]): string[] {
  const routes = routesOf(report)
  if (routes.length === 0) return []
  const columns = [
    { header: `${routeQuantile(report)} by request` },
    { header: 'Series' },
    ...['Exact, client', 'Histogram', 'Error', 'Counted'].map((header) => ({ header, align: 'right' as const })),
    { header: 'Why' },
  ]
  const rows = routes.map((route) => [
    markdownText(route.name),
    markdownCellCode(route.match),
    route.client,
    route.histogram,
    `${route.error} (${route.relative})`,
    route.counted,
    markdownText(sayOnce([route.remark], said).join(' ')),
  ])
  return [markdownTable(columns, rows)]
}

function populations({ populations: counts, server }: Report, said: readonly string[]): string[] {
  if (counts === null || server === null) return []
  const exact = counts.serverExact === null ? '' : `; the server's own record holds ${formatCount(counts.serverExact)}`
  const sentence = `The client received ${counted(counts.clientAnswered, 'answer')}; the histogram ${markdownCode(server.metric)} counted ${formatCount(counts.serverObserved)}${exact}.`
  return [[sentence, ...sayOnce(counts.note === null ? [] : [counts.note], said).map(markdownText)].join(' ')]
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
