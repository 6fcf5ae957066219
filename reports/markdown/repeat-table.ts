// The runs that were pooled as a Markdown table, and how far they lie apart.

import type { Report } from '../../core/report/report.ts'
import { formatCount, formatLatency, formatRelative } from '../figures/figures.ts'
import { quantileHeading } from '../figures/verdict-label.ts'
import { markdownTable } from './markdown-text.ts'
import { marked } from './verdict-mark.ts'

const right = (header: string) => ({ header, align: 'right' as const })

const RUN_COLUMNS = [
  { header: 'Run' },
  { header: 'Alone' },
  ...['Seed', 'Requests', 'Failed', 'P50', 'P95', 'P99'].map(right),
]

const SPREAD_COLUMNS = [{ header: '' }, ...['Pooled', 'Lowest', 'Highest', 'Between runs'].map(right)]

export function repeatParts({ repeats }: Report): string[] {
  if (repeats === undefined) return []
  const runs = repeats.runs.map((run, i) => [
    String(i + 1),
    marked(run.verdict),
    String(run.seed),
    formatCount(run.offered),
    formatCount(run.failed),
    ...[run.p50, run.p95, run.p99].map((seconds) => formatLatency(seconds, run.offered > 0)),
  ])
  const spread = repeats.spread.map(({ quantile, pooled, lowest, highest, variation }) => [
    quantileHeading(quantile),
    ...[pooled, lowest, highest].map((seconds) => formatLatency(seconds, true)),
    variation === null ? '' : `±${formatRelative(variation).replace('+', '')}`,
  ])
  return [
    `### ${repeats.runs.length} runs`,
    'Everything else in this report is of all runs together: each request counts once.',
    markdownTable(RUN_COLUMNS, runs),
    markdownTable(SPREAD_COLUMNS, spread),
  ]
}
