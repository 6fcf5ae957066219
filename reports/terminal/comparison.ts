// Two or more runs side by side on a terminal: verdicts, objectives, quantiles, and what was not alike. Pure.

import type { Report, RunDifference, SlaFinding } from '../../core/report/report.ts'
import { formatRate } from '../../core/text/figures/rate.ts'
import { conditionFigure } from '../figures/baseline-figures.ts'
import { formatCount, formatLatency, formatRelative } from '../figures/figures.ts'
import { withPlainText } from '../figures/plain-text.ts'
import { comparedRequests, referenceP95 } from '../figures/requests/compared-requests.ts'
import { failedFigure, responseFigure } from '../figures/requests/request-figures.ts'
import { objectiveWithPlace, observedFigure } from '../figures/sla-figures.ts'
import type { TerminalOptions } from './terminal-options.ts'
import { detail, heading, statement, verdictMark } from './text/section.ts'
import { type Line, line, paint, span } from './text/styled-text.ts'
import { renderTable } from './text/table.ts'

export interface RunComparison {
  /** At least two; the first is what the others are compared with. */
  readonly reports: readonly Report[]
  /** Of each report after the first, from the first. */
  readonly differences: readonly (readonly RunDifference[])[]
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

export function renderComparison(comparison: RunComparison, { width, color }: TerminalOptions): string {
  const { reports, differences } = withPlainText(comparison)
  const lines = [
    ...runs(reports, width),
    [],
    ...heading('Objectives', [], width),
    ...table(objectiveRows(reports), reports, width),
    [],
    ...heading('Response time and load', [], width),
    ...table(figureRows(reports), reports, width),
    [],
    ...requests(reports, width),
    ...conditions(differences, width),
  ]
  return `${lines.map((spans) => paint(spans, color)).join('\n')}\n`
}

function letter(index: number): string {
  return LETTERS[index] ?? `#${index + 1}`
}

function runs(reports: readonly Report[], width: number): Line[] {
  return reports.flatMap(({ verdict, scenario, run, simulation }, i) => [
    ...statement(
      [
        span(`${letter(i)} `, 'strong'),
        verdictMark(verdict),
        span(simulation === undefined ? ` ${verdict}` : ` simulated (model: ${simulation.verdict})`, verdict),
        span(`  ${scenario.name}  ${run.startedAt.slice(0, 19).replace('T', ' ')} UTC`),
      ],
      width,
    ),
    ...detail(line(run.folder, 'quiet'), width),
  ])
}

interface Row {
  readonly name: string
  /** One for each report. */
  readonly cells: readonly Line[]
}

function objectiveRows(reports: readonly Report[]): Row[] {
  const names = [...new Set(reports.flatMap(({ sla }) => sla.map(objectiveWithPlace)))]
  return names.map((name) => ({
    name,
    cells: reports.map(({ sla }) => objectiveCell(sla.find((finding) => objectiveWithPlace(finding) === name))),
  }))
}

function objectiveCell(finding: SlaFinding | undefined): Line {
  if (finding === undefined) return line('not set', 'quiet')
  return [verdictMark(finding.finding), span(` ${observedFigure(finding)}`)]
}

function figureRows(reports: readonly Report[]): Row[] {
  const totals = reports.map(({ load }) => load.total)
  const quantiles = (['p50', 'p95', 'p99'] as const).map((key): Row => {
    const first = totals[0]?.responseTime[key] ?? null
    return {
      name: key.toUpperCase(),
      cells: totals.map(({ responseTime }, i) => {
        const seconds = responseTime[key]
        const change = i === 0 || first === null || seconds === null || first === 0 ? null : seconds / first - 1
        return line(
          `${formatLatency(seconds, responseTime.unboundedCount > 0)}${change === null ? '' : ` ${formatRelative(change)}`}`,
        )
      }),
    }
  })
  return [
    ...quantiles,
    { name: 'offered', cells: totals.map(({ offeredRate }) => line(formatRate(offeredRate))) },
    { name: 'requests', cells: totals.map(({ offered }) => line(formatCount(offered))) },
    {
      name: 'failed',
      cells: totals.map(({ offered, completed }) => line(formatCount(offered - completed))),
    },
  ]
}

/** Where any of the runs has several. */
function requests(reports: readonly Report[], width: number): Line[] {
  const rows = requestRows(reports)
  return rows.length === 0 ? [] : [...heading('Requests', [], width), ...table(rows, reports, width), []]
}

function requestRows(reports: readonly Report[]): Row[] {
  return comparedRequests(reports).flatMap((compared) => {
    const { name, requests: each } = compared
    const first = referenceP95(compared)
    return [
      {
        name: `P95 of ${name}`,
        cells: each.map((request, i) => {
          if (typeof request === 'string') return line(request, 'quiet')
          const { p95 } = request.responseTime
          const change = i === 0 || first === null || p95 === null || first === 0 ? null : p95 / first - 1
          return line(`${responseFigure(request, 'p95')}${change === null ? '' : ` ${formatRelative(change)}`}`)
        }),
      },
      {
        name: `failed of ${name}`,
        cells: each.map((request) =>
          typeof request === 'string' ? line(request, 'quiet') : line(failedFigure(request)),
        ),
      },
    ]
  })
}

/** As a table where it fits, else a line for each run. */
function table(rows: readonly Row[], reports: readonly Report[], width: number): Line[] {
  const columns = [
    { header: '', align: 'left', drop: 'keep' } as const,
    ...reports.map((_, i) => ({ header: letter(i), align: 'right', drop: 'keep' }) as const),
  ]
  const cells = rows.map(({ name, cells }) => [line(name), ...cells])
  const fitting = renderTable(columns, cells, width - 1)?.map((spans): Line => [span(' '), ...spans])
  return (
    fitting ??
    rows.flatMap(({ name, cells }) => [
      ...statement(line(name), width),
      ...cells.flatMap((cell, i) => detail([span(`${letter(i)} `, 'quiet'), ...cell], width)),
    ])
  )
}

function conditions(differences: readonly (readonly RunDifference[])[], width: number): Line[] {
  return differences.flatMap((each, i) => [
    ...heading(`What changed from A to ${letter(i + 1)}`, line(each.length === 0 ? 'only the time' : ''), width),
    ...each.flatMap((difference) =>
      statement([span(`${difference.about}  `, 'quiet'), span(conditionFigure(difference))], width),
    ),
  ])
}
