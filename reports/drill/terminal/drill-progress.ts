// How far a drill is, on stderr.

import { formatCount } from '../../../core/text/count.ts'
import { counted } from '../../../core/text/plural.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import type { OutputStream } from '../../published/output-stream.ts'
import { type OverwrittenLine, overwrittenLine } from '../../published/overwritten-line.ts'
import { afterTime, powerProgressText, type ShownPower } from './power/power-progress-text.ts'

export interface ShownMonths {
  readonly months: number
  readonly monthsDone: number
  readonly seeds: number
  readonly seedsDone: number
  /** Null where it is not known yet. */
  readonly remainingSeconds: number | null
}

/** Shown again while nothing new is known, it says how long it has been going on. */
export interface DrillProgressLine extends OverwrittenLine<ShownMonths | ShownPower> {
  again(): void
}

export function drillProgressLine(
  stream: OutputStream,
  quiet: boolean,
  nowMs: () => number = () => Date.now(),
): DrillProgressLine {
  const startedMs = nowMs()
  let known: { readonly progress: ShownMonths | ShownPower; readonly atMs: number } | null = null
  const textOf = (progress: ShownMonths | ShownPower) => {
    const passedSeconds = (nowMs() - startedMs) / 1e3
    return 'months' in progress
      ? drillProgressText(progress, passedSeconds)
      : powerProgressText(progress, passedSeconds)
  }
  const line = overwrittenLine(stream, { quiet, textOf, redrawMs: 0, nowMs })
  return {
    ...line,
    show(progress) {
      known = { progress, atMs: nowMs() }
      line.show(progress)
    },
    again() {
      if (known !== null) line.show(since(known.progress, (nowMs() - known.atMs) / 1e3))
    },
  }
}

/** What was left when it was known has passed since, and nothing is known any more once all of it has. */
function since(progress: ShownMonths | ShownPower, seconds: number): ShownMonths | ShownPower {
  if (!('months' in progress) || progress.remainingSeconds === null) return progress
  const left = progress.remainingSeconds - seconds
  return { ...progress, remainingSeconds: left < 1 ? null : left }
}

/** `drill: 37 of 100 seeds, 186 of 500 months simulated after 1m 12s, about 2m 10s left; nothing is sent`. */
export function drillProgressText(
  { months, monthsDone, seeds, seedsDone, remainingSeconds }: ShownMonths,
  passedSeconds: number,
): string {
  const ofSeeds = seeds === 1 ? '' : `${formatCount(seedsDone)} of ${counted(seeds, 'seed')}, `
  const ofMonths = `${formatCount(monthsDone)} of ${counted(months, 'month')} simulated${afterTime(passedSeconds)}`
  const left = remainingSeconds === null ? '' : `, about ${spanFigure(Math.max(1, remainingSeconds))} left`
  return `drill: ${ofSeeds}${ofMonths}${left}; nothing is sent`
}
