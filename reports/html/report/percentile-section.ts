// The percentile curves on HdrHistogram's axis, 1/(1 − q): each decade to the right is ten times rarer.

import { quantileLabel } from '../../../core/latency/quantile.ts'
import type { Report } from '../../../core/report/report.ts'
import type { ReportDetails } from '../../../core/report/report-details.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { counted } from '../../../core/text/plural.ts'
import { connectionFigures } from '../../figures/connection-figures.ts'
import { formatCount, formatLatency } from '../../figures/figures.ts'
import { firstByteFigures } from '../../figures/load-figures.ts'
import { targetFigures } from '../../figures/target/target-figures.ts'
import type { PercentileChart } from '../charts/chart-data.ts'
import { CURVE_MEANINGS, percentileChart } from '../charts/percentile-chart.ts'
import { nearestIndex } from '../charts/values.ts'
import { renderFigure } from '../page/figure.ts'
import { html, type MarkupPart } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import type { DataTable } from '../page/table.ts'

export function percentileSection(report: Report, details: ReportDetails): Section {
  const chart = percentileChart(report, details)
  const lede = howSlow(report)
  return {
    id: 'percentiles',
    heading: 'How slow, for how many?',
    short: 'Percentiles',
    lede,
    body:
      chart === null
        ? html`<p>Nothing was measured, so there is no curve to draw.</p>`
        : renderFigure({
            id: 'chart-percentiles',
            title: 'Latency by percentile',
            axes: 'Each step to the right is ten times rarer: 1 in 10, 1 in 100, 1 in 1,000.',
            key: details.percentiles.curves.map(({ kind }, i) => ({
              name: chart.curves[i]?.name ?? kind,
              style: kind,
              meaning: CURVE_MEANINGS[kind],
            })),
            summary: `Latency by percentile. ${lede}`,
            table: percentileTable(chart),
            note: notes(report),
          }),
  }
}

function howSlow({ load: { total } }: Report): string {
  const { p50, p95, p99, unboundedCount, count } = total.responseTime
  if (count === 0) return 'No request was answered.'
  const known = [
    ...(p50 === null ? [] : [`Half of the requests took at most ${formatLatency(p50)}`]),
    ...(p95 === null ? [] : [`1 in 20 took more than ${formatLatency(p95)}`]),
    ...(p99 === null ? [] : [`1 in 100 took more than ${formatLatency(p99)}`]),
    ...(unboundedCount === 0 ? [] : [`${formatShare(unboundedCount / count)} of the requests never ended`]),
  ]
  return `${known.join('; ')}.`
}

function notes(report: Report): MarkupPart {
  const firstByte = firstByteFigures(report.load.total)
  const connections = connectionFigures(report)
  const target = targetFigures(report)
  const sentences = [
    ...unboundedNote(report),
    ...(firstByte === undefined
      ? []
      : [`From when a request was sent to the first byte of its response: ${firstByte}.`]),
    ...(connections === undefined ? [] : [`Connections: ${connections}.`]),
    ...(target === undefined ? [] : [`Target: ${target}.`]),
  ]
  return sentences.length === 0 ? null : sentences.join(' ')
}

function unboundedNote({ load: { total } }: Report): string[] {
  const { unboundedCount, count } = total.responseTime
  if (unboundedCount === 0) return []
  return [
    `${formatCount(unboundedCount)} of ${counted(count, 'request')} never ended, which counts as infinitely slow: there the curve of the response time leaves the chart.`,
  ]
}

const TABLE_QUANTILES = [0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999]

export function percentileTable({ quantiles, curves }: PercentileChart): DataTable {
  const last = quantiles.at(-1) ?? 0
  const rows = TABLE_QUANTILES.filter((quantile) => quantile <= last).map((quantile) =>
    nearestIndex(quantiles, quantile),
  )
  return {
    caption: 'Latency by percentile',
    columns: [{ heading: 'Percentile' }, ...curves.map(({ name }) => ({ heading: name }))],
    rows: [...new Set(rows)].map((i) => [
      percentileName(quantiles[i] as number),
      ...curves.map(({ seconds }) => formatLatency(seconds[i] ?? null)),
    ]),
  }
}

function percentileName(quantile: number): string {
  return quantile === 0 ? 'Minimum' : quantileLabel(Number(quantile.toPrecision(6))).toUpperCase()
}
