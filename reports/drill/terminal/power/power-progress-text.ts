// How far a study of detection power is, in one line.

import { formatCount } from '../../../../core/text/count.ts'

export interface ShownPower {
  readonly trials: number
  readonly quietDays: number
  readonly settled: number
  readonly known: number
}

/** `drill: 41 of 74 questions settled, 1,230 trials, 56 quiet days; nothing is sent`. */
export function powerProgressText({ trials, quietDays, settled, known }: ShownPower): string {
  const questions = `${formatCount(settled)} of ${formatCount(known)} questions settled`
  return `drill: ${questions}, ${formatCount(trials)} trials, ${formatCount(quietDays)} quiet days; nothing is sent`
}
