// When alerts page: somebody is told, as Alertmanager groups and sends them (notifications/notify.ts), the same as in a drill's
// months.

import { firingsOf, type StateHistory } from '../notifications/firings-of.ts'
import { type NotifyingRules, notify } from '../notifications/notify.ts'

export interface AlertHistory {
  /** Every label set that was ever pending or firing. */
  readonly labelSets: readonly StateHistory[]
}

export interface Page {
  /** The evaluation at which it began to fire. */
  readonly firingSeconds: number
  /** When somebody was told of it for the first time. */
  readonly pageSeconds: number
}

/**
 * Of each alert, ascending.
 * @param alerts all of which Alertmanager is told: it groups them across rules, and holds some back for others
 * @param endSeconds what fires then goes on
 */
export function toldPages(
  rules: NotifyingRules,
  alerts: readonly AlertHistory[],
  endSeconds: number,
): readonly (readonly Page[])[] {
  const firings = alerts.map(({ labelSets }) => labelSets.flatMap(firingsOf))
  const told = notify(rules, firings.flat(), endSeconds)
  let first = 0
  return firings.map((ofAlert) => {
    const pages = ofAlert.flatMap(({ fromSeconds }, i): Page[] => {
      const pageSeconds = told[first + i] ?? null
      return pageSeconds === null ? [] : [{ firingSeconds: fromSeconds, pageSeconds }]
    })
    first += ofAlert.length
    return pages.sort((a, b) => a.pageSeconds - b.pageSeconds)
  })
}

/** Whether a label set fires at an instant. */
export function isFiringAt({ labelSets }: AlertHistory, seconds: number): boolean {
  return labelSets.some(
    ({ transitions }) => transitions.findLast(({ atSeconds }) => atSeconds <= seconds)?.state === 'firing',
  )
}
