// Text with meaning attached, laid out first and coloured last: so that no layout depends on colour, and colour
// never carries anything alone. The only file that knows SGR escape sequences.
// Source: ECMA-48, 8.3.117 Select Graphic Rendition. The sixteen basic colours keep the reader's own theme.

import type { Verdict } from '../../../core/report/worst-verdict.ts'
import { displayWidth, takeColumns } from './display-width.ts'

export type Style =
  | Verdict
  | 'strong'
  | 'quiet'
  /** A verdict as a solid block. */
  | `${Verdict} badge`

export interface Span {
  readonly text: string
  readonly style: Style | null
}

export type Line = readonly Span[]

const SGR: Record<Style, readonly [on: string, off: string]> = {
  pass: ['32', '39'],
  inconclusive: ['33', '39'],
  fail: ['31', '39'],
  strong: ['1', '22'],
  quiet: ['2', '22'],
  'pass badge': ['1;7;32', '22;27;39'],
  'inconclusive badge': ['1;7;33', '22;27;39'],
  'fail badge': ['1;7;31', '22;27;39'],
}

export function span(text: string, style: Style | null = null): Span {
  return { text, style }
}

export function line(text: string, style: Style | null = null): Line {
  return text === '' ? [] : [span(text, style)]
}

export function lineWidth(spans: Line): number {
  return spans.reduce((sum, { text }) => sum + displayWidth(text), 0)
}

/** The characters to write, without spaces at the end. */
export function paint(spans: Line, color: boolean): string {
  return withoutTrailingSpace(spans)
    .map(({ text, style }) =>
      color && style !== null ? `\u001b[${SGR[style][0]}m${text}\u001b[${SGR[style][1]}m` : text,
    )
    .join('')
}

/** Cut to so many columns, an ellipsis in the last one where something was lost. */
export function fitLine(spans: Line, width: number): Line {
  return lineWidth(spans) <= width ? spans : [...splitLine(spans, width - 1)[0], span('…')]
}

/** What fits into so many columns, and the rest. A character is never cut in half. */
export function splitLine(spans: Line, columns: number): [head: Line, tail: Line] {
  const head: Span[] = []
  let left = columns
  for (const [i, { text, style }] of spans.entries()) {
    const taken = takeColumns(text, left)
    if (taken !== '') head.push(span(taken, style))
    if (taken !== text) return [head, [span(text.slice(taken.length), style), ...spans.slice(i + 1)]]
    left -= displayWidth(taken)
  }
  return [head, []]
}

/** Filled with spaces up to so many columns. */
export function padLine(spans: Line, width: number, align: 'left' | 'right'): Line {
  const missing = width - lineWidth(spans)
  if (missing <= 0) return spans
  const filling = span(' '.repeat(missing))
  return align === 'left' ? [...spans, filling] : [filling, ...spans]
}

export function withoutTrailingSpace(spans: Line): Line {
  const last = spans.at(-1)
  if (last === undefined) return spans
  const text = last.style?.endsWith('badge') ? last.text : last.text.replace(/ +$/, '')
  if (text === last.text) return spans
  const rest = spans.slice(0, -1)
  return text === '' ? withoutTrailingSpace(rest) : [...rest, { text, style: last.style }]
}
