// Where the estimate comes from. A bucket only counts the observations between its bounds, and histogram_quantile draws a
// straight line through it; the exact distribution may run anywhere in the same box.

import type { CrossCheckRow, Report } from '../../../core/report/report.ts'
import type { ReportDetails } from '../../../core/report/report-details.ts'
import { bucketRange } from '../../../core/text/bucket-range.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { sayOnce } from '../../../core/text/say-once.ts'
import { NOTHING_COMPARED } from '../../figures/cross-check-figures.ts'
import { formatCount } from '../../figures/figures.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import type { DistributionChart } from '../charts/chart-data.ts'
import { distributionChart } from '../charts/distribution-chart.ts'
import { renderFigure } from '../page/figure.ts'
import { html, type Markup } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import type { DataTable } from '../page/table.ts'
import { quantileRadios } from './quantile-radios.ts'

/** @param said what the reader has read already */
export function bucketSection(report: Report, details: ReportDetails, said: readonly string[]): Section {
  const chart = distributionChart(report, details)
  return {
    id: 'buckets',
    heading: 'Where does the estimate come from?',
    short: 'Buckets',
    lede: 'A histogram knows where a bucket begins, where it ends and how many observations fell into it. The estimate is a straight line from corner to corner; the exact distribution may run anywhere in the box.',
    body:
      chart === null
        ? html`<p>${report.crossCheck.length === 0 ? NOTHING_COMPARED : 'There is no exact record to compare the histogram with.'}</p>
${renderExplanations(report.crossCheck, said)}`
        : html`${renderFigure({
            id: 'chart-distribution',
            title: 'The histogram’s buckets against the exact distribution',
            axes: 'Share of requests at or below a latency',
            controls: quantileRadios(report.crossCheck, 'distribution'),
            key: [
              {
                name: chart.exactName,
                style: chart.exactKind,
                meaning: 'every observation',
              },
              { name: 'Histogram', style: 'estimate', meaning: 'interpolated inside each bucket' },
              { name: 'Bucket', style: 'bucket', mark: 'area', meaning: 'all that was counted' },
            ],
            summary: explanations(report.crossCheck),
            table: bucketTable(chart),
          })}${renderExplanations(report.crossCheck, said)}`,
  }
}

/** The explanation of each quantile; the client hides those that are not chosen. */
function renderExplanations(rows: readonly CrossCheckRow[], said: readonly string[]): Markup | null {
  const shown = rows
    .map(({ quantile, explanation }) => ({ quantile, text: sayOnce([explanation], said).join(' ') }))
    .filter(({ text }) => text !== '')
  if (shown.length === 0) return null
  return html`<div class="explanations">
${shown.map(({ quantile, text }) => html`<p data-quantile="${quantileHeading(quantile)}">${text}</p>\n`)}</div>
`
}

function explanations(rows: readonly CrossCheckRow[]): string {
  return rows.map(({ explanation }) => explanation).join(' ')
}

function bucketTable({ buckets, quantiles }: DistributionChart): DataTable {
  const estimatedIn = (bucket: number) =>
    quantiles.filter((quantile) => quantile.bucket === bucket).map(({ name }) => name)
  return {
    caption: 'The buckets, their observations, and the quantiles estimated in them',
    columns: [
      { heading: 'Bucket' },
      { heading: 'Observations' },
      { heading: 'Share' },
      { heading: 'At or below' },
      { heading: 'Estimated in it', words: true },
    ],
    rows: buckets.map((bucket, i) => [
      bucketRange(bucket.lower, bucket.upper),
      formatCount(bucket.count),
      formatShare(bucket.shareUpTo - bucket.shareBelow),
      formatShare(bucket.shareUpTo),
      estimatedIn(i).join(', ') || '–',
    ]),
  }
}
