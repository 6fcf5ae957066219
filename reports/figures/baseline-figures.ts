// The figures of a comparison with a baseline, in words that stand alike in every writer.

import { quantileLabel } from '../../core/latency/quantile.ts'
import type { BaselineFinding, RunDifference } from '../../core/report/report.ts'
import type { Reasoned } from '../../core/text/say-once.ts'
import { formatLatency, formatRelative } from './figures.ts'
import { quantileHeading } from './verdict-label.ts'

/** `+12%`, or `∞` where the later quantile lies among the requests that never ended. */
export function differenceFigure({ difference, before, after }: BaselineFinding): string {
  return before !== null && after === null ? '∞' : formatRelative(difference)
}

/** `P95`, `P95 of checkout`: what was compared. */
export function comparedHeading({ quantile, request }: BaselineFinding): string {
  return `${quantileHeading(quantile)}${request === undefined ? '' : ` of ${request}`}`
}

/** The same within a line: `p95`, `p95 of checkout`. */
export function comparedLabel({ quantile, request }: BaselineFinding): string {
  return `${quantileLabel(quantile)}${request === undefined ? '' : ` of ${request}`}`
}

/** The reason of its finding, with what it speaks of. */
export function reasonedDifference(finding: BaselineFinding): Reasoned {
  return { subject: comparedHeading(finding), reason: finding.reason }
}

export function differenceInterval({ interval }: BaselineFinding): string {
  const { lower = null, upper = null } = interval ?? {}
  if (lower !== null && upper !== null) return `${formatRelative(lower)} to ${formatRelative(upper)}`
  if (lower !== null) return `${formatRelative(lower)} or more`
  return upper === null ? '' : `up to ${formatRelative(upper)}`
}

export function beforeAndAfter({ before, after }: BaselineFinding): readonly [before: string, after: string] {
  return [formatLatency(before, true), formatLatency(after, true)]
}

/** `load.phases[1].rate: 20, now 40` */
export function conditionFigure({ about, what, before, after }: RunDifference): string {
  return about === what ? `${before}, now ${after}` : `${what}: ${before}, now ${after}`
}

/** How many findings' conditions a table of a page can hold. */
export const CONDITIONS_SHOWN = 8

export function hiddenConditions(count: number): string[] {
  return count > CONDITIONS_SHOWN ? [`and ${count - CONDITIONS_SHOWN} more in report.json`] : []
}
