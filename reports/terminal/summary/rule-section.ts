// What the check of the rules found, one statement each.

import type { Report } from '../../../core/report/report.ts'
import { rulePlace } from '../../../core/run/rule-finding.ts'
import { SEVERITY_WORDS, shownRuleFindings } from '../../figures/rule-findings.ts'
import { heading, statement } from '../text/section.ts'
import { type Line, line, span } from '../text/styled-text.ts'

const FINDINGS_SHOWN = 5

export function ruleSection(report: Report, width: number): Line[] {
  const findings = shownRuleFindings(report)
  if (findings.length === 0) return []
  const hidden = findings.length - FINDINGS_SHOWN
  return [
    ...heading('Rules', [], width),
    ...findings
      .slice(0, FINDINGS_SHOWN)
      .flatMap((finding) =>
        statement(
          [
            span('! ', finding.severity === 'error' ? 'fail' : 'inconclusive'),
            span(`${rulePlace(finding)} `, 'quiet'),
            span(finding.rule, 'strong'),
            span(` ${SEVERITY_WORDS[finding.severity]}: ${finding.message}`),
          ],
          width,
        ),
      ),
    ...(hidden > 0 ? statement(line(`and ${hidden} more in the report`, 'quiet'), width) : []),
  ]
}
