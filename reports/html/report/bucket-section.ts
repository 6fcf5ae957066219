// Where the estimate comes from: each bucket only knows how many observations lie between its bounds. The histogram
// draws a straight line through it; the exact distribution takes its own way.

import type { CrossCheckRow, Report } from '../../../core/report/report.ts'
import type { ReportDetails } from '../../../core/report/report-details.ts'
import { formatShare } from '../../../core/scenario/objective.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { witnessMissing } from '../../figures/cross-check-figures.ts'
import { formatCount } from '../../figures/figures.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import type { DistributionBucket, DistributionChart } from '../charts/chart-data.ts'
import { distributionChart } from '../charts/distribution-chart.ts'
import { renderFigure } from '../page/figure.ts'
import { html, type Markup } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import type { DataTable } from '../page/table.ts'

export function bucketSection(report: Report, details: ReportDetails): Section {
  const chart = distributionChart(report, details)
  return {
    id: 'buckets',
    heading: 'Where is the estimate drawn, and why?',
    short: 'Buckets',
    lede: 'All that a histogram knows of a bucket is where it begins, where it ends and how many fell in. It draws a straight line from corner to corner; the truth may run anywhere in the box.',
    body:
      chart === null
        ? html`<p>${witnessMissing(report) ?? 'There is no exact record to hold the histogram against.'}</p>`
        : html`${renderFigure({
            id: 'chart-distribution',
            title: 'The histogram’s buckets against the exact distribution',
            axes: 'Share of requests at or below a latency',
            controls: quantileChoice(report.crossCheck, 'distribution'),
            key: [
              {
                name: chart.exactName,
                style: chart.exactName.startsWith('Server') ? 'serverTime' : 'serviceTime',
                meaning: 'every observation',
              },
              { name: 'Histogram', style: 'estimate', meaning: 'interpolated inside each bucket' },
              { name: 'Bucket', style: 'bucket', mark: 'area', meaning: 'all it can know' },
            ],
            summary: explanations(report.crossCheck),
            table: bucketTable(chart),
          })}${renderExplanations(report.crossCheck)}`,
  }
}

/** One choice for all charts that show a single quantile. Without the client, P95 is shown and the choice is not. */
export function quantileChoice(rows: readonly CrossCheckRow[], group: string): Markup | null {
  if (rows.length < 2) return null
  const chosen = rows.find(({ quantile }) => quantile === 0.95) ?? rows[0]
  return html`<fieldset class="choice needs-script" data-choice="quantile"><legend class="unseen">Quantile</legend>
${rows.map(({ quantile }) => {
  const name = quantileHeading(quantile)
  return html`<label><input type="radio" name="quantile-${group}" value="${name}"${quantile === chosen?.quantile ? html` checked` : null}><span>${name}</span></label>\n`
})}</fieldset>
`
}

/** The explanation of each quantile; the client hides those that are not chosen. */
export function renderExplanations(rows: readonly CrossCheckRow[]): Markup {
  return html`<div class="explanations">
${rows.map(({ quantile, explanation }) => html`<p data-quantile="${quantileHeading(quantile)}">${explanation}</p>\n`)}</div>
`
}

function explanations(rows: readonly CrossCheckRow[]): string {
  return rows.map(({ explanation }) => explanation).join(' ')
}

function bucketTable({ buckets, quantiles }: DistributionChart): DataTable {
  const drawnIn = (bucket: number) => quantiles.filter((quantile) => quantile.bucket === bucket).map(({ name }) => name)
  return {
    caption: 'The buckets, how many observations fell into each, and which quantiles are drawn in it',
    columns: [
      { heading: 'Bucket' },
      { heading: 'Observations' },
      { heading: 'Share' },
      { heading: 'At or below' },
      { heading: 'Drawn in it', words: true },
    ],
    rows: buckets.map((bucket, i) => [
      bucketRange(bucket),
      formatCount(bucket.count),
      formatShare(bucket.shareUpTo - bucket.shareBelow),
      formatShare(bucket.shareUpTo),
      drawnIn(i).join(', ') || '–',
    ]),
  }
}

function bucketRange({ lower, upper }: DistributionBucket): string {
  return `(${formatDuration(lower)}, ${upper === null ? '+Inf' : formatDuration(upper)}]`
}
