// The runs that were pooled as a Markdown table, and how far they lie apart.

import type { Report } from '../../core/report/report.ts'
import { counted } from '../../core/text/plural.ts'
import { formatCount, formatLatency, formatRelative } from '../figures/figures.ts'
import { failedOfRun, generatorColumns } from '../figures/generators/each-generator.ts'
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
  const columns = generatorColumns(repeats.runs)
  const runs = repeats.runs.map((run, i) => [
    String(i + 1),
    marked(run.verdict),
    String(run.seed),
    formatCount(run.offered),
    failedOfRun(run),
    ...[run.p50, run.p95, run.p99].map((seconds) => formatLatency(seconds, run.offered > 0)),
    ...columns.map(({ cell }) => cell(run)),
  ])
  const spread = repeats.spread.map(({ quantile, pooled, lowest, highest, variation }) => [
    quantileHeading(quantile),
    ...[pooled, lowest, highest].map((seconds) => formatLatency(seconds, true)),
    variation === null ? '' : `±${formatRelative(variation).replace('+', '')}`,
  ])
  return [
    `### ${counted(repeats.runs.length, 'run')}`,
    'Everything else in this report is about all runs together: each request counts once.',
    markdownTable(
      [...RUN_COLUMNS, ...columns.map(({ heading, words }) => (words ? { header: heading } : right(heading)))],
      runs,
    ),
    markdownTable(SPREAD_COLUMNS, spread),
  ]
}
