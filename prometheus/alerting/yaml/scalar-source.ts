// Where a character of a YAML text stands in the file. Folding, chomping and indentation change blanks alone, so that the
// other characters are counted: the nth one of the text is the nth one of the source.

import type { Scalar } from 'yaml'

/**
 * @param source the whole file
 * @param text what the scalar was read as
 * @param index in the text; beyond its end, its last character counts
 * @returns the offset in the source
 */
export function scalarSource(source: string, scalar: Scalar, text: string, index: number): number {
  const [from, to] = scalar.range ?? [0, 0]
  let wanted = text.slice(0, index).replace(/\s/g, '').length
  let last = from
  for (let offset = contentStart(source, scalar, from); offset < to; ) {
    const written = characterAt(source, scalar, offset)
    if (!isBlank(written)) {
      last = offset
      if (wanted === 0) return offset
      wanted--
    }
    offset += written.length
  }
  return last
}

function contentStart(source: string, { type }: Scalar, from: number): number {
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') return Math.max(from, source.indexOf('\n', from) + 1)
  return type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE' ? from + 1 : from
}

/** As it is written: `''` and `\u0041` are one character each. */
function characterAt(source: string, { type }: Scalar, offset: number): string {
  const rest = source.slice(offset, offset + 10)
  if (type === 'QUOTE_SINGLE') return rest.startsWith("''") ? "''" : rest.charAt(0)
  if (type !== 'QUOTE_DOUBLE') return rest.charAt(0)
  return /^\\(?:x.{2}|u.{4}|U.{8}|[\s\S])/.exec(rest)?.[0] ?? rest.charAt(0)
}

function isBlank(written: string): boolean {
  return written.startsWith('\\') && written.length > 1 ? /^\\[\sntrfv_NLP]$/.test(written) : /\s/.test(written)
}
