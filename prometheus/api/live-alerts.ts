// The current states of the alerts, for the live view.

import type { AlertState } from '../../core/run/alert.ts'
import { mostSevere } from '../alerting/alert-history.ts'
import type { Labels } from '../series/series.ts'
import type { QueryApi } from './query-api.ts'

export interface LiveAlerts {
  /** By name; an alert that is not named is inactive. @throws QueryApiError */
  states(): Promise<ReadonlyMap<string, AlertState>>
}

/** The alerts that the server itself evaluates. @param isOurs whether an alert with these labels belongs to the run */
export function servedAlerts(api: QueryApi, isOurs: (labels: Labels) => boolean = () => true): LiveAlerts {
  return {
    async states() {
      const states = new Map<string, AlertState>()
      for (const { labels, state } of await api.alerts()) {
        const name = labels.alertname ?? ''
        if (isOurs(labels)) states.set(name, mostSevere([state, states.get(name) ?? 'inactive']))
      }
      return states
    },
  }
}
