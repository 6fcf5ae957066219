// What proposed rules change: the figures of each alert before and after, and what of it cannot be compared.

import type { ChangedAlert } from '../../../core/report/backtest-report.ts'
import { counted, listed } from '../../../core/text/plural.ts'
import { formatCount } from '../../figures/figures.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'

/** `3m 20s earlier`, `2m later`. */
export function movedFigure(earlierSeconds: number): string {
  if (earlierSeconds === 0) return 'at the same time'
  return `${spanFigure(Math.abs(earlierSeconds))} ${earlierSeconds > 0 ? 'earlier' : 'later'}`
}

type Side = NonNullable<ChangedAlert['before']>

/** `0 → 3`, or one figure where it stays; `–` on a side where nothing was evaluated. */
export function changeFigure({ before, after }: ChangedAlert, figure: (side: Side) => string): string {
  const shown = (side: Side) => (side.isEvaluated ? figure(side) : '–')
  if (before === null) return after === null ? '' : `new: ${shown(after)}`
  if (after === null) return `${shown(before)} → gone`
  return shown(before) === shown(after) ? shown(after) : `${shown(before)} → ${shown(after)}`
}

/** What limits the figures of a change, in a word or two. */
export function changeNote({ before, after }: ChangedAlert): string {
  const sides = [before, after].filter((side) => side !== null)
  if (sides.some(({ problem }) => problem !== null)) return sides.length === 2 ? 'cannot be compared' : 'not evaluated'
  return sides.every(({ isKnown }) => isKnown) ? '' : 'in part not known'
}

/** What of an alert cannot be compared, and why. */
export function notComparedSentences({ alert, before, after, unknownPages }: ChangedAlert): string[] {
  const problems = [
    ...(before === null || before.problem === null ? [] : [`as written, ${before.problem}`]),
    ...(after === null || after.problem === null ? [] : [`as proposed, ${after.problem}`]),
  ]
  if (problems.length > 0)
    return [
      `${alert} ${before !== null && after !== null ? 'cannot be compared' : 'cannot be told'}: ${listed(problems)}.`,
    ]
  return unknownPages === 0
    ? []
    : [`${counted(unknownPages, 'page')} of ${alert} cannot be compared: data is missing there for the other rule.`]
}

/** The columns of what changes: counts in the three histories, and how long it fired. */
export const CHANGE_FIGURES: Readonly<Record<'drawn' | 'surely' | 'could' | 'firing', (side: Side) => string>> = {
  drawn: ({ drawn }) => formatCount(drawn),
  surely: ({ surely }) => formatCount(surely),
  could: ({ could }) => formatCount(could),
  firing: ({ firingSeconds }) => spanFigure(firingSeconds),
}
