// How far a drill is, on stderr.

import { formatCount } from '../../../core/text/count.ts'
import { counted } from '../../../core/text/plural.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import type { OutputStream } from '../../published/output-stream.ts'
import { type OverwrittenLine, overwrittenLine } from '../../published/overwritten-line.ts'
import { powerProgressText, type ShownPower } from './power/power-progress-text.ts'

export interface ShownMonths {
  readonly months: number
  readonly monthsDone: number
  readonly seeds: number
  readonly seedsDone: number
  /** Null where it is not known yet. */
  readonly remainingSeconds: number | null
}

export function drillProgressLine(
  stream: OutputStream,
  quiet: boolean,
  nowMs: () => number = () => Date.now(),
): OverwrittenLine<ShownMonths | ShownPower> {
  const textOf = (progress: ShownMonths | ShownPower) =>
    'months' in progress ? drillProgressText(progress) : powerProgressText(progress)
  return overwrittenLine(stream, { quiet, textOf, redrawMs: 0, nowMs })
}

/** `drill: 37 of 100 seeds, 186 of 500 months, about 2m 10s left; nothing is sent`. */
export function drillProgressText({ months, monthsDone, seeds, seedsDone, remainingSeconds }: ShownMonths): string {
  const ofSeeds = seeds === 1 ? '' : `${formatCount(seedsDone)} of ${counted(seeds, 'seed')}, `
  const left = remainingSeconds === null ? '' : `, about ${spanFigure(Math.max(1, remainingSeconds))} left`
  return `drill: ${ofSeeds}${formatCount(monthsDone)} of ${counted(months, 'month')} simulated${left}; nothing is sent`
}
