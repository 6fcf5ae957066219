import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'
import { UserError } from '../../../core/user-error.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { alertingRules, unreadParts } from '../../../prometheus/alerting/rule-file.ts'

const parse = (text: string) => parseRuleFile(text, 'a.rules.yml')

/** A file with one group of one rule, whose lines begin at line 4. */
const withRule = (...lines: string[]) =>
  `groups:\n  - name: g\n    rules:\n${lines.map((line) => `      ${line}\n`).join('')}`

describe('parseRuleFile', () => {
  it("reads the lab's rule", () => {
    const file = join(packageRoot, 'prometheus/rules/latency.rules.yml')
    const text = readFileSync(file, 'utf8')
    expect(parseRuleFile(text, file)).toEqual({
      file,
      text,
      groups: [
        {
          name: 'latency',
          intervalSeconds: null,
          limit: 0,
          queryOffsetSeconds: 0,
          rules: [
            {
              kind: 'alerting',
              name: 'HighLatency95thPercentile',
              line: 5,
              expression: 'histogram_quantile(0.95, rate(model_latency_seconds_bucket[1m])) > 1',
              forSeconds: 30,
              keepFiringForSeconds: 0,
              labels: { severity: 'warning' },
              annotations: {
                summary: 'The P95 latency of {{ $labels.instance }} is above 1 s',
                description: 'The estimated P95 over the last minute is {{ $value | humanizeDuration }}.',
              },
            },
          ],
        },
      ],
    })
  })

  it('reads every field of a rule file', () => {
    const { groups } = parse(`
groups:
  - name: g
    interval: 1m30s
    query_offset: 5s
    limit: 10
    labels: { team: ml, severity: page }
    rules:
      - record: job:latency:p95
        expr: |
          histogram_quantile(0.95,
            sum by (le) (rate(x_bucket[5m])))
        labels: { severity: info }
      - alert: Slow
        expr: job:latency:p95 > 1
        for: 1d
        keep_firing_for: 1h500ms
        labels: { tier: 1, exact: true, empty: }
  - name: empty
`)
    expect(groups).toEqual([
      {
        name: 'g',
        intervalSeconds: 90,
        limit: 10,
        queryOffsetSeconds: 5,
        rules: [
          {
            kind: 'recording',
            name: 'job:latency:p95',
            line: 9,
            expression: 'histogram_quantile(0.95,\n  sum by (le) (rate(x_bucket[5m])))',
            labels: { team: 'ml', severity: 'info' },
          },
          {
            kind: 'alerting',
            name: 'Slow',
            line: 14,
            expression: 'job:latency:p95 > 1',
            forSeconds: 86400,
            keepFiringForSeconds: 3600.5,
            labels: { team: 'ml', severity: 'page', tier: '1', exact: 'true', empty: '' },
            annotations: {},
          },
        ],
      },
      { name: 'empty', intervalSeconds: null, limit: 0, queryOffsetSeconds: 0, rules: [] },
    ])
  })

  it.each([
    ['nothing', ''],
    ['a comment', '# nothing\n'],
    ['no groups', 'groups:\n'],
    ['an empty list of groups', 'groups: []\n'],
  ])('reads %s as no rules', (_, text) => {
    expect(parse(text).groups).toEqual([])
  })

  it('reads the first document alone, as Prometheus does, and says where the others begin', () => {
    const file = parse(`${withRule('- alert: A', '  expr: up')}---\n${withRule('- alert: B', '  expr: up >')}`)
    expect(alertingRules(file).map(({ name }) => name)).toEqual(['A'])
    expect(unreadParts(file)).toEqual([
      'a.rules.yml:7: warning: another YAML document begins here, and Prometheus reads the first one alone: the rules from here on are never loaded, without a word; give them a file of their own',
    ])
    expect(unreadParts(parse('---\ngroups: []\n---\n# nothing\n'))).toEqual([])
  })

  it.each([
    ['double', '"', 'one two: "three"', 'one\ntwo: \\"three\\"'],
    ['single', "'", "one two: it's", "one\ntwo: it''s"],
  ])('reads texts in %s quotes that go on where their key begins', (_, quote, value, written) => {
    const lines = `summary: ${quote}${written}${quote}`.split('\n').map((line) => `    ${line}`)
    const file = parse(withRule('- alert: A', '  expr: up', '  annotations:', ...lines, '- alert: B', '  expr: up'))
    expect(alertingRules(file).map(({ line, annotations }) => [line, annotations])).toEqual([
      [4, { summary: value }],
      [9, {}],
    ])
  })

  it('follows anchors and merges', () => {
    const text = withRule('- &base', '  alert: A', '  expr: up == 0', '  for: 10s', '- <<: *base', '  alert: B')
    expect(alertingRules(parse(text))).toMatchObject([
      { name: 'A', expression: 'up == 0', forSeconds: 10 },
      { name: 'B', expression: 'up == 0', forSeconds: 10 },
    ])
  })

  it('reads a duration without a value as none', () => {
    expect(alertingRules(parse(withRule('- alert: A', '  expr: up', '  for:')))[0]?.forSeconds).toBe(0)
  })

  it('accepts empty alert fields in a recording rule', () => {
    expect(
      parse(withRule('- record: a', '  expr: up', '  for: 0s', '  annotations: {}')).groups[0]?.rules,
    ).toHaveLength(1)
  })
})

