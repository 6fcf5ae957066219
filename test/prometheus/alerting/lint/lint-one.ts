// The findings about one rule, for tests of single checks.

import { lintRules } from '../../../../prometheus/alerting/lint/lint-rules.ts'
import type { LintContext } from '../../../../prometheus/alerting/lint/linted-rule.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'

type Written = Readonly<Record<string, unknown>>

/** What one check finds in a group of these rules: `line rule severity: sentence`. */
export function lintGroup(
  check: string,
  rules: readonly Written[],
  context: Partial<LintContext> = {},
  group: Written = {},
): string[] {
  const text = JSON.stringify({ groups: [{ name: 'g', ...group, rules }] })
  return lintRules(parseRuleFile(text, 'a.rules.yml'), { scrapeIntervalSeconds: 15, ...context })
    .filter((finding) => finding.check === check)
    .map(({ rule, severity, sentence }) => `${rule} ${severity}: ${sentence}`)
}
