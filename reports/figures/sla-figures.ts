// The figures of one SLA finding, in words that stand alike in every writer.

import { objectivePlace } from '../../core/report/objective-place.ts'
import type { SlaFinding } from '../../core/report/report.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { formatLatency, NO_FIGURE } from './figures.ts'

/** What was seen: `2.00s`, `0.3%`, or `∞` where the quantile lies among the requests that never ended. */
export function observedFigure(finding: SlaFinding): string {
  return figure(finding, finding.observed, finding.unbounded)
}

/** The 95% confidence interval: `1.98s to 2.00s`, or the end that it has; empty where it has none. */
export function intervalFigure(finding: SlaFinding): string {
  const { lower = null, upper = null } = finding.interval ?? {}
  const end = (value: number) => figure(finding, value, false)
  if (lower !== null && upper !== null) return `${end(lower)} to ${end(upper)}`
  if (lower !== null) return `${end(lower)} or more`
  return upper === null ? '' : `up to ${end(upper)}`
}

/** The objective and what it is about: `p95 < 1s for checkout during baseline`, `errors < 1% (implied)`. */
export function objectiveWithPlace(finding: SlaFinding): string {
  const place = objectivePlace(finding)
  if (place === null) return finding.objective
  return finding.implied ? `${finding.objective} (${place})` : `${finding.objective} ${place}`
}

/** What the histogram alone said; null where it cannot judge the objective. */
export function estimateFigure(finding: SlaFinding): string | null {
  return finding.estimateFinding === null ? null : figure(finding, finding.estimate, false)
}

/** Whether someone who has only the histogram would have come to another verdict. */
export function estimateMisleads(finding: SlaFinding): boolean {
  if (finding.estimateDoubt !== undefined) return false
  return finding.estimateFinding !== null && finding.estimateFinding !== finding.finding
}

function figure(finding: SlaFinding, value: number | null, unbounded: boolean): string {
  if (finding.unit === 'seconds') return formatLatency(value, unbounded)
  return value === null ? NO_FIGURE : formatShare(value)
}
