// How often what a drill found held in several seeds, in cells and sentences.

import { mayBeByChance } from '../../../core/drill/by-chance.ts'
import type { PowerInterval } from '../../../core/drill/power-curve.ts'
import type { DrilledAlert, DrillReport, DrillSpread, IncidentOverSeeds } from '../../../core/report/drill-report.ts'
import { formatCount } from '../../../core/text/count.ts'
import { counted } from '../../../core/text/plural.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { alertNames } from './alert-names.ts'
import { burntFigure, COULD_NOT_FIRE } from './detection-figures.ts'
import { percentFigure } from './power-figures.ts'

/** Whether what is said of seeds is of one at least. */
export function hasSeeds({ seeds }: DrillReport): boolean {
  return seeds !== null && seeds.done > 0
}

export type ToldBySeeds<Each extends { readonly overSeeds: unknown }> = Each & {
  readonly overSeeds: NonNullable<Each['overSeeds']>
}

/** Incidents or alerts of which several seeds tell. */
export function toldBySeeds<Each extends { readonly overSeeds: unknown }>(
  all: readonly Each[],
): readonly ToldBySeeds<Each>[] {
  return all.filter((each): each is ToldBySeeds<Each> => each.overSeeds !== null)
}

/** Those of which several seeds tell, by their names. */
export function alertsOverSeeds(alerts: readonly DrilledAlert[]) {
  const names = alertNames(alerts)
  return toldBySeeds(alerts.map((alert, i) => ({ ...alert, name: names[i] ?? '' })))
}

type PagedSeeds = Pick<IncidentOverSeeds, 'paged' | 'seeds' | 'byChance'>

/** Whether every seed had a page that shows it. */
export function isFoundInAll(seen: PagedSeeds): boolean {
  return seen.paged === seen.seeds && !mayBeByChance(seen)
}

/** Whether a seed had a page that shows it. */
export function isPaged(seen: PagedSeeds): boolean {
  return seen.paged > 0 && !mayBeByChance(seen)
}

/** `all 100`, `37 of 100`, `2 of 100, maybe by chance`, `none`. */
export function pagedFigure(seen: PagedSeeds): string {
  const { paged, seeds } = seen
  if (paged === 0) return 'none'
  const chance = mayBeByChance(seen) ? ', maybe by chance' : ''
  return `${paged === seeds ? 'all' : `${formatCount(paged)} of`} ${formatCount(seeds)}${chance}`
}

/** `96% to 100%`; of the seeds that tell. */
export function shareFigure(share: PowerInterval | null): string {
  return share === null ? '–' : `${percentFigure(share.low)} to ${percentFigure(share.high ?? 1)}`
}

/** `1m 30s`; `not in half` where it came in fewer. */
export function medianFigure(spread: DrillSpread | null): string {
  if (spread === null) return '–'
  return spread.median === null ? 'not in half' : spanFigure(spread.median)
}

export function p95Figure(spread: DrillSpread | null): string {
  if (spread === null) return '–'
  return spread.p95 === null ? 'not in 95%' : spanFigure(spread.p95)
}

/** `1m 15s to 1m 45s`, of the seeds in which it came. */
export function rangeFigure(spread: DrillSpread | null): string {
  if (spread === null) return '–'
  const [min, max] = [spanFigure(spread.min), spanFigure(spread.max)]
  return min === max ? min : `${min} to ${max}`
}

/** Until the page, in the median of the seeds with one. */
export function burntOverSeeds({ burnt }: IncidentOverSeeds): string {
  return burntFigure({ burnt })
}

/** What one alert did about one incident: `in all 100, 1m 30s`, `in 37 of 100`, `could not fire`, `–`. */
export function alertFigure(
  seen: IncidentOverSeeds | undefined,
  { cannotHold }: Pick<DrilledAlert, 'cannotHold'>,
): string {
  if (seen === undefined) return '–'
  if (seen.paged > 0) {
    const median = seen.notifiedAfter?.median ?? null
    return `in ${pagedFigure(seen)}${median === null ? '' : `, ${spanFigure(median)}`}`
  }
  if (seen.detected > 0)
    return `no page, firing in ${formatCount(seen.detected)}${mayBeByChance(seen) ? ', maybe by chance' : ''}`
  if (seen.alreadyFiring === seen.seeds) return 'was firing'
  return cannotHold === undefined ? 'missed' : COULD_NOT_FIRE
}

/** `went off and on again in 3 seeds`; null where it never did. */
export function flapWords(all: readonly IncidentOverSeeds[]): string | null {
  const flapping = all.filter(({ flappingSeeds }) => flappingSeeds > 0)
  const seeds = flapping.reduce((sum, { flappingSeeds }) => Math.max(sum, flappingSeeds), 0)
  if (seeds === 0) return null
  return `went off and on again in ${flapping.length === 1 ? '' : 'up to '}${counted(seeds, 'seed')}`
}

/** What is of one seed alone says so: `All of this is of seed 1, the first of 100.` */
export function firstSeedSentence({ run, seeds }: DrillReport): string | null {
  return seeds === null ? null : `All of this is of seed ${run.seed}, the first of ${formatCount(seeds.asked)}.`
}

/** Of a drill that was stopped. */
export function stoppedSentence({ seeds }: DrillReport): string {
  if (seeds === null || seeds.done === seeds.asked) return 'Stopped before all of it was simulated: this is what was.'
  const { done, asked, first } = seeds
  if (done === 0)
    return `Stopped before the first of ${counted(asked, 'seed')} was done: this is what was of seed ${first}.`
  return `Stopped after ${formatCount(done)} of ${counted(asked, 'seed')}: this is what these say.`
}
