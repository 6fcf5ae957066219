// What alerts did over several seeds, in Markdown.

import type { DrillReport } from '../../../core/report/drill-report.ts'
import { counted } from '../../../core/text/plural.ts'
import { markdownTable, markdownText } from '../../markdown/markdown-text.ts'
import { knowsBudgets } from '../figures/detection-figures.ts'
import {
  alertFigure,
  alertsOverSeeds,
  burntOverSeeds,
  isPaged,
  medianFigure,
  p95Figure,
  pagedFigure,
  rangeFigure,
  shareFigure,
  toldBySeeds,
} from '../figures/seed-figures.ts'

const right = 'right' as const
/** GitHub cuts a comment at 65,536 characters. */
const MOST_ALERTS = 40

export function seedParts(report: DrillReport): string[] {
  const { incidents, seeds } = report
  if (seeds === null || incidents.length === 0) return []
  const hasBurnt = knowsBudgets(report)
  const table = markdownTable(
    [
      { header: 'Incident' },
      { header: 'Paged in', align: right },
      { header: 'Of all seeds (95%)', align: right },
      { header: 'Median', align: right },
      { header: 'P95', align: right },
      { header: 'Range', align: right },
      ...(hasBurnt ? [{ header: 'Budget burnt', align: right }] : []),
      { header: 'Mostly by' },
      { header: 'What it is' },
    ],
    toldBySeeds(incidents).map(({ name, sentence, overSeeds }) => [
      `**${markdownText(name)}**`,
      isPaged(overSeeds) ? `**${pagedFigure(overSeeds)}**` : pagedFigure(overSeeds),
      shareFigure(overSeeds.pagedShare).replaceAll('<', '&lt;'),
      medianFigure(overSeeds.notifiedAfter),
      p95Figure(overSeeds.notifiedAfter),
      rangeFigure(overSeeds.notifiedAfter),
      ...(hasBurnt ? [burntOverSeeds(overSeeds)] : []),
      markdownText(overSeeds.alert ?? 'nobody was paged'),
      markdownText(sentence),
    ]),
  )
  return [`### In how many of ${counted(seeds.done, 'seed')} incidents were found`, table, ...everyAlert(report)]
}

/** Folded: a comment should not push the discussion away. */
function everyAlert({ incidents, alerts }: DrillReport): string[] {
  const evaluated = alertsOverSeeds(alerts)
  if (evaluated.length < 2) return []
  const table = markdownTable(
    [{ header: 'Alert' }, ...incidents.map(({ name }) => ({ header: markdownText(name), align: right }))],
    evaluated.slice(0, MOST_ALERTS).map((alert) => [
      markdownText(alert.name),
      ...incidents.map((each) =>
        alertFigure(
          alert.overSeeds.find(({ incident }) => incident === each.name),
          alert,
        ),
      ),
    ]),
  )
  return [
    `<details><summary>In how many seeds somebody was paged, and how late in the median, by ${counted(evaluated.length, 'alert')} and incident</summary>`,
    table,
    ...(evaluated.length > MOST_ALERTS ? [`and ${evaluated.length - MOST_ALERTS} more in drill.json`] : []),
    '</details>',
  ]
}
