// Whether a page is a sign of the incident: an alert that pages falsely every hour pages soon after any instant, and finds
// nothing by it.
//
//   p = c + (1 − c) · f        p  of a page after the incident began, c  of a false one in the same time, f  of being found
//
// so that f ≥ (p − c) / (1 − c), with the lower end of p and the upper end of c.

import { chanceWithin, THIRDS } from '../../core/drill/by-chance.ts'
import type { FalsePages, PowerFinding } from '../../core/drill/power-curve.ts'

/** At most so probable is a page in that time without an incident; 1 where no quiet time was counted. */
export function chanceOfPage(falsePages: FalsePages | null, watchedSeconds: number, hasNight: boolean): number {
  const perDay = falsePages?.perDay.high ?? null
  if (perDay === null) return 1
  return chanceWithin(perDay * (hasNight ? THIRDS : 1), watchedSeconds)
}

interface Found {
  readonly probability: { readonly low: number }
  readonly finding: PowerFinding
}

/** What was found stays so where that many pages cannot be chance; otherwise it is open. */
export function beyondChance<Detection extends Found>(
  detection: Detection,
  byChance: number,
  required: number,
): Detection & { readonly byChance: number } {
  const isFound = detection.probability.low - byChance >= required * (1 - byChance)
  return {
    ...detection,
    byChance,
    finding: detection.finding === 'found' && !isFound ? 'undecided' : detection.finding,
  }
}
