// The bounds of histograms that prove nothing, because not all that was added up counts them.

import { labelSignature } from '../../series/labels.ts'
import type { Labels } from '../../series/series.ts'

export interface PartialHistogram {
  /** Without `le` and the name. */
  readonly labels: Labels
  readonly bounds: ReadonlySet<number>
}

/** By the signature of the histogram's labels; those that are missing are whole. `any` where it may be any bound of any. */
export type PartialBounds = ReadonlyMap<string, PartialHistogram> | 'any'

export const NO_PARTIAL_BOUNDS: PartialBounds = new Map()
const NO_BOUNDS: ReadonlySet<number> = new Set()

/** @param labels without the name */
export function partialBoundsOf(labels: Labels, partial: PartialBounds): ReadonlySet<number> {
  if (partial === 'any' || partial.size === 0) return NO_BOUNDS
  return partial.get(labelSignature(labels))?.bounds ?? NO_BOUNDS
}

export function isWhole(partial: PartialBounds): boolean {
  return partial !== 'any' && partial.size === 0
}
