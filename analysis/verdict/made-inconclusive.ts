import type { Verdict } from '../../core/report/worst-verdict.ts'

/** The finding as inconclusive, that reason before its own. Where nothing is expected there is nothing to doubt. */
export function madeInconclusive<Finding extends { readonly finding: Verdict | null; readonly reason: string }>(
  finding: Finding,
  because: string,
): Finding {
  if (finding.finding === null) return finding
  return { ...finding, finding: 'inconclusive', reason: `${because} ${finding.reason}` }
}
