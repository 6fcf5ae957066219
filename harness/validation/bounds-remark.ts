import { listed } from '../../core/text/plural.ts'
import type { KnownTarget } from './known-target.ts'

const NAMES_SHOWN = 5

/** What is not told without bounds that are not known, and which flags would tell them. */
export function boundsRemark(
  file: string,
  unknown: readonly string[],
  question: string,
  { otherFlags }: KnownTarget,
): string[] {
  if (unknown.length === 0) return []
  const more = unknown.length - NAMES_SHOWN
  const names = more > 0 ? [...unknown.slice(0, NAMES_SHOWN), `${more} more`] : unknown
  const flags = listed(otherFlags).replace(' and ', ' or ')
  const remedy = flags === '' ? '' : `: ${flags} tells them`
  return [
    `${file}: note: the bounds of ${listed(names)} are not known, and without them it cannot be told ${question}${remedy}`,
  ]
}
