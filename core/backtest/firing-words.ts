// How often an alert fired, in the words of the headline: what was drawn, what is sure, what could have been. Silence is
// said of what is known only, and what is not known stands behind it.

import { counted, listed, times } from '../text/plural.ts'
import type { HistoryName } from './backtest.ts'
import { missingLength } from './missing-length.ts'
import { spanWords } from './span-words.ts'

export type FiringTotals = Readonly<Record<HistoryName, { readonly fired: number; readonly firingSeconds: number }>>

/** The histories of an alert, and what they do not rest on. */
export interface FiringFacts {
  readonly histories: FiringTotals
  readonly evaluations: number
  readonly notKnown: readonly unknown[]
  readonly notKnownSeconds: number
  readonly withoutData: readonly unknown[]
  readonly withoutDataSeconds: number
  readonly failures: readonly { readonly evaluations: number }[]
  readonly missingSides: readonly string[]
  readonly cannotHold?: unknown
}

/**
 * `fired 3 times as drawn; surely 1; could have been 7`, to put behind the alert's name. With data that is missing:
 * `did not fire, and could not have, in what is known; 27d not known`.
 * @param time `the last 28 days`; null where the reader knows it
 */
export function firingWords(facts: FiringFacts, time: string | null = null): string {
  const lacks = lackWords(facts)
  if (facts.evaluations === 0)
    return [`was evaluated at no instant${time === null ? '' : ` in ${time}`}`, ...lacks].join('; ')
  const known = lacks.length === 0 ? time : time === null ? 'what is known' : `what is known of ${time}`
  return [`${historyWords(facts.histories)}${known === null ? '' : `, in ${known}`}`, ...lacks].join('; ')
}

function historyWords({ surely, drawn, could }: FiringTotals): string {
  if (could.fired === 0) return 'did not fire, and could not have'
  const isSure = surely.fired === could.fired && surely.firingSeconds === could.firingSeconds
  if (isSure) return `fired ${times(drawn.fired)}, surely`
  const shown = drawn.fired === 0 ? 'did not fire as drawn' : `fired ${times(drawn.fired)} as drawn`
  const sure = surely.fired === 0 ? 'never surely' : `surely ${surely.fired}`
  // Firings that are drawn apart may be one long firing that is not sure.
  const possible =
    could.fired < drawn.fired || could.fired <= surely.fired
      ? `could have fired for ${spanWords(could.firingSeconds * 1e3)} in all`
      : `could have been ${could.fired}`
  return `${shown}; ${sure}; ${possible}`
}

/** Each of these keeps an expectation of silence from being met. */
function lackWords(facts: FiringFacts): string[] {
  const { notKnown, notKnownSeconds, withoutData, withoutDataSeconds, failures, missingSides, cannotHold } = facts
  const failed = failures.reduce((sum, { evaluations }) => sum + evaluations, 0)
  return [
    ...(notKnown.length > 0 ? [`${missingLength(notKnown, notKnownSeconds)} not known`] : []),
    ...(withoutData.length > 0 ? [`${missingLength(withoutData, withoutDataSeconds)} without data`] : []),
    ...(failed > 0 ? [`${counted(failed, 'evaluation')} failed`] : []),
    ...(missingSides.length > 0 ? [`no series matched ${listed(missingSides)}`] : []),
    ...(cannotHold === undefined ? [] : ['its condition could not have held']),
  ]
}
