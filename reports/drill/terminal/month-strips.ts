// The months as strips of days: one for the incidents, one for each alert that fired.

import type { DrilledAlert, DrillReport } from '../../../core/report/drill-report.ts'
import { heading } from '../../terminal/text/section.ts'
import { type Line, line, type Span, span } from '../../terminal/text/styled-text.ts'
import { alertNames } from '../figures/alert-names.ts'

const DAY_SECONDS = 86_400
const MOST_STRIPS = 8
/** Narrower strips say nothing. */
const LEAST_CELLS = 15
/** `incidents 10` */
const WIDEST_MONTH = 12
/** Spaces around a name. */
const BESIDE = 3

export function monthStrips(report: DrillReport, width: number): Line[] {
  const { months, alerts, days } = report
  const names = alertNames(alerts)
  const longest = Math.max(...names.map((name) => name.length), WIDEST_MONTH)
  const widest = Math.min(longest, Math.max(WIDEST_MONTH, width - days - BESIDE))
  // A cell for every day, or several; for several days where the strip is narrow.
  const most = width - widest - BESIDE
  const cells = Math.min(most, days * Math.max(1, Math.floor(most / days)))
  if (cells < LEAST_CELLS) return []
  const strips = months.flatMap((month, i): Line[] => {
    if (month.kind !== 'incidents') return []
    const seconds = (days * DAY_SECONDS) / cells
    const fired = alerts
      .map((alert, at) => ({ alert, name: names[at] ?? '' }))
      .filter(({ alert }) => alert.episodes.some((each) => each.month === i))
    return [
      ...(i === months.findIndex(({ kind }) => kind === 'incidents') ? [] : [line('')]),
      strip(month.name, incidentCells(report, i, cells, seconds), widest),
      ...fired
        .slice(0, MOST_STRIPS)
        .map(({ alert, name }) => strip(name, alertCells(alert, i, cells, seconds), widest)),
      ...(fired.length > MOST_STRIPS ? [line(` and ${fired.length - MOST_STRIPS} more`, 'quiet')] : []),
    ]
  })
  if (strips.length === 0) return []
  const of = report.seeds === null ? '' : `of seed ${report.run.seed}, `
  return [
    ...heading('Months', line(`${of}${days} days each, from left to right; ▲ an incident, █ firing`, 'quiet'), width),
    ...strips,
  ]
}

function strip(name: string, cells: readonly Span[], widest: number): Line {
  const shown = name.length > widest ? `${name.slice(0, widest - 1)}…` : name.padEnd(widest)
  return [span(` ${shown} `, 'quiet'), ...cells]
}

function incidentCells({ incidents }: DrillReport, month: number, cells: number, seconds: number): readonly Span[] {
  return cellsOf(cells, (i) => {
    const [from, to] = [i * seconds, (i + 1) * seconds]
    const isOn = incidents.some((each) => each.month === month && each.fromSeconds < to && each.toSeconds > from)
    return isOn ? span('▲', 'strong') : span('·', 'quiet')
  })
}

function alertCells({ episodes }: DrilledAlert, month: number, cells: number, seconds: number): readonly Span[] {
  return cellsOf(cells, (i) => {
    const [from, to] = [i * seconds, (i + 1) * seconds]
    const fires = episodes.some(
      (each) => each.month === month && each.fromSeconds < to && (each.toSeconds ?? Number.POSITIVE_INFINITY) > from,
    )
    return fires ? span('█', 'fail') : span('·', 'quiet')
  })
}

function cellsOf(count: number, cell: (index: number) => Span): readonly Span[] {
  return Array.from({ length: count }, (_, i) => cell(i))
}
