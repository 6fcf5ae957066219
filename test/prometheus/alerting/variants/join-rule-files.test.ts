import { describe, expect, it } from 'vitest'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { joinRuleFiles } from '../../../../prometheus/alerting/variants/join-rule-files.ts'

const text = (group: string, alert: string) => `groups:
  - name: ${group}
    rules:
      - { alert: ${alert}, expr: x > 1 }
`
const [a, b] = [parseRuleFile(text('g', 'A'), 'a.yml'), parseRuleFile(text('h', 'B'), 'b.yml')]

describe('joinRuleFiles', () => {
  it('is one file with the groups of all, and knows the file of each rule', () => {
    const { ruleFile, fileOf } = joinRuleFiles([a, b])
    expect(ruleFile.groups.map(({ name }) => name)).toEqual(['g', 'h'])
    expect([fileOf('g', { name: 'A', line: 4 }), fileOf('h', { name: 'B', line: 4 })]).toEqual(['a.yml', 'b.yml'])
  })

  it('is the file itself where there is one', () => {
    expect(joinRuleFiles([a]).ruleFile).toBe(a)
  })
})
