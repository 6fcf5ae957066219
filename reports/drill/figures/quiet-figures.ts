// How often an alert pages where nothing goes wrong.

import type { FalsePages, PowerInterval } from '../../../core/drill/power-curve.ts'
import type { DrilledAlert, DrillQuiet } from '../../../core/report/drill-report.ts'
import { counted } from '../../../core/text/plural.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { COULD_NOT_FIRE } from './detection-figures.ts'

const DAY_SECONDS = 86_400

/** `0`, `3`; `always` for a watchdog. */
export function pagesFigure({ pages, alwaysFiring }: DrillQuiet): string {
  return alwaysFiring ? 'always firing' : String(pages)
}

/** How often it pages; `–` for a watchdog, and no rate of an alert that could not have fired, or of which nobody is told. */
export function oftenFigure(
  { pages, pagesPerDay, alwaysFiring }: DrillQuiet,
  { cannotHold, noReceiver }: Pick<DrilledAlert, 'cannotHold' | 'noReceiver'>,
): string {
  if (alwaysFiring) return '–'
  if (cannotHold !== undefined) return `not known, it ${COULD_NOT_FIRE}`
  return noReceiver && pages === 0 ? 'none, nobody is told' : everyFigure(pages, pagesPerDay)
}

/** `one in 10d (one in 3d 10h to one in 50d)`, `none (at most one in 9d)`. */
export function everyFigure(pages: number, { estimate, low, high }: PowerInterval): string {
  if (pages === 0) return high === null ? 'none' : `none (at most ${oneIn(high)})`
  const most = high === null ? 'any number' : oneIn(high)
  return `${oneIn(estimate)} (${low > 0 ? `${oneIn(low)} to ${most}` : `at most ${most}`})`
}

export function falsePagesFigure(falsePages: FalsePages | null): string {
  return falsePages === null ? 'not known' : everyFigure(falsePages.pages, falsePages.perDay)
}

/** A rate per day as the time between two: `one in 9d`, `5 a day`. */
function oneIn(perDay: number): string {
  if (perDay >= 2) return `${Number(perDay.toPrecision(2))} a day`
  return `one in ${spanFigure(coarse(DAY_SECONDS / perDay))}`
}

/** Nobody counts seconds between pages that are days apart. */
function coarse(seconds: number): number {
  const unit = seconds >= 3 * DAY_SECONDS ? DAY_SECONDS : 3600
  return Math.max(1, Math.round(seconds / unit)) * unit
}

/** Where not all of many alerts are shown, those that page most are. */
export function mostPagesFirst<Alert extends { readonly quiet: DrillQuiet | null }>(
  alerts: readonly Alert[],
): readonly Alert[] {
  return [...alerts].sort((a, b) => (b.quiet?.pages ?? 0) - (a.quiet?.pages ?? 0))
}

export function quietSentence({ pages, days, alwaysFiring, firingSeconds }: DrillQuiet): string {
  if (alwaysFiring)
    return `It fires all the time, also in ${spanFigure(days * DAY_SECONDS)} in which nothing goes wrong.`
  const firing = firingSeconds === 0 ? '' : `, ${spanFigure(firingSeconds)} of firing`
  return `${pages === 0 ? 'No page' : counted(pages, 'page')} in ${spanFigure(days * DAY_SECONDS)} in which nothing goes wrong${firing}.`
}
