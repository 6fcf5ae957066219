// Whom an Alertmanager tells, from its configuration: its own defaults where there is none.

import type { DrillSource } from '../../../core/report/drill-report.ts'
import { DEFAULT_ROUTE } from '../../../prometheus/alertmanager/notification-route.ts'
import { type AlertmanagerFile, readAlertmanagerFile } from '../../../prometheus/alertmanager/read-alertmanager-file.ts'

/** A configuration as text: what is read of it has patterns, which do not cross into a thread. */
export interface AlertmanagerText {
  readonly text: string
  readonly place: string
}

export type DrillNotifications = AlertmanagerFile & { readonly source: DrillSource }

/** @throws UserError where it has mistakes */
export function drillNotifications(file: AlertmanagerText | null): DrillNotifications {
  if (file === null)
    return { root: DEFAULT_ROUTE, inhibitRules: [], timedRoutes: 0, source: { kind: 'assumed', place: null } }
  return { ...readAlertmanagerFile(file.text, file.place), source: { kind: 'given', place: file.place } }
}
