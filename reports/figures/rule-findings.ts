// What the check of the rules found, as far as it helps the reader of a report.

import type { Report } from '../../core/report/report.ts'
import { gravestFirst, type RuleFinding } from '../../core/run/rule-finding.ts'

/** The gravest first, but for those that are the reason of an alert's finding. What a rule filters, or does not, matters only where its alert fired although it should not have. */
export function shownRuleFindings({ rules = [], alerts }: Pick<Report, 'rules' | 'alerts'>): readonly RuleFinding[] {
  const asked = alerts.filter(({ expected }) => expected !== null).map(({ name }) => name)
  const misfired = alerts.filter(
    ({ finding, transitions }) => finding === 'fail' && transitions.some(({ state }) => state === 'firing'),
  )
  const matters = ({ severity, alerts: own }: RuleFinding) =>
    severity !== 'note' || misfired.some(({ name }) => own.includes(name))
  const isReason = ({ message }: RuleFinding) => alerts.some(({ reason }) => reason.includes(message))
  return gravestFirst(
    rules.filter((finding) => matters(finding) && !isReason(finding)),
    asked,
  )
}

/** What a rule with such a finding is. */
export const SEVERITY_WORDS: Readonly<Record<RuleFinding['severity'], string>> = {
  error: 'mistake',
  warning: 'warning',
  note: 'note',
}
