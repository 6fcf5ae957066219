// How a part of the closing summary is laid out: a bold heading, the body one column in.

import type { Verdict } from '../../../core/report/worst-verdict.ts'
import { VERDICT_MARKS } from '../../figures/verdict-label.ts'
import { type Line, line, type Span, span } from './styled-text.ts'
import { type Column, renderTable } from './table.ts'
import { type Indent, wrapLine } from './wrap-line.ts'

const BODY: Indent = { first: 1, rest: 3 }
const DETAIL: Indent = { first: 3, rest: 3 }

export function heading(text: string, remark: Line, width: number): Line[] {
  return wrapLine(remark.length === 0 ? line(text, 'strong') : [span(text, 'strong'), span('  '), ...remark], width, {
    first: 0,
    rest: 1,
  })
}

/** A statement of its own; what does not fit hangs under it. */
export function statement(spans: Line, width: number): Line[] {
  return wrapLine(spans, width, BODY)
}

/** What belongs to the statement above it. */
export function detail(spans: Line, width: number): Line[] {
  return wrapLine(spans, width, DETAIL)
}

/** Null where not even the columns that must stay fit. */
export function bodyTable(
  columns: readonly Column[],
  rows: readonly (readonly Line[])[],
  width: number,
): Line[] | null {
  return renderTable(columns, rows, width - BODY.first)?.map((row) => [span(' '), ...row]) ?? null
}

export function verdictMark(verdict: Verdict): Span {
  return span(VERDICT_MARKS[verdict], verdict)
}
