// This run against an earlier one as a Markdown table, and what else was not alike.

import type { Report } from '../../core/report/report.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { unsaid } from '../../core/text/say-once.ts'
import {
  beforeAndAfter,
  CONDITIONS_SHOWN,
  comparedHeading,
  conditionFigure,
  differenceFigure,
  differenceInterval,
  hiddenConditions,
  reasonedDifference,
} from '../figures/baseline-figures.ts'

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

/** @param said what the reader has read already */
export function baselineParts({ baseline }: Report, said: readonly string[]): string[] {
  if (baseline === undefined) return []
  const { folder, startedAt, margin, findings, differences } = baseline
  const reasons = unsaid(findings.map(reasonedDifference), said)
  const rows = findings.map((finding, i) => [
    finding.finding === null ? 'not judged' : marked(finding.finding),
    markdownText(comparedHeading(finding)),
    ...beforeAndAfter(finding),
    `**${differenceFigure(finding)}**`,
    differenceInterval(finding),
    markdownText(reasons[i] ?? ''),
  ])
  const unlike = [
    ...differences.slice(0, CONDITIONS_SHOWN).map((each) => markdownText(conditionFigure(each))),
    ...hiddenConditions(differences.length),
  ]
  return [
    '### Against the baseline',
    `The run of ${startedAt} in ${markdownCode(folder)}; ${formatShare(margin)} slower is allowed.`,
    markdownTable(COLUMNS, rows),
    ...(unlike.length === 0
      ? []
      : [`**Not run under the same conditions:**`, unlike.map((text) => `- ${text}`).join('\n')]),
  ]
}
