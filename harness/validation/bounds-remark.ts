import { listed, listedUpTo } from '../../core/text/plural.ts'
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
  const flags = listed(otherFlags).replace(' and ', ' or ')
  const remedy = flags === '' ? '' : `: ${flags} tells them`
  return [
    `${file}: note: the bounds of ${listedUpTo(NAMES_SHOWN, unknown)} are not known, and without them it cannot be told ${question}${remedy}`,
  ]
}
