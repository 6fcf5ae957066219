// This run against an earlier one: the quantiles side by side, and what else was not alike.

import type { BaselineComparison } from '../../../core/report/report.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import {
  beforeAndAfter,
  CONDITIONS_SHOWN,
  comparedHeading,
  conditionFigure,
  differenceFigure,
  differenceInterval,
  hiddenConditions,
} from '../../figures/baseline-figures.ts'

import { bodyTable, detail, heading, statement, verdictMark } from '../text/section.ts'
import { type Line, line, span } from '../text/styled-text.ts'

const COLUMNS = [
  { header: '', align: 'left', drop: 'keep' },
  { header: '', align: 'left', drop: 'keep' },
  { header: 'then', align: 'right', drop: 1 },
  { header: 'now', align: 'right', drop: 'keep' },
  { header: 'change', align: 'right', drop: 'keep' },
  { header: '95% confidence', align: 'left', drop: 2 },
] as const

export function baselineSection(baseline: BaselineComparison | undefined, width: number): Line[] {
  if (baseline === undefined) return []
  const { startedAt, margin, folder, differences } = baseline
  return [
    ...heading('Against the baseline', line(`${startedAt}, ${formatShare(margin)} slower allowed`), width),
    ...rows(baseline, width),
    ...statement(line(folder, 'quiet'), width),
    ...(differences.length === 0 ? [] : statement(line('Not run under the same conditions:', 'inconclusive'), width)),
    ...differences.slice(0, CONDITIONS_SHOWN).flatMap((each) => detail(line(conditionFigure(each)), width)),
    ...hiddenConditions(differences.length).flatMap((text) => detail(line(text, 'quiet'), width)),
  ]
}

function rows({ findings }: BaselineComparison, width: number): Line[] {
  const cells = findings.map((finding) => [
    [finding.finding === null ? span('·', 'quiet') : verdictMark(finding.finding)],
    line(comparedHeading(finding)),
    ...beforeAndAfter(finding).map((figure) => line(figure)),
    line(differenceFigure(finding), finding.finding),
    line(differenceInterval(finding), 'quiet'),
  ])
  const table = bodyTable(COLUMNS, cells, width)
  return table ?? findings.flatMap(({ reason }) => statement(line(reason), width))
}
