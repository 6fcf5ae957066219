// What the check of the rules found: where, what, and what to do.

import type { Report } from '../../../core/report/report.ts'
import { type RuleFinding, rulePlace } from '../../../core/run/rule-finding.ts'
import { SEVERITY_WORDS, shownRuleFindings } from '../../figures/rule-findings.ts'
import { html, type Markup } from '../page/markup.ts'
import type { Section } from '../page/section.ts'

const FINDINGS_SHOWN = 50

/** Null where there is nothing to say. */
export function ruleSection(report: Report): Section | null {
  const findings = shownRuleFindings(report)
  if (findings.length === 0) return null
  const hidden = findings.length - FINDINGS_SHOWN
  return {
    id: 'rules',
    heading: 'Do the rules say what they mean?',
    short: 'Rules',
    lede: 'What the check of the rule file found, with the series of the target at hand. It says nothing about the service.',
    body: html`<div class="remarks"><ul>
${findings.slice(0, FINDINGS_SHOWN).map(renderFinding)}${hidden > 0 ? html`<li>and ${hidden} more in report.json</li>\n` : null}</ul></div>
`,
  }
}

function renderFinding(finding: RuleFinding): Markup {
  const { rule, severity, message } = finding
  return html`<li><code>${rulePlace(finding)}</code> <strong>${rule}</strong> ${SEVERITY_WORDS[severity]}: ${message}</li>
`
}
