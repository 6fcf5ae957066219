// How far a drill is, on stderr.

import { plainText } from '../../figures/plain-text.ts'
import type { OutputStream } from '../../published/output-stream.ts'
import { type OverwrittenLine, overwrittenLine } from '../../published/overwritten-line.ts'
import { powerProgressText, type ShownPower } from './power/power-progress-text.ts'

export interface ShownMonth {
  readonly month: string
  /** Of all months, from 0. */
  readonly done: number
  readonly all: number
}

export function drillProgressLine(
  stream: OutputStream,
  quiet: boolean,
  nowMs: () => number = () => Date.now(),
): OverwrittenLine<ShownMonth | ShownPower> {
  const textOf = (progress: ShownMonth | ShownPower) =>
    'month' in progress ? drillProgressText(progress) : powerProgressText(progress)
  return overwrittenLine(stream, { quiet, textOf, redrawMs: 0, nowMs })
}

/** `drill: month 2 of 4 (incidents); nothing is sent`. */
export function drillProgressText({ month, done, all }: ShownMonth): string {
  return `drill: month ${done + 1} of ${all} (${plainText(month)}); nothing is sent`
}
