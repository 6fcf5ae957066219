import { describe, expect, it } from 'vitest'
import { type NotificationRoute, UNGROUPED_ROUTE } from '../../../prometheus/alertmanager/notification-route.ts'
import { compileMatcher } from '../../../prometheus/series/label-matcher.ts'
import { type Firing, notify } from '../../../simulation/notifications/notify.ts'

const DAY = 86_400
const slow = { alertname: 'Slow' }
const down = { alertname: 'Down' }

function firing(labels: Record<string, string>, fromSeconds: number, toSeconds: number | null): Firing {
  return { labels, fromSeconds, toSeconds }
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
    expect(notify(UNGROUPED_ROUTE, firings, DAY)).toEqual(told)
  })

  it('keeps the groups of a label apart', () => {
    const route: NotificationRoute = { ...UNGROUPED_ROUTE, groupBy: ['alertname'] }
    expect(notify(route, [firing(slow, 1000, null), firing(down, 1031, null)], DAY)).toEqual([1030, 1061])
  })

  it('keeps every alert apart with `...`', () => {
    const route: NotificationRoute = { ...UNGROUPED_ROUTE, groupBy: 'all' }
    const labels = [
      { ...slow, job: 'a' },
      { ...slow, job: 'b' },
    ]
    expect(
      notify(
        route,
        labels.map((each, i) => firing(each, 1000 + i, null)),
        DAY,
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
      routes: [child('page', 60, { continues: true }), child('page', 5), child('none', 1, { notifies: false })],
    }
    expect(notify(root, [firing({ severity: 'page' }, 100, null)], DAY)).toEqual([105])
    expect(notify(root, [firing({ severity: 'none' }, 100, null)], DAY)).toEqual([null])
    expect(notify(root, [firing({ severity: 'other' }, 100, null)], DAY)).toEqual([130])
  })
})
