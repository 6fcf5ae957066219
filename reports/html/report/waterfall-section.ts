// The error of the estimate and its parts, which sum to it exactly.

import type { CrossCheckRow, Report } from '../../../core/report/report.ts'
import { bucketFigure, errorFigure, leadingRow, partsFigure } from '../../figures/cross-check-figures.ts'
import { formatLatency, formatLatencyDifference } from '../../figures/figures.ts'
import { quantileHeading, usersFelt } from '../../figures/verdict-label.ts'
import { waterfallChart } from '../charts/waterfall-chart.ts'
import { renderFigure } from '../page/figure.ts'
import { html } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import type { DataTable } from '../page/table.ts'
import { quantileRadios } from './quantile-radios.ts'

export function waterfallSection(report: Report): Section {
  const { crossCheck } = report
  const row = leadingRow(crossCheck)
  return {
    id: 'error',
    heading: 'What is the error made of?',
    short: 'The error',
    lede: row && row.error !== null ? sentence(row) : null,
    body:
      waterfallChart(crossCheck) === null
        ? html`<p>There is no error to decompose.</p>`
        : renderFigure({
            id: 'chart-waterfall',
            title: `From what ${usersFelt(report)} to what the histogram says`,
            axes: 'Queueing delay: the request waits at the client before it is sent. Network and queues: time outside the handler’s timer. Interpolation: the error of the bucket.',
            controls: quantileRadios(crossCheck, 'waterfall'),
            summary: crossCheck.map(sentence).join(' '),
            table: crossCheckTable(crossCheck),
          }),
  }
}

function sentence(row: CrossCheckRow): string {
  const name = quantileHeading(row.quantile)
  if (row.error === null) return `${name}: ${row.explanation}`
  return `The ${name} is off by ${errorFigure(row)}: ${partsFigure(row)}.`
}

function crossCheckTable(rows: readonly CrossCheckRow[]): DataTable {
  const part = (seconds: number | null) => (seconds === null ? '–' : formatLatencyDifference(seconds))
  return {
    caption: 'Exact and estimated quantiles, and the parts of their difference',
    columns: [
      { heading: 'Quantile' },
      { heading: 'Exact, client' },
      { heading: 'Service time' },
      { heading: 'Exact, server' },
      { heading: 'Estimate' },
      { heading: 'Bucket' },
      { heading: 'Error' },
      { heading: 'Queueing delay' },
      { heading: 'Network and queues' },
      { heading: 'Interpolation' },
    ],
    rows: rows.map((row) => [
      quantileHeading(row.quantile),
      formatLatency(row.exactClient),
      formatLatency(row.exactClientServiceTime),
      formatLatency(row.exactServer),
      formatLatency(row.estimate),
      bucketFigure(row),
      errorFigure(row),
      part(row.parts.waiting),
      row.parts.interpolationAndVantage === null ? part(row.parts.vantage) : 'in interpolation',
      part(row.parts.interpolation ?? row.parts.interpolationAndVantage),
    ]),
  }
}
