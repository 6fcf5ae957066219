// The objectives as a Markdown table.

import type { Report } from '../../core/report/report.ts'
import { unsaid } from '../../core/text/say-once.ts'
import {
  estimateFigure,
  estimateMisleads,
  intervalFigure,
  objectivePlace,
  observedFigure,
} from '../figures/sla-figures.ts'
import { markdownCellCode, markdownTable, markdownText } from './markdown-text.ts'
import { marked } from './verdict-mark.ts'

/** @param said what the reader has read already */
export function slaTable({ sla: findings }: Report, said: readonly string[]): string {
  if (findings.length === 0) return 'The scenario names no objectives.'
  const columns = [
    { header: '' },
    { header: 'Objective' },
    { header: 'During' },
    { header: 'Observed', align: 'right' as const },
    { header: '95% confidence' },
    { header: 'Histogram alone' },
    { header: 'Reason' },
  ]
  const reasons = unsaid(
    findings.map(({ objective: subject, reason }) => ({ subject, reason })),
    said,
  )
  return markdownTable(
    columns,
    findings.map((finding, i) => [
      marked(finding.finding),
      markdownCellCode(finding.objective),
      markdownText(finding.during ?? objectivePlace(finding) ?? ''),
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
