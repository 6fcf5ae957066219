// What the check of the rules found, as a list in Markdown.

import type { Report } from '../../core/report/report.ts'
import { rulePlace } from '../../core/run/rule-finding.ts'
import { SEVERITY_WORDS, shownRuleFindings } from '../figures/rule-findings.ts'
import { markdownCode, markdownText } from './markdown-text.ts'

/** A file of somebody else's may have hundreds, and GitHub cuts a comment at 65,536 characters. */
const FINDINGS_SHOWN = 20

export function ruleParts(report: Report): string[] {
  const findings = shownRuleFindings(report)
  if (findings.length === 0) return []
  const hidden = findings.length - FINDINGS_SHOWN
  const lines = findings
    .slice(0, FINDINGS_SHOWN)
    .map(
      (finding) =>
        `- ${markdownCode(rulePlace(finding))} ${markdownCode(finding.rule)} ${SEVERITY_WORDS[finding.severity]}: ${markdownText(finding.message)}`,
    )
  return ['### Rules', [...lines, ...(hidden > 0 ? [`- and ${hidden} more in report.json`] : [])].join('\n')]
}
