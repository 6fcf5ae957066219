import { counted } from '../../core/text/plural.ts'
import { lintRules } from '../../prometheus/alerting/lint/lint-rules.ts'
import { parseRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import { everyRule, unreadParts } from '../../prometheus/alerting/rule-file.ts'
import type { ExamineOptions } from './examine-options.ts'
import type { Examined } from './examined.ts'
import { findingOfRule } from './finding-of-rule.ts'
import { scrapeInterval } from './scrape-interval.ts'

export async function examineRules(text: string, file: string, options: ExamineOptions): Promise<Examined> {
  const ruleFile = parseRuleFile(text, file)
  const facts = await options.target.factsFor(ruleFile)
  const evaluationIntervalSeconds = options.evaluationIntervalSeconds ?? facts.evaluationIntervalSeconds
  const context = {
    ...facts,
    ...scrapeInterval(options, facts),
    ...(evaluationIntervalSeconds !== undefined && { evaluationIntervalSeconds }),
  }
  const rules = ruleFile.groups.flatMap(everyRule)
  const apart = ruleFile.groups.reduce((sum, { unsupported = [] }) => sum + unsupported.length, 0)
  const other = ruleFile.otherResources ?? 0
  return {
    file,
    contents: `${counted(rules.length, 'rule')}${apart === 0 ? '' : `, ${apart} of them not evaluated here`}${other === 0 ? '' : `, ${counted(other, 'other resource')} passed over`}`,
    remarks: unreadParts(ruleFile),
    findings: lintRules(ruleFile, context).map(findingOfRule),
  }
}
