// The runs that were pooled, and how much they differ.

import type { Report } from '../../../core/report/report.ts'
import { counted } from '../../../core/text/plural.ts'
import { formatCount, formatLatency, formatRelative } from '../../figures/figures.ts'
import { failedOfRun, generatorColumns } from '../../figures/generators/each-generator.ts'
import { quantileHeading, VERDICT_WORDS } from '../../figures/verdict-label.ts'
import { html } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { renderTable } from '../page/table.ts'
import { renderBadge } from '../page/verdict-badge.ts'

/** Null where the scenario was run once. */
export function repeatSection({ repeats }: Report): Section | null {
  if (repeats === undefined) return null
  const columns = generatorColumns(repeats.runs)
  return {
    id: 'repeats',
    heading: 'Do the runs agree with each other?',
    short: 'Repeats',
    lede: `All other figures in this report pool the requests of ${counted(repeats.runs.length, 'run')}; each request counts once.`,
    body: html`${renderTable({
      caption: 'The runs one by one',
      captionHidden: true,
      columns: [
        { heading: 'Run' },
        { heading: 'Verdict', words: true },
        ...['P50', 'P95', 'P99', 'Failed', 'Requests', 'Seed'].map((heading) => ({ heading })),
        ...columns,
      ],
      rows: repeats.runs.map((run, i) => [
        String(i + 1),
        renderBadge(run.verdict, VERDICT_WORDS[run.verdict]),
        ...[run.p50, run.p95, run.p99].map((seconds) => formatLatency(seconds, run.offered > 0)),
        failedOfRun(run),
        formatCount(run.offered),
        run.seed,
        ...columns.map(({ cell }) => cell(run)),
      ]),
    })}${renderTable({
      caption: 'The spread between the runs',
      columns: ['Quantile', 'Pooled', 'Between runs', 'Lowest', 'Highest'].map((heading) => ({ heading })),
      rows: repeats.spread.map(({ quantile, pooled, lowest, highest, variation }) => [
        quantileHeading(quantile),
        formatLatency(pooled, true),
        variation === null ? '–' : `±${formatRelative(variation).replace('+', '')}`,
        ...[lowest, highest].map((seconds) => formatLatency(seconds, true)),
      ]),
    })}`,
  }
}
