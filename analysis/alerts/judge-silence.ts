// `never`: the alert must not fire. That is a pass only where it could have fired: its rule was evaluated for at least
// `for`, had data while traffic was measured, and was not pending when the watch ended.

import type { Verdict } from '../../core/report/worst-verdict.ts'
import type { AlertEvidence, Instead } from '../../core/run/alert-evidence.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { listed } from '../../core/text/plural.ts'
import { type AlertWatch, hadDataBetween, longestData, stateAt } from './alert-watch.ts'
import { foundNothing, insteadOf } from './describe-lacks.ts'
import { hidingGap } from './hiding-gap.ts'
import { dataWithin, hiddenBy, withoutData } from './no-data.ts'

interface Silence {
  readonly finding: Verdict
  readonly reason: string
}

export function judgeSilence(watch: AlertWatch): Silence {
  const { history, untilSeconds, evidence } = watch
  const firing = history.transitions.find(({ state }) => state === 'firing')
  if (firing) return { finding: 'fail', reason: `It fired at ${formatDuration(firing.at)} of the run.` }
  if (history.transitions.length === 0) return inconclusive('Its rule was never evaluated.')
  if (evidence === null) return inconclusive('It did not fire, but it is not known whether its rule had data.')
  if (!hadDataBetween(evidence, 0, untilSeconds))
    return inconclusive(`It did not fire, but ${withoutData(evidence, 0, untilSeconds)}.`)
  if (stateAt(history, untilSeconds) === 'pending') return pendingAtEnd(watch)
  const longest = longestData(evidence, 0, untilSeconds)
  if (longest < history.forSeconds)
    return inconclusive(
      `It did not fire, but it could not have: its rule had data for ${formatDuration(longest)} at a stretch, less than its for of ${formatDuration(history.forSeconds)}.`,
    )
  const hiding = hidingGap(watch, 0, untilSeconds)
  if (hiding)
    return inconclusive(`It did not fire, but ${hiddenBy(hiding, evidence)}${dataWithin(evidence, untilSeconds)}.`)
  const mistaken = mistakenSelector(evidence)
  if (mistaken !== null) return inconclusive(`It did not fire, but ${mistaken}.`)
  return { finding: 'pass', reason: `It did not fire.${takenAsNothing(evidence)}` }
}

function inconclusive(reason: string): Silence {
  return { finding: 'inconclusive', reason }
}

function pendingAtEnd({ history, untilSeconds }: AlertWatch): Silence {
  const pendingFor = untilSeconds - (history.transitions.at(-1)?.at ?? untilSeconds)
  const later = Math.max(0, history.forSeconds - pendingFor)
  return inconclusive(
    `It was pending for ${formatDuration(pendingFor)} when the watch ended; it would have fired ${formatDuration(later)} later.`,
  )
}

/** What names a label that no series has, or a metric by a slip, will never find anything. */
export function mistakenSelector(evidence: AlertEvidence): string | null {
  const isMistaken = (instead: Instead | undefined) =>
    instead?.kind === 'noLabel' || (instead?.kind === 'noMetric' && instead.isSlip)
  return absentWhere(evidence, isMistaken)
}

/** The first selector that found nothing all the time without the rule being without data, as a clause. */
export function absentWhere(
  { absentNumerators, stoodIn, missed }: AlertEvidence,
  holds: (instead: Instead | undefined) => boolean,
): string | null {
  const isMeant = (selector: string) => holds(insteadOf(selector, missed))
  const numerator = absentNumerators.find(isMeant)
  if (numerator !== undefined) return `the numerator ${numerator} ${foundNothing(numerator, missed)}`
  const replaced = stoodIn.find(isMeant)
  return replaced === undefined ? null : `a constant stood in for ${replaced}, which ${foundNothing(replaced, missed)}`
}

function takenAsNothing({ absentNumerators, stoodIn, missed }: AlertEvidence): string {
  const described = (selectors: readonly string[], which: string) =>
    listed(selectors.map((selector) => `${selector}${which} ${foundNothing(selector, missed)}`))
  return [
    ...(absentNumerators.length === 0 ? [] : [` Its ratio counted as 0, for ${described(absentNumerators, '')}.`]),
    ...(stoodIn.length === 0 ? [] : [` A constant stood in for ${described(stoodIn, ', which')}.`]),
  ].join('')
}