describe('parseRuleFile rejects', () => {
  it.each([
    [
      'a key that does not exist',
      'groups:\n  - nam: g\n',
      [
        'a.rules.yml:2 groups[0].nam: expected one of name, interval, query_offset, limit, labels, rules, got nam (did you mean name?)',
        'a.rules.yml:2 groups[0]: expected a group with a name',
      ],
    ],
    ['a key that is no near miss', 'rules: []\n', ['a.rules.yml:1 rules: expected one of groups, got rules']],
    [
      'a key given twice',
      withRule('- alert: A', '  expr: up', '  expr: up'),
      ['a.rules.yml:6: Map keys must be unique'],
    ],
    [
      'two groups of one name',
      'groups:\n- name: g\n- name: g\n',
      ['a.rules.yml:3 groups[1]: expected group names that differ, got g twice'],
    ],
    ['a list where a mapping belongs', '- name: g\n', ['a.rules.yml:1: expected a mapping with groups, got a list']],
    [
      'a mapping where a list belongs',
      'groups: { name: g }\n',
      ['a.rules.yml:1 groups: expected a list, got a mapping'],
    ],
    [
      'a text where a mapping belongs',
      withRule('- alert: A', '  expr: up', '  labels: page'),
      ['a.rules.yml:6 groups[0].rules[0].labels: expected a mapping, got "page"'],
    ],
    [
      'a list where a text belongs',
      withRule('- alert: [A]', '  expr: up'),
      [
        'a.rules.yml:4 groups[0].rules[0].alert: expected a text, got a list',
        'a.rules.yml:4 groups[0].rules[0]: expected a rule with either alert or record, got neither',
      ],
    ],
    [
      'a duration with a fraction',
      withRule('- alert: A', '  expr: up', '  for: 1.5m'),
      ['a.rules.yml:6 groups[0].rules[0].for: expected a duration in whole units, such as 30s or 1m30s, got "1.5m"'],
    ],
    [
      'a duration without a unit',
      withRule('- alert: A', '  expr: up', '  for: 30'),
      ['a.rules.yml:6 groups[0].rules[0].for: expected a duration in whole units, such as 30s or 1m30s, got "30"'],
    ],
    [
      'a limit below 0',
      'groups:\n- name: g\n  limit: -1\n',
      ['a.rules.yml:3 groups[0].limit: expected a whole number, got "-1"'],
    ],
    [
      'a rule that is both',
      withRule('- alert: A', '  record: a', '  expr: up'),
      ['a.rules.yml:4 groups[0].rules[0]: expected a rule with either alert or record, got both'],
    ],
    [
      'a rule without an expression',
      withRule('- alert: A'),
      ['a.rules.yml:4 groups[0].rules[0]: expected a rule with an expression (expr)'],
    ],
    [
      'an empty expression',
      withRule('- alert: A', '  expr: ""'),
      ['a.rules.yml:5 groups[0].rules[0].expr: expected a rule with an expression (expr)'],
    ],
    [
      'a recording rule that waits',
      withRule('- record: a', '  expr: up', '  for: 5s', '  annotations: { a: b }'),
      [
        'a.rules.yml:6 groups[0].rules[0].for: expected for in alerting rules only, got it in the recording rule a',
        'a.rules.yml:7 groups[0].rules[0].annotations: expected annotations in alerting rules only, got it in the recording rule a',
      ],
    ],
    [
      'an expression for a name',
      withRule('- record: a{b="c"}', '  expr: up'),
      ['a.rules.yml:4 groups[0].rules[0].record: expected the name of a series, got "a{b=\\"c\\"}"'],
    ],
    [
      'the name as a label',
      withRule('- alert: A', '  expr: up', '  labels: { __name__: b }'),
      ['a.rules.yml:6 groups[0].rules[0].labels.__name__: expected the name of a label, got "__name__"'],
    ],
    [
      'half a template',
      withRule('- alert: A', '  expr: up', '  labels: { a: "{{ $value" }'),
      ['a.rules.yml:6 groups[0].rules[0].labels.a: expected a Go template, got "{{ $value": unclosed action'],
    ],
  ])('%s', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems)
  })

  it.each([
    [
      'on one line',
      withRule('- alert: A', '  expr: rat(x[1m]) > 1'),
      /^a\.rules\.yml:5 groups\[0\]\.rules\[0\]\.expr: expected a PromQL expression, got one that fails at 1:1 .*rate/,
    ],
    [
      'in a block, at its own line',
      withRule('- alert: A', '  expr: |', '    sum(', '      rat(x[1m])) > 1'),
      /^a\.rules\.yml:7 groups\[0\]\.rules\[0\]\.expr: expected a PromQL expression, got one that fails at 2:3 .*rate/,
    ],
    [
      'in a folded block with a comment in its head',
      withRule('- alert: A', '  expr: >- # why', '    sum(', '    rat(x[1m])) > 1'),
      /^a\.rules\.yml:7 groups\[0\]\.rules\[0\]\.expr: .*rate/,
    ],
    [
      'in a plain text of several lines',
      withRule('- alert: A', '  expr: sum(', '    1 +', '    rat(x[1m])) > 1'),
      /^a\.rules\.yml:7 groups\[0\]\.rules\[0\]\.expr: .*rate/,
    ],
    [
      'in single quotes, over several lines',
      withRule('- alert: A', "  expr: 'sum({a=''b''}) +", "    rat(x[1m]) > 1'"),
      /^a\.rules\.yml:6 groups\[0\]\.rules\[0\]\.expr: .*rate/,
    ],
    [
      'in double quotes with escapes, over several lines',
      withRule('- alert: A', '  expr: "sum({a=\\"b\\"}) +\\n', '    \\u0072at(x[1m]) > 1"'),
      /^a\.rules\.yml:6 groups\[0\]\.rules\[0\]\.expr: .*rate/,
    ],
    [
      'that an alias brings, where it is written',
      withRule('- alert: A', '  annotations: { a: &e "rat(x[1m])" }', '  expr: *e'),
      /^a\.rules\.yml:5 groups\[0\]\.rules\[0\]\.expr: .*rate/,
    ],
  ])('an expression that Prometheus would refuse, %s', (_, text, message) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(message)])
  })

  it('all rules for the mistake of one, as Prometheus does', () => {
    const text = withRule('- alert: A', '  expr: up', '- alert: B', '  expr: up >', '- alert: C', '  expr: up')
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^a\.rules\.yml:7 groups\[0\]\.rules\[1\]\.expr: expected a PromQL expression/),
      'a.rules.yml: Prometheus refuses the whole file, all 3 rules of it, for this mistake',
    ])
  })

  it('a mapping that merges itself', () => {
    expect(problemsOf('groups: &g\n  - &a { <<: *a, name: b, rules: [] }\n')).toEqual([
      'a.rules.yml:2 groups[0]: expected a mapping to merge that does not merge itself',
    ])
  })

  it('merges that multiply', () => {
    const labels = Array.from({ length: 30 }, (_, i) => `    - &a${i + 1} { <<: [*a${i}, *a${i}], z: 1 }`)
    const text = `groups:\n  - name: a\n    rules:\n    - &a0 { alert: A, expr: up }\n${labels.join('\n')}\n`
    expect(problemsOf(text).join('\n')).toContain('expected at most 1000 merges in a file, got more')
  })

  it('thousands of lists inside one another', () => {
    expect(problemsOf(`groups: ${'['.repeat(20_000)}`)[0]).toMatch(/fewer lists and mappings inside one another/)
  })

  it('more text than rules have', () => {
    expect(problemsOf(`#${' '.repeat(8 * 1024 * 1024)}`)).toEqual([
      'a.rules.yml:1: expected at most 8,388,608 characters, got 8,388,609',
    ])
  })

  it('a text that is not YAML', () => {
    expect(problemsOf('groups: [\n')[0]).toMatch(/^a\.rules\.yml:2: /)
  })
})

