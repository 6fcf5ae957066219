// How large a file may be that is parsed as a whole: rules, dashboards, unit tests.

import { formatCount } from '../text/count.ts'

/** A rule file of a large company has a tenth of this. */
export const MOST_CHARACTERS = 8 * 1024 * 1024

/** What a file with more of them is, where nobody named it. */
export const TOO_LONG = `more than ${formatCount(MOST_CHARACTERS)} characters`

/** What is said of a text with more of them. */
export function tooLong(text: string): string {
  return `expected at most ${formatCount(MOST_CHARACTERS)} characters, got ${formatCount(text.length)}`
}
