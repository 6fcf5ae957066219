// A count and its noun.

import { formatCount } from './count.ts'

/** `1 request`, `1,200 requests`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** `once`, `2 times`. */
export function times(count: number): string {
  return count === 1 ? 'once' : `${formatCount(count)} times`
}
