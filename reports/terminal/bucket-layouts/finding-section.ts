// What the service's own layout gets wrong, and whether the recommended one does better: a sentence each.

import type { ComparedLayout, LayoutsReport } from '../../../core/report/layout-comparison.ts'
import {
  exactFigure,
  latencyPair,
  leadingQuantile,
  quantileOf,
  RECOMMENDED,
} from '../../figures/layouts/layout-figures.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import { bodyTable, heading, statement } from '../text/section.ts'
import { type Line, line, span } from '../text/styled-text.ts'

const MOST_SENTENCES = 6

export function findingSection(compared: LayoutsReport, width: number): Line[] {
  const { layouts, layoutStudy } = compared
  const shown =
    layouts.find(({ name }) => name === layoutStudy.current) ?? layouts.find(({ name }) => name !== RECOMMENDED)
  if (!shown) return []
  const findings = [...shown.findings].sort(
    (a, b) => Number(b.severity === 'problem') - Number(a.severity === 'problem'),
  )
  return [
    ...heading(`What ${shown.name} shows`, [], width),
    ...findings
      .slice(0, MOST_SENTENCES)
      .flatMap(({ severity, sentence }) =>
        statement([severity === 'problem' ? span('✖ ', 'fail') : span('· ', 'quiet'), span(sentence)], width),
      ),
    ...besideRecommended(compared, shown, width),
  ]
}

/** Quantile by quantile: exact, as shown now, and as the recommended layout would have shown it. */
function besideRecommended(compared: LayoutsReport, shown: ComparedLayout, width: number): Line[] {
  const recommended = compared.layouts.find(({ name }) => name === RECOMMENDED)
  const leading = leadingQuantile(compared)
  const rows = shown.run.quantiles.map((row) => {
    const style = row.quantile === leading ? 'strong' : null
    const other = recommended && quantileOf(recommended, row.quantile)
    const figures = [
      quantileHeading(row.quantile),
      exactFigure(row),
      latencyPair(row),
      ...(recommended ? [other ? latencyPair(other) : ''] : []),
    ]
    return figures.map((figure) => line(figure, style))
  })
  const columns = [
    { header: '', align: 'left', drop: 'keep' },
    { header: compared.layoutStudy.bucketEvidence ? 'exact lies in' : 'exact', align: 'right', drop: 'keep' },
    { header: 'shown', align: 'right', drop: 1 },
    ...(recommended ? [{ header: RECOMMENDED, align: 'right', drop: 2 } as const] : []),
  ] as const
  return bodyTable(columns, rows, width) ?? []
}
