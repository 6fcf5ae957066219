import { describe, expect, it } from 'vitest'
import { DEFAULT_ROUTE } from '../../../prometheus/alertmanager/notification-route.ts'
import { compileMatcher } from '../../../prometheus/series/label-matcher.ts'
import { receivedRules, sentRules } from '../../../simulation/notifications/sent-rules.ts'
import { type AlertHistory, isFiringAt, toldPages } from '../../../simulation/power/told-pages.ts'

const USUAL = { root: DEFAULT_ROUTE, inhibitRules: [] }

function fired(labels: Readonly<Record<string, string>>, ...spans: readonly (readonly [number, number | null])[]) {
  const transitions = spans.flatMap(([from, to]) => [
    { state: 'firing' as const, atSeconds: from },
    ...(to === null ? [] : [{ state: 'inactive' as const, atSeconds: to }]),
  ])
  return { labelSets: [{ labels: { alertname: 'A', ...labels }, transitions }] } satisfies AlertHistory
}

describe('toldPages', () => {
  it('waits as long as a new group does, and takes what is over before for no page', () => {
    const [pages] = toldPages(USUAL, [fired({}, [100, 120], [1000, null])], 5000)
    expect(pages).toEqual([{ firingSeconds: 1000, pageSeconds: 1030 }])
  })

  it('tells of an alert with the next flush of its group, where another opened it', () => {
    const alerts = [fired({ severity: 'ticket' }, [100, null]), fired({ severity: 'page' }, [200, null])]
    expect(toldPages(USUAL, alerts, 5000)).toEqual([
      [{ firingSeconds: 100, pageSeconds: 130 }],
      [{ firingSeconds: 200, pageSeconds: 430 }],
    ])
    const apart = { ...USUAL, root: { ...DEFAULT_ROUTE, groupBy: 'all' } } as const
    expect(toldPages(apart, alerts, 5000)[1]).toEqual([{ firingSeconds: 200, pageSeconds: 230 }])
  })

  it('tells of nothing that another alert holds back', () => {
    const severity = (value: string) => [compileMatcher({ label: 'severity', operator: '=', value })]
    const inhibitRules = [{ source: severity('page'), target: severity('ticket'), equal: ['alertname'] }]
    const alerts = [fired({ severity: 'ticket' }, [100, null]), fired({ severity: 'page' }, [90, null])]
    const [ticket, page] = toldPages({ ...USUAL, inhibitRules }, alerts, 5000)
    expect(ticket).toEqual([])
    expect(page).toHaveLength(1)
  })

  it('is the same for routes that a thread was handed, patterns included', () => {
    const silent = { ...DEFAULT_ROUTE, receiver: 'none', integrations: [] }
    const matchers = [compileMatcher({ label: 'severity', operator: '=~', value: 'info|none' })]
    const inhibitRules = [{ source: matchers, target: matchers, equal: [] }]
    const rules = { root: { ...DEFAULT_ROUTE, routes: [{ ...silent, matchers }] }, inhibitRules }
    const received = receivedRules(structuredClone(sentRules(rules)))
    expect(received).toEqual(rules)
    for (const severity of ['info', 'page']) {
      const alerts = [fired({ severity }, [100, null])]
      expect(toldPages(received, alerts, 5000)).toEqual(toldPages(rules, alerts, 5000))
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
