// The words that explanations are made of.

import { quantileLabel } from '../../../core/latency/quantile.ts'
import type { LayoutFinding, LayoutFindingKind } from '../../../core/report/layout-comparison.ts'
import { formatShare } from '../../../core/scenario/objective.ts'
import { formatDuration } from '../../../core/text/duration.ts'

export function problem(kind: LayoutFindingKind, sentence: string): LayoutFinding {
  return { kind, severity: 'problem', sentence }
}

export function note(kind: LayoutFindingKind, sentence: string): LayoutFinding {
  return { kind, severity: 'note', sentence }
}

export function label(quantile: number): string {
  return quantileLabel(quantile).toUpperCase()
}

export function seconds(value: number): string {
  return formatDuration(value)
}

/** With a digit more, to tell 2.002s from the bound 2s. */
export function precise(value: number): string {
  return formatDuration(value, 4)
}

/** A share in two digits: `33%`. */
export function roughly(share: number): string {
  return formatShare(Number(share.toPrecision(2)))
}

/** A clause as a sentence. */
export function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`
}
