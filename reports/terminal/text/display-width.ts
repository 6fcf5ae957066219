// How many columns a text takes on a terminal. Escape sequences take none; East Asian wide characters and emoji
// take two; combining marks none. Source: Unicode Standard Annex 11, East Asian Width, classes W and F.

import { stripVTControlCharacters } from 'node:util'

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' })
// Letters and marks of one column each, no combining ones among them: nearly all that is ever measured. Cutting a text
// into graphemes costs a thousand times as much.
const ONE_COLUMN_EACH =
  /^[ -~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2190-\u2193\u2200-\u22ff\u2500-\u259f\u2713-\u2718]*$/
const TAKES_NONE = /^[\p{Mn}\p{Me}\p{Cc}\p{Cf}\p{Cs}]+$/u
// A presentation selector (U+FE0F) or a flag makes an emoji of what would be one column wide.
const EMOJI = /\p{Emoji_Presentation}|\ufe0f|[\u{1f1e6}-\u{1f1ff}]{2}/u
const WIDE =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u

export function displayWidth(text: string): number {
  if (ONE_COLUMN_EACH.test(text)) return text.length
  return graphemes(stripVTControlCharacters(text)).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0)
}

/** The longest beginning of the text that takes at most so many columns. */
export function takeColumns(text: string, columns: number): string {
  if (ONE_COLUMN_EACH.test(text)) return text.slice(0, Math.max(0, columns))
  let taken = ''
  let used = 0
  for (const grapheme of graphemes(text)) {
    used += graphemeWidth(grapheme)
    if (used > columns) break
    taken += grapheme
  }
  return taken
}

function graphemes(text: string): string[] {
  return Array.from(SEGMENTER.segment(text), ({ segment }) => segment)
}

function graphemeWidth(grapheme: string): number {
  if (TAKES_NONE.test(grapheme)) return 0
  return EMOJI.test(grapheme) || WIDE.test(grapheme) ? 2 : 1
}
