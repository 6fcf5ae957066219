// Searches a body for a pattern. RE2 takes time linear in the text, but some of it: a long body is searched in its
// beginning alone.

import { compileRe2 } from '../../core/pattern/compile-re2.ts'
import { formatByteSize } from '../../core/text/byte-size.ts'
import type { Known } from './read-answer.ts'

/** Of characters. */
export const MOST_SEARCHED = 1024 ** 2

/**
 * A dot stops at a line's end.
 * @returns finds the first group, or all that matches where the pattern has none
 */
export function compileSearch(pattern: string): (text: string) => Known<string> {
  const compiled = compileRe2(pattern, false)
  const hasGroup = compiled.groupCount() > 0
  return (text) => {
    const isCut = text.length > MOST_SEARCHED
    const matcher = compiled.matcher(isCut ? text.slice(0, MOST_SEARCHED) : text)
    if (matcher.find()) {
      // Where the rest of the body stands, the pattern may have found an end, or the value may go on.
      if (isCut && matcher.end() === MOST_SEARCHED)
        return {
          problem: `a match that reaches the end of the first ${formatByteSize(MOST_SEARCHED)}, and no more is searched`,
          isUnreadable: true,
        }
      const value = matcher.group(hasGroup ? 1 : 0)
      return value === null ? { problem: 'a match without its group' } : { value }
    }
    if (!isCut) return { problem: 'no match' }
    return {
      problem: `no match in the first ${formatByteSize(MOST_SEARCHED)}, and no more is searched`,
      isUnreadable: true,
    }
  }
}
