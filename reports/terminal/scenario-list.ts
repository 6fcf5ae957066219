// What the command `scenario` prints by itself: each scenario with its question, its duration and its expected verdict.

import type { Verdict } from '../../core/report/worst-verdict.ts'
import { formatSpan } from '../figures/figures.ts'
import { withPlainText } from '../figures/plain-text.ts'
import { VERDICT_MARKS } from '../figures/verdict-label.ts'
import type { TerminalOptions } from './terminal-options.ts'
import { type Line, line, lineWidth, padLine, paint, span } from './text/styled-text.ts'
import { wrapLine } from './text/wrap-line.ts'

export interface ScenarioListEntry {
  readonly name: string
  readonly question: string
  readonly durationSeconds: number
  readonly expectedVerdict: Verdict | null
  /** Why it cannot be run, so that nothing else is known of it; null where it can. */
  readonly problem: string | null
}

const WIDEST = 120
const GAP = 2
/** Below this, the question goes under its scenario. */
const LEAST_QUESTION_WIDTH = 30

/** @param howToRun the command that runs one */
export function renderScenarioList(
  entries: readonly ScenarioListEntry[],
  howToRun: string,
  options: TerminalOptions,
): string {
  const width = Math.min(options.width, WIDEST)
  const plain = withPlainText(entries)
  const lines = [
    ...(plain.length === 0 ? wrapLine(line('There are no scenarios here.'), width) : listed(plain, width)),
    [],
    ...wrapLine([span('Run one with '), span(howToRun, 'strong')], width),
  ]
  return `${lines.map((spans) => paint(spans, options.color)).join('\n')}\n`
}

function listed(entries: readonly ScenarioListEntry[], width: number): Line[] {
  const rows = entries.map(
    ({ name, question, durationSeconds, expectedVerdict, problem }): Row =>
      problem === null
        ? {
            cells: [line(name, 'strong'), line(formatSpan(durationSeconds)), expected(expectedVerdict)],
            question: line(question),
          }
        : { cells: [line(name, 'strong'), [], []], question: line('cannot be run', 'fail') },
  )
  const header: Row = {
    cells: [line('scenario', 'quiet'), line('takes', 'quiet'), line('expected', 'quiet')],
    question: line('question', 'quiet'),
  }
  return asTable([header, ...rows], width) ?? rows.flatMap((row, i) => asParagraph(row, i === 0, width))
}

interface Row {
  readonly cells: readonly Line[]
  readonly question: Line
}

/** Null where the questions would have too little room. */
function asTable(rows: readonly Row[], width: number): Line[] | null {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map(({ cells }) => lineWidth(cells[column] ?? []))))
  const indent = widths.reduce((sum, columns) => sum + columns + GAP, 0)
  if (width - indent < LEAST_QUESTION_WIDTH) return null
  return rows.flatMap(({ cells, question }) => {
    const head = cells.flatMap((cell, column) => [
      ...padLine(cell, widths[column] ?? 0, column === 1 ? 'right' : 'left'),
      span(' '.repeat(GAP)),
    ])
    return wrapLine(question, width - indent).map((spans, i) => [
      ...(i === 0 ? head : [span(' '.repeat(indent))]),
      ...spans,
    ])
  })
}

function asParagraph(
  { cells: [name = [], takes = [], verdict = []], question }: Row,
  isFirst: boolean,
  width: number,
): Line[] {
  const title = [
    ...name,
    ...(takes.length === 0 ? [] : [span('  '), ...takes]),
    ...(verdict.length === 0 ? [] : [span(', expected '), ...verdict]),
  ]
  return [
    ...(isFirst ? [] : [[]]),
    ...wrapLine(title, width, { first: 0, rest: 2 }),
    ...(question.length === 0 ? [] : wrapLine(question, width, { first: 2, rest: 2 })),
  ]
}

function expected(verdict: Verdict | null): Line {
  return verdict === null ? [] : line(`${VERDICT_MARKS[verdict]} ${verdict}`, verdict)
}
