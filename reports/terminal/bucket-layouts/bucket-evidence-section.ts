// What scraped buckets tell by themselves: where each quantile lies, and whether a limit was kept.

import type { LayoutsReport } from '../../../core/report/layout-comparison.ts'
import { knownQuantileFigures, sumSentence, thresholdSentence } from '../../figures/layouts/bucket-evidence-figures.ts'
import { observationsSentence } from '../../figures/layouts/layout-figures.ts'
import { bodyTable, heading, statement } from '../text/section.ts'
import { type Line, line } from '../text/styled-text.ts'

/** Nothing where more is known than buckets. */
export function bucketEvidenceSection(compared: LayoutsReport, width: number): Line[] {
  const evidence = compared.layoutStudy.bucketEvidence
  if (!evidence) return []
  const rows = knownQuantileFigures(compared).map(({ quantile, range }) => [line(quantile), line(range, 'strong')])
  const columns = [
    { header: '', align: 'left', drop: 'keep' },
    { header: 'lies', align: 'left', drop: 'keep' },
  ] as const
  return [
    ...heading('What the buckets tell', line(observationsSentence(compared)), width),
    ...(bodyTable(columns, rows, width) ??
      knownQuantileFigures(compared).flatMap(({ quantile, range }) => statement(line(`${quantile} ${range}`), width))),
    ...evidence.thresholds.flatMap((each) => statement(line(thresholdSentence(each), 'strong'), width)),
    ...statement(line(sumSentence(evidence), 'quiet'), width),
  ]
}
