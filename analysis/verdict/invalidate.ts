// What becomes of findings that an unfit generator obtained: doubt, whatever they said. No service fails, and none
// passes, for the generator's own sake.

import type { AlertFinding, SlaFinding } from '../../core/report/report.ts'

const OVERLOADED = 'The generator was unfit, so this proves nothing.'

export function invalidateObjective(finding: SlaFinding): SlaFinding {
  return { ...finding, finding: 'inconclusive', reason: `${OVERLOADED} ${finding.reason}` }
}

export function invalidateAlert(finding: AlertFinding): AlertFinding {
  if (finding.finding === null) return finding
  return { ...finding, finding: 'inconclusive', reason: `${OVERLOADED} ${finding.reason}` }
}
