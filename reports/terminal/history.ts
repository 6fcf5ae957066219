// The runs of one scenario, a line each, oldest first, and the trend of their P95. Pure.

import type { Report } from '../../core/report/report.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted } from '../../core/text/plural.ts'
import { formatCount, formatLatency } from '../figures/figures.ts'
import { generatorState } from '../figures/generator-state.ts'
import { plainText, withPlainText } from '../figures/plain-text.ts'
import type { TerminalOptions } from './terminal-options.ts'
import { bodyTable, heading, statement, verdictMark } from './text/section.ts'
import { sparkline } from './text/sparkline.ts'
import { type Line, line, paint, span } from './text/styled-text.ts'

const COLUMNS = [
  { header: '', align: 'left', drop: 'keep' },
  { header: 'started (UTC)', align: 'left', drop: 'keep' },
  { header: 'verdict', align: 'left', drop: 3 },
  { header: 'P95', align: 'right', drop: 'keep' },
  { header: 'P99', align: 'right', drop: 4 },
  { header: 'requests', align: 'right', drop: 5 },
  { header: 'failed', align: 'right', drop: 2 },
  { header: 'seed', align: 'right', drop: 6 },
  { header: '', align: 'left', drop: 1 },
] as const

export interface ScenarioHistory {
  readonly scenarioName: string
  /** Oldest first. */
  readonly reports: readonly Report[]
  /** Folders that hold no report that can be read. */
  readonly unreadable: readonly string[]
}

export function renderHistory(
  { scenarioName, reports, unreadable }: ScenarioHistory,
  { width, color }: TerminalOptions,
): string {
  const lines = [
    ...heading(plainText(scenarioName), line(counted(reports.length, 'run')), width),
    ...(bodyTable(COLUMNS, reports.map(withPlainText).map(row), width) ?? []),
    ...trend(reports, width),
    ...unreadable.flatMap((folder) => statement(line(`no report in ${plainText(folder)}`, 'quiet'), width)),
  ]
  return `${lines.map((spans) => paint(spans, color)).join('\n')}\n`
}

function row({ verdict, run, load: { total }, repeats, simulation, generator }: Report): Line[] {
  const { p95, p99, unboundedCount } = total.responseTime
  const remarks = [
    ...(simulation === undefined ? [] : ['simulated']),
    ...(repeats === undefined ? [] : [counted(repeats.runs.length, 'run')]),
    ...(run.aborted === undefined ? [] : ['aborted']),
    ...(run.interrupted ? ['interrupted'] : []),
    ...(run.collected === undefined ? [] : ['collected']),
    ...(generator.fit ? [] : [remarkOf(generator)]),
  ]
  const known = total.offered - total.lost
  return [
    [verdictMark(verdict)],
    line(run.startedAt.slice(0, 19).replace('T', ' ')),
    line(verdict, verdict),
    line(formatLatency(p95, unboundedCount > 0)),
    line(formatLatency(p99, unboundedCount > 0)),
    line(formatCount(total.offered)),
    line(known === 0 ? '' : formatShare((known - total.completed) / known)),
    line(String(run.seed), 'quiet'),
    line(remarks.join(', '), 'quiet'),
  ]
}

function remarkOf(generator: Report['generator']): string {
  const state = generatorState(generator)
  return state === 'lost' ? 'generator lost' : state
}

/** A run whose P95 lies among the requests that never ended stands as high as the highest. */
function trend(reports: readonly Report[], width: number): Line[] {
  if (reports.length < 2) return []
  const values = reports.map(({ load: { total } }) => {
    const { p95, count } = total.responseTime
    return p95 ?? (count > 0 ? Number.POSITIVE_INFINITY : null)
  })
  const known = values.filter((value) => value !== null).filter(Number.isFinite)
  if (known.length === 0) return []
  const range = `${formatLatency(Math.min(...known))} to ${formatLatency(Math.max(...known))}`
  const bars = sparkline(values, Math.max(1, width - range.length - 10))
  return [[], ...statement([span('P95 ', 'quiet'), span(bars), span(`  ${range}`, 'quiet')], width)]
}
