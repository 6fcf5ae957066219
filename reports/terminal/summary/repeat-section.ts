// The runs that were pooled, a line each, and how far they lie apart.

import type { RepeatedRuns } from '../../../core/report/report.ts'
import { formatLatency, formatRelative } from '../../figures/figures.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import { bodyTable, heading, statement, verdictMark } from '../text/section.ts'
import { type Line, line } from '../text/styled-text.ts'

const COLUMNS = [
  { header: '', align: 'left', drop: 'keep' },
  { header: 'run', align: 'right', drop: 'keep' },
  { header: 'seed', align: 'right', drop: 1 },
  { header: 'requests', align: 'right', drop: 3 },
  { header: 'failed', align: 'right', drop: 2 },
  { header: 'P50', align: 'right', drop: 4 },
  { header: 'P95', align: 'right', drop: 'keep' },
  { header: 'P99', align: 'right', drop: 5 },
] as const

export function repeatSection(repeats: RepeatedRuns | undefined, width: number): Line[] {
  if (repeats === undefined) return []
  const { runs, spread } = repeats
  const cells = runs.map((run, i) => [
    [verdictMark(run.verdict)],
    line(String(i + 1)),
    line(String(run.seed), 'quiet'),
    line(String(run.offered)),
    line(String(run.failed)),
    ...[run.p50, run.p95, run.p99].map((seconds) => line(formatLatency(seconds, run.offered > 0))),
  ])
  return [
    ...heading(`${runs.length} runs`, line('pooled: every request counts once'), width),
    ...(bodyTable(COLUMNS, cells, width) ?? []),
    ...spread.flatMap(({ quantile, pooled, lowest, highest, variation }) => {
      const figures = `${formatLatency(lowest, true)} to ${formatLatency(highest, true)}, pooled ${formatLatency(pooled, true)}`
      const between = variation === null ? '' : `, between runs ±${formatRelative(variation).replace('+', '')}`
      return statement(line(`${quantileHeading(quantile)}  ${figures}${between}`), width)
    }),
  ]
}
