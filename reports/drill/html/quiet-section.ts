// How often each alert pages where nothing goes wrong.

import type { DrillReport } from '../../../core/report/drill-report.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { html } from '../../html/page/markup.ts'
import type { Section } from '../../html/page/section.ts'
import { softBreaks } from '../../html/page/soft-breaks.ts'
import { renderTable } from '../../html/page/table.ts'
import { alertNames } from '../figures/alert-names.ts'
import { oftenFigure, pagesFigure } from '../figures/quiet-figures.ts'

export function quietSection({ alerts }: DrillReport): Section | null {
  const names = alertNames(alerts)
  const rows = alerts.flatMap((alert, i) => {
    const { quiet } = alert
    if (quiet === null) return []
    const { firingSeconds, flaps } = quiet
    return [
      [
        softBreaks(names[i] ?? ''),
        html`<strong>${pagesFigure(quiet)}</strong>`,
        oftenFigure(quiet, alert),
        spanFigure(firingSeconds),
        String(flaps),
      ],
    ]
  })
  const days = Math.max(0, ...alerts.map(({ quiet }) => quiet?.days ?? 0))
  if (rows.length === 0) return null
  return {
    id: 'quiet',
    heading: 'How often does it page for nothing?',
    short: 'Quiet',
    lede: `In ${spanFigure(days * 86_400)} in which nothing goes wrong. The interval is one of 95% confidence.`,
    body: renderTable({
      caption: 'Pages where nothing goes wrong',
      captionHidden: true,
      columns: [
        { heading: 'Alert' },
        { heading: 'Pages' },
        { heading: 'How often' },
        { heading: 'Firing' },
        { heading: 'Fired anew within 1h' },
      ],
      rows,
    }),
  }
}