function problemsOf(text: string): string[] {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n')
    throw error
  }
  throw new Error('expected the file to be refused')
}

describe('a file that is something else', () => {
  it('is read where it is a PrometheusRule: what is evaluated is the rule file in it', () => {
    const text =
      'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: a }\nspec:\n  groups:\n    - name: g\n      rules:\n        - { alert: A, expr: up }\n'
    const ruleFile = parseRuleFile(text, 'a.yml')
    expect(ruleFile.groups[0]?.rules[0]).toMatchObject({ name: 'A', expression: 'up', line: 8 })
    expect(parseRuleFile(ruleFile.text, 'b.yml').groups[0]?.rules[0]).toMatchObject({ name: 'A', line: 4 })
  })

  it.each([
    ['kind: PrometheusRule\nmetadata: { name: a }\n', 'a.yml:1: expected a PrometheusRule with spec, got none'],
    [
      'kind: PrometheusRule\nspec: { group: [] }\n',
      'a.yml:2 spec.group: expected one of groups, got group (did you mean groups?)',
    ],
    [
      'route: {}\nreceivers: []\n',
      'a.yml: expected a file of Prometheus rules, with groups, got a configuration of Alertmanager: amtool check-config a.yml checks it',
    ],
    [
      '{ "panels": [] }',
      'a.yml: expected a file of Prometheus rules, with groups, got a Grafana dashboard: sla-harness validate a.yml lists',
    ],
    [
      'version: prometheus/v1\nservice: a\nslos: []\n',
      'got objectives for Sloth, which makes rules of them: generate the rules and read those: sloth generate -i a.yml',
    ],
    [
      'apiVersion: v1\nkind: Service\n---\napiVersion: v1\nkind: Secret\n',
      'a.yml: expected a file of Prometheus rules, with groups, got Kubernetes resources without a PrometheusRule (Service, Secret)',
    ],
  ])('is named as what it is: %j', (text, message) => {
    expect(() => parseRuleFile(text, 'a.yml')).toThrow(message)
  })
})

