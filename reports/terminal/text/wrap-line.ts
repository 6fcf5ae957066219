// Word wrap over styled text. A word that is too long for a line of its own is cut, so that no line is ever wider
// than the given width.

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
  let current: Line = []
  let used = 0
  const columns = () => (lines.length === 0 ? indent.first : indent.rest)
  const room = () => Math.max(LEAST_ROOM, width - columns())
  const begin = (text: Line) => {
    current = text
    used = lineWidth(text)
  }
  const close = () => {
    lines.push(indented(current, columns(), width))
    begin([])
  }
  for (const word of words(spans)) {
    const needed = lineWidth(word)
    if (used + needed <= room()) {
      current = [...current, ...word]
      used += needed
      continue
    }
    if (isBlank(word)) continue
    if (!isBlank(current)) close()
    for (const piece of pieces(word, room(), Math.max(LEAST_ROOM, width - indent.rest))) {
      if (!isBlank(current)) close()
      begin(piece)
    }
  }
  if (current.length > 0 || lines.length === 0) close()
  return lines
}

/** A word cut into what fits on the line that it begins, and on those after it. */
function pieces(word: Line, firstRoom: number, room: number): Line[] {
  const [head, tail] = splitLine(word, firstRoom)
  return tail.length === 0 || head.length === 0 ? [word] : [head, ...pieces(tail, room, room)]
}

// An indent that leaves no room is left out rather than breaking the width.
function indented(spans: Line, columns: number, width: number): Line {
  const text = isBlank(spans.slice(0, 1)) ? spans.slice(1) : spans
  return columns > 0 && width - columns >= LEAST_ROOM ? [span(' '.repeat(columns)), ...text] : text
}

/** Only the plain space may be lost at the end of a line: others, such as the no-break space, belong to their word. */
function isBlank(spans: Line): boolean {
  return spans.every(({ text }) => /^ *$/.test(text))
}

/** Words and the blanks between them. A word may change its style half-way. */
function words(spans: Line): Line[] {
  const found: Span[][] = []
  for (const { text, style } of spans)
    for (const part of text.split(/( +)/).filter((piece) => piece !== '')) {
      const previous = found.at(-1)
      if (previous !== undefined && !isBlank(previous) && !isBlank([span(part, style)]))
        previous.push(span(part, style))
      else found.push([span(part, style)])
    }
  return found
}
