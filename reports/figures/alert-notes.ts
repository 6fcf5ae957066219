// What a real Prometheus adds to an alert's story: who was notified and when, and whether the embedded evaluator, run
// beside it, saw the same.

import type { AlertFinding, Report } from '../../core/report/report.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { counted } from '../../core/text/plural.ts'
import type { Reasoned } from '../../core/text/say-once.ts'

/** The reason of its finding, with what it speaks of. */
export function reasonedAlert({ name, expected, reason }: AlertFinding): Reasoned {
  return { subject: expected === null ? name : `${name} ${expected}`, reason }
}

/** Sentences; none where neither was there. */
export function alertNotes({ name, notifications }: AlertFinding, { server, witnessAgreement }: Report): string[] {
  return [
    ...(notifications === undefined ? [] : [notified(notifications, server?.notifier ?? 'Alertmanager')]),
    ...(witnessAgreement === undefined ? [] : agreement(name, witnessAgreement)),
  ]
}

function notified(notifications: NonNullable<AlertFinding['notifications']>, notifier: string): string {
  if (notifications.length === 0) return `${notifier} notified nobody.`
  const sent = notifications.map(
    ({ status, at, delaySeconds }) => `${status} at ${formatDuration(at)} (${formatDuration(delaySeconds)} later)`,
  )
  return `${notifier} notified: ${sent.join(', ')}.`
}

function agreement(alert: string, { control, toleranceSeconds, transitions }: NonNullable<Report['witnessAgreement']>) {
  const ours = transitions.filter((transition) => transition.alert === alert)
  const differing = ours.filter(({ agrees }) => !agrees)
  if (ours.length === 0) return []
  if (differing.length > 0)
    return [`The ${control} evaluator disagrees on ${differing.map(({ state }) => state).join(', ')}.`]
  const apart = Math.max(...ours.map(({ differenceSeconds }) => Math.abs(differenceSeconds ?? 0)))
  return [
    `The ${control} evaluator agrees on ${ours.length === 1 ? 'the one transition' : `all ${counted(ours.length, 'transition')}`}, at most ${formatDuration(apart)} apart ` +
      `(${formatDuration(toleranceSeconds)} allowed).`,
  ]
}
