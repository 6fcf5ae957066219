import type { SlaFinding } from './report.ts'
import { VERDICTS } from './worst-verdict.ts'

/**
 * The objective to name first: the worst finding; among equals what the scenario asks for before what is implied, a
 * quantile before a share, and the quantile that uses up most of its limit. Undefined where there are none.
 */
export function leadingObjective(sla: readonly SlaFinding[]): SlaFinding | undefined {
  return [...sla].sort((a, b) => severity(b) - severity(a) || usedShare(b) - usedShare(a))[0]
}

function severity({ finding }: SlaFinding): number {
  return VERDICTS.indexOf(finding)
}

/** Of a share, nothing: how far it lies from its limit cannot be compared with a quantile. */
function usedShare({ unit, observed, unbounded, limit, implied }: SlaFinding): number {
  if (implied) return -2
  if (unit !== 'seconds') return -1
  if (unbounded) return Number.POSITIVE_INFINITY
  return observed === null ? 0 : observed / limit
}
