// Why it cannot be told whether an expectation holds, and these reasons in words.

import type { DrillDoubt, DrilledAlert } from '../../core/report/drill-report.ts'
import { listed } from '../../core/text/plural.ts'

/** Those that are there, in their order. */
export function doubtsThat(hold: readonly (readonly [DrillDoubt, boolean])[]): DrillDoubt[] {
  return hold.flatMap(([doubt, holds]) => (holds ? [doubt] : []))
}

export interface SilentAlerts {
  readonly asked: readonly DrilledAlert[]
  readonly isAlreadyFiring: boolean
  readonly isFailed: boolean
}

/** What is missing for silence to prove something. */
export function silenceDoubts(
  { asked, isAlreadyFiring, isFailed }: SilentAlerts,
  { interrupted, hasRequests }: { readonly interrupted: boolean; readonly hasRequests: boolean },
): DrillDoubt[] {
  return doubtsThat([
    ['not-simulated', asked.some(({ outcome }) => outcome === 'not-simulated')],
    ['already-firing', isAlreadyFiring],
    ['failed', isFailed],
    ['interrupted', interrupted],
    ['no-requests', !hasRequests],
  ])
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
    case 'no-objective':
      return 'no objective is known whose budget could be counted (--slo)'
  }
}

const MOST_NAMED = 4

export function namesOf(alerts: readonly Pick<DrilledAlert, 'alert'>[]): string {
  const names = [...new Set(alerts.map(({ alert }) => alert))]
  if (names.length <= MOST_NAMED) return listed(names)
  return `${names.slice(0, MOST_NAMED - 1).join(', ')} and ${names.length - MOST_NAMED + 1} more`
}
