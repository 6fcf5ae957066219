// Asks for quiet time until it settles how often rules page falsely, look by look.

import { judgeFalsePages, keepsBelow } from '../../analysis/power/judge-false-pages.ts'
import { type Looks, looksUpTo, nextLook } from '../../analysis/power/looks.ts'
import type { FalsePages } from '../../core/drill/power-curve.ts'
import type { QuietOutcome } from '../../simulation/power/power-job.ts'
import type { PowerSetup } from '../../simulation/power/power-setup.ts'
import { powerTimes } from '../../simulation/power/power-times.ts'
import type { RunPowerJob } from './power-threads.ts'
import { joinedFailures } from './settle-trials.ts'

export interface SettledQuiet {
  /** One for each alert of the setup, then one for any of them; null where no stretch came to an end. */
  readonly falsePages: readonly (FalsePages | null)[]
  readonly failures: readonly (readonly string[])[]
}

const WEEK_DAYS = 7
/** Where nothing is asked of them, false pages are counted for so long. */
const USUAL_WEEKS = 8
const FIRST_LOOK = 4
/** So many times the time that a rule without false pages needs: one that has a few, but fewer than allowed, needs more. */
const PATIENCE = 4
const MOST_WEEKS = 416

export interface QuietPlan {
  readonly weeks: number
  readonly looks: Looks
}

/** Whole weeks, so that every hour of a week counts as often; longer stretches where each needs a long lead. */
export function planQuiet(setup: PowerSetup, mostPerDay: number | null): QuietPlan {
  const weeks = powerTimes(setup).leadSeconds > 86_400 ? 4 : 1
  if (mostPerDay === null || mostPerDay === 0) {
    const stretches = Math.max(1, USUAL_WEEKS / weeks)
    return { weeks, looks: looksUpTo(stretches, stretches) }
  }
  // Without a page the upper end is −ln(tail) over the time; a tail of a thousandth is below that of any number of looks here.
  const leastWeeks = -Math.log(1e-3) / mostPerDay / WEEK_DAYS
  const stretches = Math.ceil(Math.min(MOST_WEEKS, PATIENCE * leastWeeks) / weeks)
  return { weeks, looks: looksUpTo(Math.max(FIRST_LOOK, stretches), FIRST_LOOK) }
}

/**
 * @param mostPerDay of any of the alerts; null where nothing is asked
 * @param isBrief one look alone: whatever it shows, the rules do not do what else is asked
 */
export async function settleQuiet(
  run: RunPowerJob,
  {
    variant,
    setup,
    mostPerDay,
    isBrief,
  }: {
    readonly variant: number
    readonly setup: PowerSetup
    readonly mostPerDay: number | null
    readonly isBrief: boolean
  },
): Promise<SettledQuiet> {
  const { weeks, looks } = planQuiet(setup, mostPerDay)
  const stretches: QuietOutcome[] = []
  for (let look = nextLook(looks, 0); look !== null; look = nextLook(looks, stretches.length)) {
    const asked = Array.from({ length: look - stretches.length }, (_, i) =>
      run({ kind: 'quiet', variant, stretch: stretches.length + i, weeks }),
    )
    const outcomes = await Promise.all(asked)
    const done = outcomes.filter((outcome): outcome is QuietOutcome => outcome?.kind === 'quiet')
    if (done.length < outcomes.length) break
    stretches.push(...done)
    const any = judged(stretches, setup.alerts.length, weeks, looks)
    if (isBrief || (any && mostPerDay !== null && keepsBelow(any, mostPerDay) !== 'inconclusive')) break
  }
  return {
    falsePages: Array.from({ length: setup.alerts.length + 1 }, (_, i) => judged(stretches, i, weeks, looks)),
    failures: joinedFailures(stretches),
  }
}

function judged(stretches: readonly QuietOutcome[], alert: number, weeks: number, looks: Looks): FalsePages | null {
  return judgeFalsePages(
    stretches.map(({ pages }) => pages[alert] as number),
    weeks * WEEK_DAYS,
    looks,
  )
}
