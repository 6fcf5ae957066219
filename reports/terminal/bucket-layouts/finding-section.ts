// What the service's own layout gets wrong, and whether the recommended one does better: a sentence each.

import type { ComparedLayout, LayoutsReport } from '../../../core/report/layout-comparison.ts'
import { formatLatency } from '../../figures/figures.ts'
import { latencyPair, leadingQuantile, quantileOf, RECOMMENDED } from '../../figures/layout-figures.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import { bodyTable, heading, statement } from '../text/section.ts'
import { type Line, line, span } from '../text/styled-text.ts'

const MOST_SENTENCES = 6

export function findingSection(compared: LayoutsReport, width: number): Line[] {
  const { layouts, layoutStudy } = compared
  const told =
    layouts.find(({ name }) => name === layoutStudy.current) ?? layouts.find(({ name }) => name !== RECOMMENDED)
  if (!told) return []
  const findings = [...told.findings].sort(
    (a, b) => Number(b.severity === 'problem') - Number(a.severity === 'problem'),
  )
  return [
    ...heading(`What ${told.name} shows`, [], width),
    ...findings
      .slice(0, MOST_SENTENCES)
      .flatMap(({ severity, sentence }) =>
        statement([severity === 'problem' ? span('✖ ', 'fail') : span('· ', 'quiet'), span(sentence)], width),
      ),
    ...besideRecommended(compared, told, width),
  ]
}

/** Quantile by quantile: exact, as shown now, and as the recommended layout would have shown it. */
function besideRecommended(compared: LayoutsReport, told: ComparedLayout, width: number): Line[] {
  const recommended = compared.layouts.find(({ name }) => name === RECOMMENDED)
  const leading = leadingQuantile(compared)
  const rows = told.run.quantiles.map((row) => {
    const style = row.quantile === leading ? 'strong' : null
    const other = recommended && quantileOf(recommended, row.quantile)
    const figures = [
      quantileHeading(row.quantile),
      formatLatency(row.exact),
      latencyPair(row),
      other ? latencyPair(other) : '',
    ]
    return figures.map((figure) => line(figure, style))
  })
  const columns = [
    { header: '', align: 'left', drop: 'keep' },
    { header: 'exact', align: 'right', drop: 'keep' },
    { header: 'shown', align: 'right', drop: 1 },
    { header: RECOMMENDED, align: 'right', drop: 2 },
  ] as const
  return bodyTable(columns, rows, width) ?? []
}
