// Why it cannot be told whether an expectation holds, and these reasons in words.

import type { DrillDoubt, DrilledAlert } from '../../core/report/drill-report.ts'
import type { CannotHold } from '../../core/run/alert-evidence.ts'
import { listed } from '../../core/text/plural.ts'
import { isInDoubt } from '../alerts/cannot-hold.ts'
import { endsTooEarly, type IncidentTimes } from './apart-from-others.ts'
import type { Expected } from './drill-expectation.ts'

/** Those that are there, in their order. */
export function doubtsThat(hold: readonly (readonly [DrillDoubt, boolean])[]): DrillDoubt[] {
  return hold.flatMap(([doubt, holds]) => (holds ? [doubt] : []))
}

export interface SilentAlerts {
  readonly asked: readonly DrilledAlert[]
  readonly isAlreadyFiring: boolean
  readonly isFailed: boolean
}

/** And when the incidents are, each in its month. */
export interface SilenceFacts extends IncidentTimes {
  readonly interrupted: boolean
  /** Whether requests come at all: an alert has nothing to be silent about otherwise. */
  readonly hasRequests: boolean
  /** Alerts of which it is known that their silence proves nothing, although they were simulated. */
  readonly cannotHold: ReadonlyMap<DrilledAlert, CannotHold>
}

/** What is missing for silence to prove something. */
export function silenceDoubts(
  { asked, isAlreadyFiring, isFailed }: SilentAlerts,
  { interrupted, hasRequests, cannotHold }: SilenceFacts,
  hasToFire = false,
): DrillDoubt[] {
  return doubtsThat([
    ['not-simulated', asked.some(({ outcome }) => outcome === 'not-simulated')],
    ['cannot-hold', anyCannotHold(asked, cannotHold, hasToFire)],
    ['scrape-phase', asked.some(({ dependsOnScrapes }) => dependsOnScrapes !== undefined)],
    ['already-firing', isAlreadyFiring],
    ['failed', isFailed],
    ['interrupted', interrupted],
    ['no-requests', !hasRequests],
  ])
}

/** Why what they did not do about an incident proves nothing: they were not looked at for long enough. */
export function timeDoubts(
  expected: Exclude<Expected, { kind: 'quiet' }>,
  asked: readonly DrilledAlert[],
  times: IncidentTimes,
): DrillDoubt[] {
  const known = asked.filter(({ outcome }) => outcome === 'evaluated')
  return doubtsThat([['too-short', known.some((alert) => endsTooEarly(expected, alert, times))]])
}

export function anyCannotHold(
  asked: readonly DrilledAlert[],
  cannotHold: SilenceFacts['cannotHold'],
  hasToFire: boolean,
): boolean {
  return asked.some((alert) => isInDoubt(cannotHold.get(alert), hasToFire))
}

export interface DoubtfulAlerts {
  readonly asked: readonly DrilledAlert[]
  readonly alreadyFiring: readonly DrilledAlert[]
}

export function doubtWords(doubts: readonly DrillDoubt[], alerts: DoubtfulAlerts): string {
  return listed(doubts.map((doubt) => wordsOf(doubt, alerts)))
}

function wordsOf(doubt: DrillDoubt, { asked, alreadyFiring }: DoubtfulAlerts): string {
  switch (doubt) {
    case 'not-simulated': {
      const unknown = asked.filter(({ outcome }) => outcome === 'not-simulated')
      return `${namesOf(unknown)} ${unknown.length === 1 ? 'is' : 'are'} not simulated`
    }
    case 'cannot-hold':
      return cannotHoldWords(asked)
    case 'already-firing':
      return `${namesOf(alreadyFiring)} fired before it began`
    case 'failed':
      return `evaluations of ${namesOf(asked.filter(({ failures }) => failures.length > 0))} failed`
    case 'interrupted':
      return 'the drill was stopped before its end'
    case 'no-requests':
      return 'no requests come'
    case 'interval':
      return 'too little was simulated'
    case 'by-chance':
      return 'it fires too often without an incident'
    case 'mute-times':
      return 'times at which its route is mute or active are not simulated'
    case 'scrape-phase':
      return [...new Set(asked.flatMap(({ dependsOnScrapes }) => dependsOnScrapes ?? []))].join('; ')
    case 'other-incident':
      return 'another incident was still to be seen as it began'
    case 'too-short':
      return 'another incident began, or the month was over, before it was looked at for long enough (--days, or another time for it)'
    case 'no-objective':
      return 'no objective is known whose budget could be counted (--slo)'
  }
}

export function cannotHoldWords(alerts: readonly DrilledAlert[]): string {
  return cannotHoldReasons(alerts)
    .map(([names, reason]) => `${names}: ${reason}`)
    .join('; ')
}

/** Each reason once, with the names of the alerts that have it. */
export function cannotHoldReasons(
  alerts: readonly DrilledAlert[],
): readonly (readonly [names: string, reason: string])[] {
  const reasons = new Set(alerts.flatMap(({ cannotHold }) => cannotHold ?? []))
  return [...reasons].map((reason) => [namesOf(alerts.filter(({ cannotHold }) => cannotHold === reason)), reason])
}

const MOST_NAMED = 4

export function namesOf(alerts: readonly Pick<DrilledAlert, 'alert'>[]): string {
  const names = [...new Set(alerts.map(({ alert }) => alert))]
  if (names.length <= MOST_NAMED) return listed(names)
  return `${names.slice(0, MOST_NAMED - 1).join(', ')} and ${names.length - MOST_NAMED + 1} more`
}
