// The rule's range and `for` replayed through the layouts: how late each would have paged somebody.

import type { LayoutsReport } from '../../../core/report/layout-comparison.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { detectionFigure, matrixLayouts, matrixSentence, ruleChoices } from '../../figures/layouts/layout-figures.ts'
import { bodyTable, heading, statement } from '../text/section.ts'
import { fitLine, type Line, line } from '../text/styled-text.ts'

const WIDEST_NAME = 16

export function matrixSection(compared: LayoutsReport, width: number): Line[] {
  const { matrix, comparison } = compared.layoutStudy
  const sentence = matrixSentence(compared)
  if (sentence === null) return []
  if (!matrix) return [...heading('Rule and buckets together', [], width), ...statement(line(sentence), width)]
  const names = matrixLayouts(compared)
  const columns = [
    { header: 'range', align: 'right', drop: 'keep' },
    { header: 'for', align: 'right', drop: 'keep' },
    ...names.map((name, i) => ({
      header: fitLine(line(name), WIDEST_NAME)
        .map(({ text }) => text)
        .join(''),
      align: 'right' as const,
      drop: i === names.length - 1 ? ('keep' as const) : names.length - i,
    })),
  ] as const
  const rows = ruleChoices(matrix).map(({ rangeSeconds, forSeconds }) => {
    const asWritten = rangeSeconds === comparison.rule?.rangeSeconds && forSeconds === comparison.rule.forSeconds
    const of = (layout: string) =>
      matrix.rows.find(
        (row) => row.layout === layout && row.rangeSeconds === rangeSeconds && row.forSeconds === forSeconds,
      )
    const figures = [
      formatDuration(rangeSeconds),
      formatDuration(forSeconds),
      ...names.map((name) => detectionFigure(of(name), matrix.incidents.length)),
    ]
    return figures.map((figure) => line(figure, asWritten ? 'strong' : null))
  })
  const table = bodyTable(columns, rows, width)
  return [...heading('Rule and buckets together', [], width), ...statement(line(sentence), width), ...(table ?? [])]
}
