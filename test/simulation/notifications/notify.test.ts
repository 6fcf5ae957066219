import { describe, expect, it } from 'vitest'
import type { InhibitRule } from '../../../prometheus/alertmanager/inhibit-rule.ts'
import { type NotificationRoute, UNGROUPED_ROUTE } from '../../../prometheus/alertmanager/notification-route.ts'
import { compileMatcher } from '../../../prometheus/series/label-matcher.ts'
import { type Firing, notify } from '../../../simulation/notifications/notify.ts'

const DAY = 86_400
const slow = { alertname: 'Slow' }
const down = { alertname: 'Down' }

function firing(labels: Record<string, string>, fromSeconds: number, toSeconds: number | null): Firing {
  return { labels, fromSeconds, toSeconds }
}

function toldOf(
  root: NotificationRoute,
  firings: readonly Firing[],
  inhibitRules: readonly InhibitRule[] = [],
): readonly (number | null)[] {
  return notify({ root, inhibitRules }, firings, DAY)
}

describe('notify', () => {
  it.each<[string, Firing[], (number | null)[]]>([
    ['waits for the group before the first message', [firing(slow, 1000, null)], [1030]],
    ['says nothing of what is over before the group is flushed', [firing(slow, 1000, 1020)], [null]],
    ['tells of two in one message', [firing(slow, 1000, null), firing(down, 1010, null)], [1030, 1030]],
    [
      'has an alert that joins later wait for the interval of the group',
      [firing(slow, 1000, null), firing(down, 1031, null)],
      [1030, 1330],
    ],
    [
      'opens a new group once the old one is over and gone',
      [firing(slow, 1000, 1100), firing(slow, 2000, null)],
      [1030, 2030],
    ],
    [
      'says nothing anew of an alert that came back before anybody was told that it was over',
      [firing(slow, 1000, 1100), firing(slow, 1200, 1400)],
      [1030, null],
    ],
    ['never tells of what begins too late to be flushed', [firing(slow, DAY - 10, null)], [null]],
    [
      'has an alert wait for the old group as long as that is not taken away',
      // Over at 1100, which the flush at 1330 tells; the next round is at 1350.
      [firing(slow, 1000, 1100), firing(down, 1340, null)],
      [1030, 1630],
    ],
  ])('%s', (_, firings, told) => {
    expect(toldOf(UNGROUPED_ROUTE, firings)).toEqual(told)
  })

  it('keeps the groups of a label apart', () => {
    const route: NotificationRoute = { ...UNGROUPED_ROUTE, groupBy: ['alertname'] }
    expect(toldOf(route, [firing(slow, 1000, null), firing(down, 1031, null)])).toEqual([1030, 1061])
  })

  it('keeps every alert apart with `...`', () => {
    const route: NotificationRoute = { ...UNGROUPED_ROUTE, groupBy: 'all' }
    const labels = [
      { ...slow, job: 'a' },
      { ...slow, job: 'b' },
    ]
    expect(
      toldOf(
        route,
        labels.map((each, i) => firing(each, 1000 + i, null)),
      ),
    ).toEqual([1030, 1031])
  })

  it('takes the deepest route that matches, with its own timing, and goes on where it says so', () => {
    const matcher = (label: string, value: string) => [compileMatcher({ label, operator: '=', value })]
    const child = (value: string, groupWaitSeconds: number, more: Partial<NotificationRoute> = {}) => ({
      ...UNGROUPED_ROUTE,
      matchers: matcher('severity', value),
      groupWaitSeconds,
      ...more,
    })
    const root = {
      ...UNGROUPED_ROUTE,
      routes: [child('page', 60, { continues: true }), child('page', 5), child('none', 1, { integrations: [] })],
    }
    expect(toldOf(root, [firing({ severity: 'page' }, 100, null)])).toEqual([105])
    expect(toldOf(root, [firing({ severity: 'none' }, 100, null)])).toEqual([null])
    expect(toldOf(root, [firing({ severity: 'other' }, 100, null)])).toEqual([130])
  })

  it('says nothing to a receiver of an alert that came back, where it was not told that it was over', () => {
    const silent: NotificationRoute = { ...UNGROUPED_ROUTE, integrations: [{ sendsResolved: false }] }
    const firings = [firing(slow, 1000, 1100), firing(down, 1000, null), firing(slow, 1400, null)]
    expect(toldOf(UNGROUPED_ROUTE, firings)).toEqual([1030, 1030, 1630])
    // With the message that repeats.
    expect(toldOf(silent, firings)).toEqual([1030, 1030, 1030 + 14_700])
  })

  it('tells of an alert that another held back as soon as that is over', () => {
    const is = (name: string) => [compileMatcher({ label: 'alertname', operator: '=', value: name })]
    const rules = [{ source: is('Down'), target: is('Slow'), equal: ['cluster'] }]
    const byName: NotificationRoute = { ...UNGROUPED_ROUTE, groupBy: ['alertname'] }
    const firings = [firing(down, 1000, 1500), firing(slow, 1000, null), firing({ ...slow, cluster: 'x' }, 1400, null)]
    expect(toldOf(byName, firings, rules)).toEqual([1030, 1630, 1630])
    expect(toldOf(byName, [firing(down, 1000, 1500), firing({ ...slow, cluster: 'x' }, 1000, null)], rules)).toEqual([
      1030, 1030,
    ])
  })
})
