// Bounds that nothing was as fast as: they cost series and tell nothing.

import type { ComparedLayout, LayoutFinding } from '../../../core/report/layout-comparison.ts'
import { counted } from '../../../core/text/plural.ts'
import type { AnalysisRequest } from '../analysis-request.ts'
import { note } from './finding.ts'

/** The most unused bounds that are listed one by one. */
const MOST_LISTED = 6

/**
 * Keeps the highest bound below the minimum: it is the first bucket's lower edge.
 * @param isEmpty whether surely nothing is at or below a bound
 */
export function unusedBoundsFinding(
  bounds: ComparedLayout['bounds'],
  { judgements }: Pick<AnalysisRequest, 'judgements'>,
  isEmpty: (bound: number) => boolean,
): LayoutFinding[] {
  const needed = new Set(judgements.map(({ thresholdSeconds }) => thresholdSeconds))
  const unused = (bounds ?? [])
    .filter(isEmpty)
    .slice(0, -1)
    .filter((bound) => !needed.has(bound))
  if (unused.length === 0) return []
  const list =
    unused.length > MOST_LISTED
      ? `${counted(unused.length, 'bound')} up to ${unused.at(-1)}`
      : `bounds ${unused.join(', ')}`
  const subject = unused.length === 1 ? `bound ${unused[0]}` : list
  return [
    note('unused-bounds', `Nothing was as fast as the ${subject}: ${unused.length} series per label set for nothing.`),
  ]
}
