// Texts of which parts are references, while they are taken apart and put together. A reference stands between two
// characters that Unicode assigns to nothing and never will, so that no text that was imported can be taken for one.

const OPEN = '\u{FDD0}'
const CLOSE = '\u{FDD1}'
const MARK = /\u{FDD0}([A-Za-z_][\w.-]*)\u{FDD1}/gu
const MARK_OR_LITERAL = /\u{FDD0}[A-Za-z_][\w.-]*\u{FDD1}|[^\u{FDD0}]+/gu

/** A text in which references are marked. */
export type MarkedText = string

/** @param reference the name of a variable, or the source and the name of a value: `TOKEN`, `users.id` */
export function mark(reference: string): MarkedText {
  return `${OPEN}${reference}${CLOSE}`
}

/** Whether a text that was imported has the characters that marks are made of. */
export function holdsMarkCharacters(text: string): boolean {
  return text.includes(OPEN) || text.includes(CLOSE)
}

export function isMarked(text: MarkedText): boolean {
  return text.includes(OPEN)
}

/** What a mark refers to. */
export function referenceIn(marked: MarkedText): string {
  return marked.replace(MARK, '$1')
}

/** References with their marks, and what stands between them. */
export function splitMarks(text: MarkedText): readonly string[] {
  return text.match(MARK_OR_LITERAL) ?? []
}

/** The same text with each part that is no reference changed. */
export function mapLiterals(text: MarkedText, change: (literal: string) => MarkedText): MarkedText {
  return isMarked(text)
    ? splitMarks(text)
        .map((part) => (isMarked(part) ? part : change(part)))
        .join('')
    : change(text)
}

/**
 * As a scenario file has it: `${TOKEN}` for a reference, `$${` for a literal `${`.
 * A `$` right before a reference would make it literal, and has no notation of its own there.
 */
export function writeMarked(text: MarkedText): { readonly text: string; readonly lostDollar: boolean } {
  let lostDollar = false
  const parts = splitMarks(text)
  const written = parts.map((part, i) => {
    if (isMarked(part)) return part.replace(MARK, (_, reference: string) => `\${${reference}}`)
    const next = parts[i + 1]
    if (part.endsWith('$') && next !== undefined && isMarked(next)) lostDollar = true
    return part.replaceAll('${', () => '$${')
  })
  return { text: written.join(''), lostDollar }
}

/** With each reference as it would be written, for places and names. */
export function shownMarked(text: MarkedText): string {
  return text.replace(MARK, (_, reference: string) => `\${${reference}}`)
}
