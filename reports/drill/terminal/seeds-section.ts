// In how many of several seeds somebody was paged for each incident, on a terminal.

import type { DrillReport } from '../../../core/report/drill-report.ts'
import { counted } from '../../../core/text/plural.ts'
import { bodyTable, heading, statement } from '../../terminal/text/section.ts'
import { type Line, line, span } from '../../terminal/text/styled-text.ts'
import { knowsBudgets } from '../figures/detection-figures.ts'
import {
  burntOverSeeds,
  isFoundInAll,
  medianFigure,
  p95Figure,
  pagedFigure,
  shareFigure,
  toldBySeeds,
} from '../figures/seed-figures.ts'

export function seedsSection(report: DrillReport, width: number): Line[] {
  const { incidents, seeds } = report
  const known = toldBySeeds(incidents)
  if (seeds === null || known.length === 0) return []
  const hasBurnt = knowsBudgets(report)
  const rows = known.map(({ name, overSeeds }) => [
    line(name, 'strong'),
    line(pagedFigure(overSeeds), isFoundInAll(overSeeds) ? 'pass' : 'inconclusive'),
    line(shareFigure(overSeeds.pagedShare)),
    line(medianFigure(overSeeds.notifiedAfter)),
    line(p95Figure(overSeeds.notifiedAfter)),
    ...(hasBurnt ? [line(burntOverSeeds(overSeeds))] : []),
    line(overSeeds.alert ?? ''),
  ])
  const columns = [
    { header: 'incident', align: 'left', drop: 'keep' },
    { header: 'paged in', align: 'left', drop: 'keep' },
    { header: '95% interval', align: 'left', drop: 2 },
    { header: 'median', align: 'right', drop: 1 },
    { header: 'P95', align: 'right', drop: 4 },
    ...(hasBurnt ? ([{ header: 'burnt', align: 'right', drop: 3 }] as const) : []),
    { header: 'mostly by', align: 'left', drop: 5, shortest: 18 },
  ] as const
  const plain = () => rows.flatMap(([name = [], paged = []]) => statement([...name, span(' '), ...paged], width))
  return [
    ...heading(
      'Incidents',
      line(
        `in how many of ${counted(seeds.done, 'seed')} somebody was paged, after how long${hasBurnt ? ', and the budget burnt by then' : ''}`,
        'quiet',
      ),
      width,
    ),
    ...(bodyTable(columns, rows, width) ?? plain()),
    ...incidents.flatMap(({ name, sentence }) => statement([span(`${name}  `), span(sentence, 'quiet')], width)),
  ]
}
