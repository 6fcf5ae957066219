// Each generator of several, and how far their clocks were apart.

import type { Report } from '../../../core/report/report.ts'
import { clocksFigure, fitnessFigure, generatorRow, shownGenerators } from '../../figures/generators/each-generator.ts'
import { bodyTable, detail, statement } from '../text/section.ts'
import { type Line, line, span } from '../text/styled-text.ts'
import type { Column } from '../text/table.ts'

const COLUMNS: readonly Column[] = [
  { header: 'generator', align: 'left', drop: 'keep' },
  { header: 'host', align: 'left', drop: 4 },
  { header: 'state', align: 'left', drop: 'keep' },
  { header: 'rate', align: 'right', drop: 2 },
  { header: 'lag P99', align: 'right', drop: 1 },
  { header: 'CPU', align: 'right', drop: 3 },
  { header: 'start', align: 'right', drop: 5 },
  { header: 'clock', align: 'left', drop: 6 },
]

const MOST_SHOWN = 8

export function generatorLines(report: Report, width: number): Line[] {
  const { generator } = report
  const figure = fitnessFigure(report)
  if (figure === undefined) return []
  const { shown, rest } = shownGenerators(generator.generators ?? [], MOST_SHOWN)
  const rows = shown
    .map(generatorRow)
    .map((row) => [
      line(row.name),
      line(row.host, 'quiet'),
      line(row.state, row.finding === 'pass' ? undefined : 'inconclusive'),
      line(row.rate),
      line(row.sendLag),
      line(row.cpu),
      line(row.startSkew),
      line(row.clock, 'quiet'),
    ])
  const clocks = clocksFigure(report)
  return [
    ...statement([span('generators', 'quiet'), span('  '), span(figure)], width),
    ...(bodyTable(COLUMNS, rows, width) ??
      shown.flatMap((each) => detail(line(`${generatorRow(each).name}: ${generatorRow(each).state}`), width))),
    ...(rest === undefined ? [] : detail(line(rest, 'quiet'), width)),
    ...(clocks === undefined ? [] : statement([span('clocks', 'quiet'), span('  '), span(clocks)], width)),
  ]
}
