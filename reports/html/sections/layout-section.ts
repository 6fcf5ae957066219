// Bucket layouts compared on the record of this run: error, wrong verdicts, alerts and cost. Only where it was done.

import { formatDuration } from '../../../core/duration.ts'
import type { AlertOutcome, ComparedLayout } from '../../../core/layout-comparison.ts'
import type { Report } from '../../../core/report.ts'
import { formatCount, formatLatency, formatRelative } from '../../figures.ts'
import { quantileHeading } from '../../verdict-label.ts'
import { layoutChart } from '../charts/layout-chart.ts'
import { renderFigure } from '../page/chart-figure.ts'
import { type DataTable, renderTable } from '../page/data-table.ts'
import { html, type Markup, type MarkupPart } from '../page/markup.ts'
import type { Section } from '../page/section.ts'

/** `layouts[]` of the report, best first. */
export function comparedLayouts(report: Report): readonly ComparedLayout[] {
  return (report as Report & { readonly layouts?: readonly ComparedLayout[] }).layouts ?? []
}

/** Null where no layouts were compared. */
export function layoutSection(report: Report): Section | null {
  const layouts = comparedLayouts(report)
  const [best] = layouts
  if (best === undefined) return null
  const table = layoutTable(layouts)
  return {
    id: 'layouts',
    heading: 'Would other buckets have told the truth?',
    short: 'Layouts',
    lede: `Of ${formatCount(layouts.length)} layouts, ${best.name} did best, with ${formatCount(best.series)} series for each label set.`,
    body: html`${
      layoutChart(layouts) === null
        ? null
        : renderFigure({
            id: 'chart-layouts',
            title: `Error of the ${layoutChart(layouts)?.quantile} against the series it costs`,
            axes: 'Lower is truer, further left is cheaper.',
            summary: 'Bucket layouts by relative error and number of series.',
            table,
          })
    }${renderTable(table)}
${findings(layouts)}`,
  }
}

function layoutTable(layouts: readonly ComparedLayout[]): DataTable {
  const quantiles = layouts[0]?.run.quantiles ?? []
  return {
    caption: 'Bucket layouts compared, best first',
    columns: [
      { heading: 'Layout' },
      { heading: 'Series' },
      ...quantiles.map(({ quantile }) => ({ heading: `${quantileHeading(quantile)} error` })),
      { heading: 'Wrong verdicts' },
      { heading: 'Alert', words: true },
      { heading: 'Bounds', words: true },
    ],
    rows: layouts.map((layout) => [
      layout.name,
      formatCount(layout.series),
      ...layout.run.quantiles.map(({ error, relativeError }) =>
        error === null ? 'n/a' : `${formatLatency(error)} (${formatRelative(relativeError)})`,
      ),
      formatCount(layout.wrongVerdicts.reduce((sum, { misses, falseAlarms }) => sum + misses + falseAlarms, 0)),
      alertWords(layout.alert),
      boundWords(layout),
    ]),
  }
}

function alertWords(alert: AlertOutcome | null): string {
  if (alert === null) return '–'
  const parts = [
    ...(alert.misses > 0 ? [`missed ${alert.misses}`] : []),
    ...(alert.falseAlarms > 0 ? [`${alert.falseAlarms} false`] : []),
    ...(alert.delaySeconds === null ? [] : [`${formatLatency(alert.delaySeconds)} late`]),
  ]
  return parts.join(', ') || 'as on exact quantiles'
}

function boundWords({ bounds, schema }: ComparedLayout): MarkupPart {
  return bounds === null ? `native, schema ${schema ?? '?'}` : bounds.map((bound) => formatDuration(bound)).join(' ')
}

function findings(layouts: readonly ComparedLayout[]): Markup | null {
  const found = layouts.flatMap(({ name, findings: all }) =>
    all.filter(({ severity }) => severity === 'problem').map(({ sentence }) => ({ name, sentence })),
  )
  if (found.length === 0) return null
  return html`<ul class="findings">
${found.map(({ name, sentence }) => html`<li><strong>${name}</strong>: ${sentence}</li>\n`)}</ul>
`
}
