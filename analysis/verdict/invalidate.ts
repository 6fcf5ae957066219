// If the generator was overloaded, every finding becomes inconclusive: the service neither fails nor passes on it.

import type { AlertFinding, SlaFinding } from '../../core/report/report.ts'

const OVERLOADED = 'The generator was overloaded, so this finding is inconclusive.'

export function invalidateObjective({ provenBy: _, ...finding }: SlaFinding): SlaFinding {
  return { ...finding, finding: 'inconclusive', reason: `${OVERLOADED} ${finding.reason}` }
}

export function invalidateAlert(finding: AlertFinding): AlertFinding {
  if (finding.finding === null) return finding
  return { ...finding, finding: 'inconclusive', reason: `${OVERLOADED} ${finding.reason}` }
}
