// How far a study of detection power is, in one line.

import { formatCount } from '../../../../core/text/count.ts'
import { spanFigure } from '../../../figures/rules/span-figure.ts'

export interface ShownPower {
  readonly trials: number
  readonly quietDays: number
  readonly settled: number
  readonly known: number
}

/** `drill: 41 of 74 questions settled after 2m 5s, 1,230 trials, 56 quiet days; nothing is sent`. */
export function powerProgressText({ trials, quietDays, settled, known }: ShownPower, passedSeconds: number): string {
  const questions = `${formatCount(settled)} of ${formatCount(known)} questions settled${afterTime(passedSeconds)}`
  return `drill: ${questions}, ${formatCount(trials)} trials, ${formatCount(quietDays)} quiet days; nothing is sent`
}

/** ` after 2m 5s`; nothing within the first second. */
export function afterTime(passedSeconds: number): string {
  return passedSeconds < 1 ? '' : ` after ${spanFigure(Math.floor(passedSeconds))}`
}
