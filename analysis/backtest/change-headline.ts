// What proposed rules change, in one sentence: first what cannot be compared, then the alert whose pages change most.

import type { ChangedAlert } from '../../core/report/backtest-report.ts'
import { counted, times } from '../../core/text/plural.ts'

export interface ComparedTime {
  /** `the last 28 days` */
  readonly time: string
  /** The file of the proposed rules. */
  readonly proposed: string
}

/** `CheckoutSlow fired 0 → 3 times in the last 28 days`. */
export function changeHeadline(changes: readonly ChangedAlert[], compared: ComparedTime): string {
  const isLost = (change: ChangedAlert) => lostComparison(change, compared.proposed) !== null
  const shown = changes.filter((change) => isLost(change) || isChanged(change))
  const [first, ...others] = shown.sort((a, b) => Number(isLost(b)) - Number(isLost(a)) || weight(b) - weight(a))
  if (first === undefined) return sameHeadline(changes, compared.time)
  const [lost, changed] = [others.filter(isLost), others.filter((change) => !isLost(change))]
  const more = [
    ...(changed.length === 0
      ? []
      : [`${counted(changed.length, 'other alert')} ${changed.length === 1 ? 'changes' : 'change'} too`]),
    ...(lost.length === 0 ? [] : [`${counted(lost.length, 'other alert')} cannot be compared`]),
  ]
  return `${[`${first.alert} ${changeWords(first, compared)}`, ...more].join('; ')}.`
}

/**
 * Why nothing is said of what changes for an alert: of one side nothing is known, although both have it. Null where
 * something is said, and where nothing is known of either side, so that nothing is lost by the proposal.
 */
export function lostComparison(change: ChangedAlert, proposed: string): string | null {
  const { before, after, unknownPages } = change
  if (before === null || after === null) return null
  if (before.problem !== null && after.problem !== null) return null
  if (after.problem !== null) return `${after.problem} under ${proposed}`
  if (before.problem !== null) return `${before.problem} under the rules as written`
  return unknownPages > 0 && !isChanged(change) ? `data is missing at ${counted(unknownPages, 'page')}` : null
}

function isChanged({ before, after, newPages, gonePages, movedPages }: ChangedAlert): boolean {
  return (before === null) !== (after === null) || newPages.length > 0 || gonePages.length > 0 || movedPages.length > 0
}

function weight({ newPages, gonePages, movedPages }: ChangedAlert): number {
  return (newPages.length + gonePages.length) * 1e6 + movedPages.length
}

/** `fired 0 → 3 times in the last 28 days`. */
function changeWords(change: ChangedAlert, { time, proposed }: ComparedTime): string {
  const { before, after, movedPages, unknownPages } = change
  const lost = lostComparison(change, proposed)
  if (lost !== null) return `cannot be compared: ${lost}, in ${time}`
  const within = isKnown(change) ? `in ${time}` : `in what is known of ${time}`
  if (before === null)
    return after === null || after.problem === null
      ? `is new and fired ${times(after?.drawn ?? 0)} ${within}`
      : `is new, and how often it fires cannot be told: ${after.problem}, in ${time}`
  if (after === null)
    return before.problem === null
      ? `is gone; it fired ${times(before.drawn)} ${within}`
      : `is gone, and how often it fired cannot be told: ${before.problem}, in ${time}`
  const unknown = unknownPages === 0 ? '' : `, ${counted(unknownPages, 'page')} not compared`
  if (before.drawn !== after.drawn) return `fired ${before.drawn} → ${after.drawn} times ${within}${unknown}`
  const moved = movedPages.length === 0 ? 'other pages' : `${counted(movedPages.length, 'page')} at another time`
  return `fired ${times(after.drawn)} as before, ${moved} ${within}${unknown}`
}

function isKnown({ before, after }: ChangedAlert): boolean {
  return before?.isKnown !== false && after?.isKnown !== false
}

function sameHeadline(changes: readonly ChangedAlert[], time: string): string {
  const seen = changes.filter(({ before, after }) => before?.problem === null && after?.problem === null)
  const [unseen] = changes.filter((change) => !seen.includes(change))
  if (seen.length === 0 && unseen !== undefined)
    return `Nothing can be compared: ${unseen.alert}: ${unseen.after?.problem ?? unseen.before?.problem ?? ''}.`
  const same = seen.reduce((sum, { samePages }) => sum + samePages, 0)
  const within = seen.every(isKnown) ? `in ${time}` : `in what is known of ${time}`
  const others =
    unseen === undefined ? '' : `; ${counted(changes.length - seen.length, 'other alert')} cannot be compared`
  return `The proposed rules would have sent the same ${same === 1 ? 'page' : `${same} pages`} ${within}${others}.`
}
