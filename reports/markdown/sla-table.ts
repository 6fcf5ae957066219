// The objectives as a Markdown table.

import { objectivePlace } from '../../core/report/objective-place.ts'
import type { Report } from '../../core/report/report.ts'
import { unsaid } from '../../core/text/say-once.ts'
import {
  estimateFigure,
  estimateMisleads,
  intervalFigure,
  objectiveWithPlace,
  observedFigure,
} from '../figures/sla-figures.ts'
import { markdownCellCode, markdownTable, markdownText } from './markdown-text.ts'
import { marked } from './verdict-mark.ts'

/** @param said what the reader has read already */
export function slaTable({ sla: findings }: Report, said: readonly string[]): string {
  if (findings.length === 0) return 'The scenario names no objectives.'
  const hasRequests = findings.some(({ request }) => request !== undefined)
  const columns = [
    { header: '' },
    { header: 'Objective' },
    ...(hasRequests ? [{ header: 'For' }] : []),
    { header: 'During' },
    { header: 'Observed', align: 'right' as const },
    { header: '95% confidence' },
    { header: 'Histogram alone' },
    { header: 'Reason' },
  ]
  const reasons = unsaid(
    findings.map((finding) => ({ subject: objectiveWithPlace(finding), reason: finding.reason })),
    said,
  )
  return markdownTable(
    columns,
    findings.map((finding, i) => [
      marked(finding.finding),
      markdownCellCode(finding.objective),
      ...(hasRequests ? [markdownText(finding.request ?? '')] : []),
      markdownText(finding.during ?? (finding.implied ? (objectivePlace(finding) ?? '') : '')),
      `**${observedFigure(finding)}**`,
      intervalFigure(finding),
      byHistogram(finding),
      markdownText(reasons[i] ?? ''),
    ]),
  )
}

function byHistogram(finding: Report['sla'][number]): string {
  const figure = estimateFigure(finding)
  if (figure === null || finding.estimateFinding === null) return ''
  return estimateMisleads(finding) ? `${figure}: **${marked(finding.estimateFinding)}**` : figure
}
