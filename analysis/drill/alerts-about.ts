// Which alerts an expectation is about.

import type { DrilledAlert } from '../../core/report/drill-report.ts'
import type { DrillExpectation } from './drill-expectation.ts'

/** Alerts that nobody is to be woken for. */
export const NO_PAGES: readonly string[] = ['none', 'info']

/** What tells whether an expectation is about an alert. */
export type AskedAlert = Pick<DrilledAlert, 'alert' | 'severity' | 'labels'>

/** Of which nobody is told, although somebody is to be woken for them: a watchdog is often left to no receiver on purpose. */
export function withoutReceiver(alerts: readonly DrilledAlert[]): readonly DrilledAlert[] {
  return alerts.filter(({ severity, noReceiver }) => noReceiver && !NO_PAGES.includes(severity ?? ''))
}

/** Those that an expectation is about. */
export function alertsAbout<Alert extends AskedAlert>(
  { about }: DrillExpectation,
  alerts: readonly Alert[],
): readonly Alert[] {
  switch (about.kind) {
    case 'all':
      return alerts.filter(({ severity }) => !NO_PAGES.includes(severity ?? ''))
    case 'alert':
      return alerts.filter(({ alert }) => alert === about.name)
    case 'label':
      return alerts.filter(({ labels }) => Object.hasOwn(labels, about.label) && labels[about.label] === about.value)
  }
}
