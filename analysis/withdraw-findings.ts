// What becomes of findings that an unfit generator obtained: doubt, whatever they said. No service fails, and none
// passes, for the generator's own sake.

import type { AlertFinding, SlaFinding } from '../core/report/report.ts'

const WITHDRAWN = 'The generator was unfit, so this proves nothing.'

export function withdrawObjective(finding: SlaFinding): SlaFinding {
  return { ...finding, finding: 'inconclusive', reason: `${WITHDRAWN} ${finding.reason}` }
}

export function withdrawAlert(finding: AlertFinding): AlertFinding {
  if (finding.finding === null) return finding
  return { ...finding, finding: 'inconclusive', reason: `${WITHDRAWN} ${finding.reason}` }
}
