// This run against an earlier one as a Markdown table, and what else was not alike.

import type { Report } from '../../core/report/report.ts'
import {
  beforeAndAfter,
  CONDITIONS_SHOWN,
  conditionFigure,
  differenceFigure,
  differenceInterval,
  hiddenConditions,
} from '../figures/baseline-figures.ts'
import { formatPercent } from '../figures/figures.ts'
import { quantileHeading } from '../figures/verdict-label.ts'
import { markdownCode, markdownTable, markdownText } from './markdown-text.ts'
import { marked } from './verdict-mark.ts'

const COLUMNS = [
  { header: '' },
  { header: 'Quantile' },
  { header: 'Then', align: 'right' as const },
  { header: 'Now', align: 'right' as const },
  { header: 'Change', align: 'right' as const },
  { header: '95% confidence' },
  { header: 'Reason' },
]

export function baselineParts({ baseline }: Report): string[] {
  if (baseline === undefined) return []
  const { folder, startedAt, margin, findings, differences } = baseline
  const rows = findings.map((finding) => [
    finding.finding === null ? 'not judged' : marked(finding.finding),
    quantileHeading(finding.quantile),
    ...beforeAndAfter(finding),
    `**${differenceFigure(finding)}**`,
    differenceInterval(finding),
    markdownText(finding.reason),
  ])
  const unlike = [
    ...differences.slice(0, CONDITIONS_SHOWN).map((each) => markdownText(conditionFigure(each))),
    ...hiddenConditions(differences.length),
  ]
  return [
    '### Against the baseline',
    `The run of ${startedAt} in ${markdownCode(folder)}; ${formatPercent(margin)} slower is allowed.`,
    markdownTable(COLUMNS, rows),
    ...(unlike.length === 0
      ? []
      : [`**Not run under the same conditions:**`, unlike.map((text) => `- ${text}`).join('\n')]),
  ]
}
