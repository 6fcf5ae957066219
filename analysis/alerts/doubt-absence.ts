// What an alert over the histogram proves where the histogram does not hold the client's requests. That it fired is a
// fact of the run, whoever sent the requests it saw. That it did not fire, fired late or resolved proves nothing: over
// all of the client's requests, and only those, it may have done otherwise.

import type { AlertFinding, PopulationMismatch } from '../../core/report/report.ts'
import type { AlertExpectation } from '../../core/run/alert.ts'

const UNLIKE = {
  fewer:
    'The histogram lacks requests of the client, and an alert over a part of the traffic proves nothing about all of it.',
  more: "The histogram holds requests that are not the client's, and an alert over other traffic proves nothing about the client's.",
} as const

/** Findings that rest on the alert's silence become inconclusive. Requests without an answer are the client's own. */
export function doubtAbsence(
  finding: AlertFinding,
  expectation: AlertExpectation | undefined,
  mismatch: PopulationMismatch | undefined,
): AlertFinding {
  if (!mismatch || mismatch.kind === 'unanswered' || !expectation || !restsOnAbsence(finding, expectation))
    return finding
  return { ...finding, finding: 'inconclusive', reason: `${finding.reason} ${UNLIKE[mismatch.kind]}` }
}

function restsOnAbsence(found: AlertFinding, expectation: AlertExpectation): boolean {
  if (found.finding === null || found.finding === 'inconclusive') return false
  if (!found.transitions.some(({ state }) => state === 'firing')) return true
  if (expectation.kind === 'never') return false
  const { fires, resolves } = expectation
  if (found.finding === 'pass') return resolves !== null
  // A failure: fired late is silence until then. Firing already, or firing still, was seen.
  const isLate = found.detectionSeconds !== null && found.detectionSeconds > fires.withinSeconds
  const isResolved = resolves === null || isWithin(found.resolutionSeconds, resolves.withinSeconds)
  return isLate && isResolved
}

function isWithin(seconds: number | null, withinSeconds: number): boolean {
  return seconds !== null && seconds <= withinSeconds
}
