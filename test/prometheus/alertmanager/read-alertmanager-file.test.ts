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
  - { source_matchers: [a="b"], target_matchers: [c="d"] }
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
      notifies: false,
    })
    expect(root.notifies).toBe(true)
    expect(inhibitRules).toBe(1)
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
  ])('refuses %j with its place', (text, message) => {
    expect(() => readAlertmanagerFile(text, 'am.yml')).toThrow(message)
  })
})
