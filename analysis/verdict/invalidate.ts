// If the generator was overloaded, every finding becomes inconclusive: the service neither fails nor passes on it.

import type { AlertFinding, ReportedGenerator, SlaFinding } from '../../core/report/report.ts'
import { STARVED } from '../attribution/starved-spells.ts'
import { madeInconclusive } from './made-inconclusive.ts'

const OVERLOADED = 'The generator was overloaded, so this finding is inconclusive.'

export function invalidateObjective({ provenBy: _, failing: __, ...finding }: SlaFinding): SlaFinding {
  return madeInconclusive(finding, OVERLOADED)
}

export function invalidateAlert(finding: AlertFinding): AlertFinding {
  return madeInconclusive(finding, OVERLOADED)
}

const LOST = 'A generator was lost, so the service may not have got the load that the scenario schedules.'

/** What an alert should have seen, it may not have been shown. */
export function doubtLost(finding: AlertFinding): AlertFinding {
  return madeInconclusive(finding, LOST)
}

const SATURATED = 'The generator was saturated, so the service may not have got the load that the scenario schedules.'

/**
 * What an alert saw is the service's own, but not when its load came. While a thread is saturated a missed expectation
 * proves nothing; one that was met holds where the load was sent as scheduled all the same.
 */
export function doubtAlert(
  finding: AlertFinding,
  generator: ReportedGenerator,
  allowedLagSeconds: number,
): AlertFinding {
  const isDelivered = (generator.dispatchDelay.p99 ?? 0) <= allowedLagSeconds
  if (!generator.saturated || (finding.finding === 'pass' && isDelivered)) return finding
  return madeInconclusive(finding, SATURATED)
}

/** A server that was slower than its script says may have fired an alert, or kept it firing, that by itself it would not. */
export function doubtStarved(finding: AlertFinding, isStarved: boolean): AlertFinding {
  return isStarved && finding.finding === 'fail' ? madeInconclusive(finding, STARVED) : finding
}
