import { describe, expect, it } from 'vitest'
import { DEFAULT_ROUTE } from '../../../prometheus/alertmanager/notification-route.ts'
import { compileMatcher } from '../../../prometheus/series/label-matcher.ts'
import { receivedRoute, sentRoute } from '../../../simulation/notifications/sent-route.ts'
import { type AlertHistory, isFiringAt, toldPages } from '../../../simulation/power/told-pages.ts'

function fired(labels: Readonly<Record<string, string>>, ...spans: readonly (readonly [number, number | null])[]) {
  const transitions = spans.flatMap(([from, to]) => [
    { state: 'firing' as const, atSeconds: from },
    ...(to === null ? [] : [{ state: 'inactive' as const, atSeconds: to }]),
  ])
  return { labelSets: [{ labels: { alertname: 'A', ...labels }, transitions }] } satisfies AlertHistory
}

describe('toldPages', () => {
  it('waits as long as a new group does, and takes what is over before for no page', () => {
    const [pages] = toldPages(DEFAULT_ROUTE, [fired({}, [100, 120], [1000, null])], 5000)
    expect(pages).toEqual([{ firingSeconds: 1000, pageSeconds: 1030 }])
  })

  it('tells of an alert with the next flush of its group, where another opened it', () => {
    const alerts = [fired({ severity: 'ticket' }, [100, null]), fired({ severity: 'page' }, [200, null])]
    expect(toldPages(DEFAULT_ROUTE, alerts, 5000)).toEqual([
      [{ firingSeconds: 100, pageSeconds: 130 }],
      [{ firingSeconds: 200, pageSeconds: 430 }],
    ])
    const apart = { ...DEFAULT_ROUTE, groupBy: 'all' } as const
    expect(toldPages(apart, alerts, 5000)[1]).toEqual([{ firingSeconds: 200, pageSeconds: 230 }])
  })

  it('is the same for routes that a thread was handed, patterns included', () => {
    const silent = { ...DEFAULT_ROUTE, receiver: 'none', notifies: false }
    const matchers = [compileMatcher({ label: 'severity', operator: '=~', value: 'info|none' })]
    const root = { ...DEFAULT_ROUTE, routes: [{ ...silent, matchers }] }
    const received = receivedRoute(structuredClone(sentRoute(root)))
    for (const severity of ['info', 'page']) {
      const alerts = [fired({ severity }, [100, null])]
      expect(toldPages(received, alerts, 5000)).toEqual(toldPages(root, alerts, 5000))
      expect(toldPages(received, alerts, 5000)[0]).toHaveLength(severity === 'page' ? 1 : 0)
    }
  })
})

describe('isFiringAt', () => {
  it('is so from the beginning of a firing to its end', () => {
    const alert = fired({}, [100, 200])
    expect([99, 100, 199, 200].map((seconds) => isFiringAt(alert, seconds))).toEqual([false, true, true, false])
  })
})
