import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../../core/compiled-entry.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { everyRule, type RuleFile } from '../../../../prometheus/alerting/rule-file.ts'
import { rulesAsYaml } from '../../../../prometheus/alerting/yaml/rules-as-yaml.ts'
import { describeReal } from '../../../support/real-programs.ts'
import { promtool } from '../../promtool.ts'

const shipped = join(packageRoot, 'prometheus', 'rules')
const files = readdirSync(shipped).filter((name) => /\.ya?ml$/.test(name))

const MANY = `
groups:
  - name: "odd: name"
    interval: 30s
    limit: 5
    query_offset: 1m
    labels: { team: shop }
    rules:
      - record: job:slow:ratio
        expr: |
          sum by (job) (rate(slow_total[5m]))
            / sum by (job) (rate(all_total[5m]))
      - alert: Slow
        expr: job:slow:ratio > 0.1
        for: 90s
        keep_firing_for: 5m
        labels: { severity: page }
        annotations: { summary: '{{ $labels.job }}: "{{ $value | humanizePercentage }}"', "yes": "no" }
      - alert: NotEvaluatedHere
        expr: mad_over_time(x[5m]) > 1
`

function contents({ groups }: RuleFile) {
  return groups.map(({ unsupported = [], ...group }) => ({
    ...group,
    rules: everyRule({ ...group, unsupported }).map(({ line, ...rule }) => ({
      ...rule,
      expression: rule.expression.trim(),
    })),
  }))
}

describe('rulesAsYaml', () => {
  it.each([
    ...files.map((name) => ({ name, text: readFileSync(join(shipped, name), 'utf8') })),
    { name: 'one with all that a file can have', text: MANY },
  ])('reads as what it was written from: $name', ({ name, text }) => {
    const file = parseRuleFile(text, name)
    expect(contents(parseRuleFile(rulesAsYaml(file), name))).toEqual(contents(file))
  })

  it('tells groups of one name apart, which a file may not have twice', () => {
    const file = parseRuleFile(MANY, 'many.yml')
    const names = parseRuleFile(rulesAsYaml({ groups: [...file.groups, ...file.groups] }), 'both.yml').groups
    expect(names.map(({ name }) => name)).toEqual(['odd: name', 'odd: name (2)'])
  })
})

describeReal('a rule file that was written', ['promtool'], () => {
  it('is taken by promtool', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sla-harness-rules-'))
    try {
      // What a promtool of version 2 does not know.
      const older = MANY.replace(/ {4}(?:query_offset|labels: { team).*\n/g, '').replace(
        'mad_over_time',
        'avg_over_time',
      )
      await writeFile(join(folder, 'rules.yml'), rulesAsYaml(parseRuleFile(older, 'many.yml')))
      expect(await promtool('check', 'rules', join(folder, 'rules.yml'))).toContain('SUCCESS: 3 rules found')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
