// The runs that were pooled, a line each, and how far they lie apart.

import type { RepeatedRuns } from '../../../core/report/report.ts'
import { counted } from '../../../core/text/plural.ts'
import { formatCount, formatLatency, formatRelative } from '../../figures/figures.ts'
import { clocksOfRun, failedOfRun, fitnessOfRun } from '../../figures/generators/each-generator.ts'
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

/** Where one thread was not all there was. */
const GENERATOR_COLUMNS = [
  { header: 'generators', align: 'left', drop: 6 },
  { header: 'clocks apart', align: 'right', drop: 7 },
] as const

export function repeatSection(repeats: RepeatedRuns | undefined, width: number): Line[] {
  if (repeats === undefined) return []
  const { runs, spread } = repeats
  const hasGenerators = runs.some(({ generators }) => generators !== undefined)
  const cells = runs.map((run, i) => [
    [verdictMark(run.verdict)],
    line(String(i + 1)),
    line(String(run.seed), 'quiet'),
    line(formatCount(run.offered)),
    line(failedOfRun(run)),
    ...[run.p50, run.p95, run.p99].map((seconds) => line(formatLatency(seconds, run.offered > 0))),
    ...(hasGenerators
      ? [line(fitnessOfRun(run), run.generators?.unfit.length ? 'inconclusive' : undefined), line(clocksOfRun(run))]
      : []),
  ])
  return [
    ...heading(counted(runs.length, 'run'), line('pooled: every request counts once'), width),
    ...(bodyTable([...COLUMNS, ...(hasGenerators ? GENERATOR_COLUMNS : [])], cells, width) ?? []),
    ...spread.flatMap(({ quantile, pooled, lowest, highest, variation }) => {
      const figures = `${formatLatency(lowest, true)} to ${formatLatency(highest, true)}, pooled ${formatLatency(pooled, true)}`
      const between = variation === null ? '' : `, between runs ±${formatRelative(variation).replace('+', '')}`
      return statement(line(`${quantileHeading(quantile)}  ${figures}${between}`), width)
    }),
  ]
}
