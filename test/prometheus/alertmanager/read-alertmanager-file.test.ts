import { describe, expect, it } from 'vitest'
import { routesFor } from '../../../prometheus/alertmanager/notification-route.ts'
import { readAlertmanagerFile } from '../../../prometheus/alertmanager/read-alertmanager-file.ts'

const FILE = `
route:
  receiver: default
  group_by: [alertname]
  group_wait: 10s
  routes:
    - matchers: [ 'severity="critical"', team=~"web|api" ]
      receiver: pager
      continue: true
    - match: { severity: critical }
      receiver: chat
      group_interval: 1m
    - matchers: ['{severity="none"}']
      receiver: "null"
    - match_re: { job: "db.*" }
      receiver: dba
      routes:
        - matchers: [ severity != warning ]
          receiver: pager
receivers:
  - name: default
    webhook_configs: [{ url: 'http://127.0.0.1:1/' }]
  - name: pager
    pagerduty_configs: [{ routing_key: x }]
  - { name: chat }
  - { name: dba }
  - { name: "null" }
inhibit_rules:
  - { source_matchers: [a="b"], target_matchers: [c="d"], equal: [cluster] }
`

describe('readAlertmanagerFile', () => {
  const { root, inhibitRules } = readAlertmanagerFile(FILE, 'am.yml')

  // As `amtool config routes test` has them for the same file.
  it.each([
    [{ severity: 'critical', team: 'web' }, ['pager', 'chat']],
    [{ severity: 'critical', team: 'db' }, ['chat']],
    [{ severity: 'page', job: 'db1' }, ['pager']],
    [{ severity: 'warning', job: 'db1' }, ['dba']],
    [{ severity: 'none' }, ['null']],
    [{}, ['default']],
  ])('tells whom %j goes to', (labels, receivers) => {
    expect(routesFor(root, labels).map(({ receiver }) => receiver)).toEqual(receivers)
  })

  it('hands timings down, and knows who has no way to tell anybody', () => {
    const [chat] = routesFor(root, { severity: 'critical' })
    expect(chat).toMatchObject({
      groupWaitSeconds: 10,
      groupIntervalSeconds: 60,
      repeatIntervalSeconds: 14_400,
      integrations: [],
    })
    expect(root.integrations).toEqual([{ sendsResolved: true }])
    expect(inhibitRules.map(({ source, target, equal }) => [source[0]?.label, target[0]?.label, equal])).toEqual([
      ['a', 'c', ['cluster']],
    ])
  })

  it.each([
    ['webhook_configs: [{ url: x }]', [true]],
    ['slack_configs: [{ channel: x }]', [false]],
    ['slack_configs: [{ channel: x, send_resolved: true }]', [true]],
    ['email_configs: [{ to: x }], pagerduty_configs: [{ routing_key: x, send_resolved: false }]', [false, false]],
  ])('knows which integrations of %s are told what is over', (configs, told) => {
    const { root } = readAlertmanagerFile(`route: { receiver: a }\nreceivers: [{ name: a, ${configs} }]`, 'am.yml')
    expect(root.integrations.map(({ sendsResolved }) => sendsResolved)).toEqual(told)
  })

  it.each([
    ['', 'am.yml:1: expected an Alertmanager configuration, got an empty file'],
    ['receivers: []', 'am.yml:1: expected an Alertmanager configuration with a route, got none'],
    [
      'route: { receiver: pagr }\nreceivers: [{ name: pager }]',
      'expected the name of a receiver of the file, got pagr (did you mean pager?)',
    ],
    [
      'route:\n  receiver: a\n  group_wait: 5\nreceivers: [{ name: a }]',
      'am.yml:3 route.group_wait: expected a duration in whole units',
    ],
    [
      'route:\n  receiver: a\n  grup_by: [x]\nreceivers: [{ name: a }]',
      'am.yml:3 route.grup_by: expected one of receiver, group_by',
    ],
    [
      'route: { receiver: a }\nreceivers: [{ name: a }]\ninhibit_rules: [{ source_matchers: [x], target_match: { a: b } }]',
      'am.yml:3 inhibit_rules[0].source_matchers[0]: expected a matcher such as severity="critical", got "x"',
    ],
    [
      'route: { receiver: a }\nreceivers: [{ name: a }]\ninhibit_rules: [{ source_matcher: [] }]',
      'am.yml:3 inhibit_rules[0].source_matcher: expected one of source_match',
    ],
  ])('refuses %j with its place', (text, message) => {
    expect(() => readAlertmanagerFile(text, 'am.yml')).toThrow(message)
  })
})