describe('a file of Kubernetes resources', () => {
  const resource = (name: string, group: string, ...rules: string[]) => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: ${name} }
spec:
  groups:
    - name: ${group}
      partial_response_strategy: warn
      rules:
${rules.map((rule) => `        - ${rule}\n`).join('')}`

  const text = `# Source: a/templates/service.yaml
apiVersion: v1
kind: Service
---
${resource('a', 'g', '{ alert: A, expr: up == 0 }')}---
# nothing
---
${resource('b', 'g', '{ alert: B, expr: up == 0, for: 5m }', '{ record: c, expr: up }')}`

  it('is read as the rules that it holds, each at its line in the file', () => {
    const file = parseRuleFile(text, 'a.yml')
    expect(file.groups.map(({ name, rules }) => [name, rules.map((rule) => [rule.name, rule.line])])).toEqual([
      ['g', [['A', 13]]],
      [
        'g (2)',
        [
          ['B', 25],
          ['c', 26],
        ],
      ],
    ])
    expect(file.otherResources).toBe(1)
  })

  it('is handed to a Prometheus as one rule file', () => {
    const file = parseRuleFile(parseRuleFile(text, 'a.yml').text, 'b.yml')
    expect(file.groups.map(({ name, rules }) => [name, rules.map((rule) => rule.name)])).toEqual([
      ['g', ['A']],
      ['g (2)', ['B', 'c']],
    ])
    expect(alertingRules(file)[1]).toMatchObject({ name: 'B', forSeconds: 300 })
  })

  it('may be a list of them, in YAML or JSON', () => {
    const rule = { alert: 'A', expr: 'up == 0' }
    const item = { kind: 'PrometheusRule', spec: { groups: [{ name: 'g', rules: [rule] }] } }
    for (const kind of ['List', 'PrometheusRuleList']) {
      const list = { apiVersion: 'v1', kind, items: [{ apiVersion: 'v1', kind: 'Service' }, item, item] }
      const file = parseRuleFile(JSON.stringify(list, null, 2), 'a.json')
      expect(file.groups.map(({ name }) => name)).toEqual(['g', 'g (2)'])
      expect(file.otherResources).toBe(1)
    }
  })

  it('names a mistake with its line in the file', () => {
    expect(() => parseRuleFile(text.replace('up == 0, for: 5m', '"rat(up[1m])"'), 'a.yml')).toThrow(
      /^a\.yml:25 spec\.groups\[0\]\.rules\[0\]\.expr: expected a PromQL expression.*rate/,
    )
  })

  it('has rules in which the key of Thanos is a mistake elsewhere', () => {
    const plain = 'groups:\n- name: g\n  partial_response_strategy: warn\n'
    expect(problemsOf(plain)[0]).toMatch(/^a\.rules\.yml:3 groups\[0\]\.partial_response_strategy: expected one of/)
  })
})
