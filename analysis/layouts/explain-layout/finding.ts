// Text fragments for explanations.

import type { LayoutFinding, LayoutFindingKind } from '../../../core/report/layout-comparison.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { formatShare } from '../../../core/text/figures/share.ts'

export function problem(kind: LayoutFindingKind, sentence: string): LayoutFinding {
  return { kind, severity: 'problem', sentence }
}

export function note(kind: LayoutFindingKind, sentence: string): LayoutFinding {
  return { kind, severity: 'note', sentence }
}

/** A duration with one digit more than usual, which tells 2.002s from the bound 2s. */
export function precise(seconds: number): string {
  return formatDuration(seconds, 4)
}

/** A ratio as a percentage of two digits: `33%`. */
export function roughPercent(ratio: number): string {
  return formatShare(Number(ratio.toPrecision(2)))
}

/** A clause as a sentence: it begins with a capital and ends in a full stop. */
export function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`
}
