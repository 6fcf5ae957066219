// Counts and their nouns, and lists of words.

import { formatCount } from './count.ts'

/** `1 request`, `1,200 requests`. @param plural where it is not the noun with an s: `series` */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`
}

/** `once`, `2 times`. */
export function times(count: number): string {
  return count === 1 ? 'once' : `${formatCount(count)} times`
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** `a, b and 3 more`: of many the first ones suffice. */
export function listedUpTo(most: number, words: readonly string[]): string {
  const more = words.length - most
  return listed(more > 0 ? [...words.slice(0, most), `${more} more`] : words)
}
