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

  // As Alertmanager 0.25.0 has each of them in its status, and groups alerts by them.
  it.each([
    ['continue: yes', { continues: true }],
    ['continue: On', { continues: true }],
    ['continue: y', { continues: true }],
    ['continue: True', { continues: true }],
    ['continue: off', { continues: false }],
    ['continue: ~', { continues: false }],
    ['mute_time_intervals: [night]', { isTimed: true }],
    ['active_time_intervals: [office]', { isTimed: true }],
    // Not inherited, unlike the timings.
    ['routes: [{ mute_time_intervals: [night] }]', { isTimed: false }],
    ['group_wait: ~, group_interval: , repeat_interval: null', { groupWaitSeconds: 7, groupIntervalSeconds: 70 }],
    ['group_wait: 0', { groupWaitSeconds: 0 }],
    ['group_by: []', { groupBy: ['team'] }],
    ['group_by: ~', { groupBy: ['team'] }],
    ['group_by: [yes, 010]', { groupBy: ['yes', '010'] }],
    ['receiver: ~', { receiver: 'a' }],
    ['<<: *other, group_wait: 3s', { groupWaitSeconds: 3, groupIntervalSeconds: 50 }],
    ['group_wait: 3s, <<: *other', { groupWaitSeconds: 5, groupIntervalSeconds: 50 }],
    ['<<: [{ group_wait: 8s }, *other]', { groupWaitSeconds: 8, groupIntervalSeconds: 50 }],
  ])('reads the route %s as Alertmanager does', (keys, expected) => {
    const route = `{ receiver: a, group_by: [team], group_wait: 7s, group_interval: 70s, routes: [&other { group_wait: 5s, group_interval: 50s }, { ${keys} }] }`
    const { root } = readAlertmanagerFile(`route: ${route}\nreceivers: [{ name: a }]`, 'am.yml')
    expect(root.routes[1]).toMatchObject(expected)
  })

  it.each([
    ['yes', true],
    ['YES', true],
    ['on', true],
    ['True', true],
    ['no', false],
    ['Off', false],
    ['FALSE', false],
    ['~', false],
    ['', false],
  ])('takes send_resolved: %s for %s', (text, sendsResolved) => {
    const { root } = readAlertmanagerFile(
      `route: { receiver: a }\nreceivers:\n- name: a\n  webhook_configs: [{ url: x, send_resolved: ${text} }]`,
      'am.yml',
    )
    expect(root.integrations).toEqual([{ sendsResolved }])
  })

  it.each([
    ['tRue', 'expected true or false, got "tRue"'],
    ['1', 'expected true or false, got "1"'],
    ['"true"', 'expected true or false, got "true" in quotes'],
    ["'yes'", 'expected true or false, got "yes" in quotes'],
    ['[]', 'expected true or false, got a list'],
  ])('refuses send_resolved: %s, as Alertmanager does', (text, message) => {
    expect(() =>
      readAlertmanagerFile(
        `route: { receiver: a }\nreceivers:\n- name: a\n  webhook_configs: [{ url: x, send_resolved: ${text} }]`,
        'am.yml',
      ),
    ).toThrow(`am.yml:4 receivers[0].webhook_configs[0].send_resolved: ${message}`)
  })

  it.each([
    [
      'route: { receiver: a, continue: yes }\nreceivers: [{ name: a }]',
      'am.yml:1 route: expected no continue in the root route: no other comes after it',
    ],
    [
      'route: { receiver: a, match: { severity: page } }\nreceivers: [{ name: a }]',
      'am.yml:1 route: expected no matchers in the root route, which takes every alert',
    ],
    [
      'route: { receiver: a, repeat_interval: 0s }\nreceivers: [{ name: a }]',
      'am.yml:1 route: expected a repeat_interval above 0, got 0',
    ],
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
