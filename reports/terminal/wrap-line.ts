// Word wrap over styled text. A word that is too long for a line of its own is cut, so that no line is ever wider
// than asked for.

import { type Line, lineWidth, type Span, span, splitLine } from './styled-text.ts'

export interface Indent {
  /** Columns before the first line. */
  readonly first: number
  /** Columns before all others. */
  readonly rest: number
}

const NO_INDENT: Indent = { first: 0, rest: 0 }

// The widest character takes two columns.
const LEAST_ROOM = 2

/** At least one line; each at most so many columns wide, indent included. */
export function wrapLine(spans: Line, width: number, indent: Indent = NO_INDENT): Line[] {
  const lines: Line[] = []
  let current: Span[] = []
  const columns = () => (lines.length === 0 ? indent.first : indent.rest)
  const room = () => Math.max(LEAST_ROOM, width - columns())
  const close = () => {
    lines.push(indented(current, columns(), width))
    current = []
  }
  for (const word of words(spans)) {
    if (lineWidth(current) + lineWidth(word) <= room()) {
      current.push(...word)
      continue
    }
    if (isBlank(word)) continue
    if (!isBlank(current)) close()
    let [head, rest] = splitLine(word, room())
    while (rest.length > 0 && head.length > 0) {
      current = [...head]
      close()
      ;[head, rest] = splitLine(rest, room())
    }
    current = [...head]
  }
  if (current.length > 0 || lines.length === 0) close()
  return lines
}

// An indent that leaves no room is left out rather than breaking the width.
function indented(spans: readonly Span[], columns: number, width: number): Line {
  const text = isBlank(spans.slice(0, 1)) ? spans.slice(1) : spans
  return columns > 0 && width - columns >= LEAST_ROOM ? [span(' '.repeat(columns)), ...text] : text
}

function isBlank(spans: Line): boolean {
  return spans.every(({ text }) => text.trim() === '')
}

/** Words and the blanks between them. A word may change its style half-way. */
function words(spans: Line): Line[] {
  const found: Span[][] = []
  for (const { text, style } of spans)
    for (const part of text.split(/( +)/).filter((piece) => piece !== '')) {
      const previous = found.at(-1)
      if (previous !== undefined && !isBlank(previous) && part.trim() !== '') previous.push(span(part, style))
      else found.push([span(part, style)])
    }
  return found
}
