// The notifications of a run, with how long each took from the evaluation that caused it.

import type { AlertHistory, AlertNotification } from '../../core/run/alert.ts'
import { type RunTime, secondOfRun } from '../observation/run-time.ts'
import { labelValue } from '../series/labels.ts'
import type { ReceivedAlert } from './webhook-receiver.ts'

export function notificationsOf(received: readonly ReceivedAlert[], time: RunTime): readonly AlertNotification[] {
  return received.map(({ labels, status, receivedAtMs, startsAtMs, endsAtMs }) => ({
    alert: labelValue(labels, 'alertname'),
    status,
    at: secondOfRun(time, receivedAtMs),
    delaySeconds: (receivedAtMs - (status === 'firing' ? startsAtMs : endsAtMs)) / 1e3,
  }))
}

export interface MissingNotification {
  readonly alert: string
  readonly status: AlertNotification['status']
}

/** Transitions to firing, and from firing to inactive, for which there was no notification. */
export function missingNotifications(
  histories: readonly AlertHistory[],
  notifications: readonly AlertNotification[],
): readonly MissingNotification[] {
  return histories.flatMap(({ name: alert, transitions }) =>
    (['firing', 'resolved'] as const).flatMap((status) => {
      const due = transitions.filter((transition, i) =>
        status === 'firing' ? transition.state === 'firing' : i > 0 && transitions[i - 1]?.state === 'firing',
      )
      const sent = notifications.filter(
        (notification) => notification.alert === alert && notification.status === status,
      )
      return sent.length < due.length ? [{ alert, status }] : []
    }),
  )
}
