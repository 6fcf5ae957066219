// Whether a run missed a share so clearly that neither chance nor correlation can explain it.
//
// Every request of a run was counted, so what happened in it is known exactly; an interval only says what another run
// might show. Where seconds are correlated that interval is so wide that an outage of half the run leaves everything
// open. But a run that misses a share narrowly may have done so by chance, and a gate that calls those fails is flaky.
// Between the two lies this rule. A violation is gross where more happened than independent requests explain (Clopper
// and Pearson, lower end above the allowed share), and either
//
//   budget    the lower end is above three times the allowed share; or
//   incident  the worst seconds alone spent more than the whole budget (the lower end for their events over all requests
//             is above the allowed share), and the rest of the run, the calm seconds, is steady: its own block spread is
//             below a third of the excess. Where the calm seconds vary as much, the worst ones are their tail.
//
// The worst seconds are those that divide the run into two groups that differ most (Otsu, 1979: largest variance between
// them), and the seconds next to them, because an incident does not begin and end with a second.
//
// What these factors of three cost is simulated in docs/decisions/0009-this-run-first.md.

import { blockBootstrap } from './block-bootstrap.ts'
import { clopperPearson } from './clopper-pearson.ts'
import type { SlotTally } from './fraction-interval.ts'

export interface GrossViolation {
  readonly kind: 'budget' | 'incident'
  /** Indices of the worst seconds that have events, ascending. */
  readonly slots: readonly number[]
  /** Their events as a share of all requests of the run. */
  readonly slotsShare: number
}

const BUDGETS_SPENT = 3
const SPREADS_EXCEEDED = 3

/**
 * @param tallies one for each second of each stratum, ascending in time; events are what the objective allows a share of
 * @param doubtfulEvents how many of the events may be due to the generator; they count for nothing
 * @returns null where the violation is narrow, or there is none
 */
export function grossViolation(
  tallies: readonly SlotTally[],
  allowedShare: number,
  seed: number,
  doubtfulEvents = 0,
): GrossViolation | null {
  const { trials, events } = sums(tallies)
  const proven = Math.max(0, events - doubtfulEvents)
  if (trials === 0 || !(lowerEnd(proven, trials) > allowedShare)) return null
  const worst = worstSlots(tallies)
  const incident = sums(tallies.filter((_, i) => worst.has(i)))
  const violation = {
    slots: tallies.flatMap((tally, i) => (worst.has(i) && tally.events > 0 ? [i] : [])),
    slotsShare: incident.events / trials,
  }
  if (lowerEnd(proven, trials) > BUDGETS_SPENT * allowedShare) return { kind: 'budget', ...violation }
  if (!(lowerEnd(Math.max(0, incident.events - doubtfulEvents), trials) > allowedShare)) return null
  const calm = tallies.filter((_, i) => !worst.has(i))
  const excess = proven / trials - allowedShare
  return excess > SPREADS_EXCEEDED * spreadOf(calm, seed) ? { kind: 'incident', ...violation } : null
}

function sums(tallies: readonly SlotTally[]): { trials: number; events: number } {
  return {
    trials: tallies.reduce((sum, tally) => sum + tally.trials, 0),
    events: tallies.reduce((sum, tally) => sum + tally.events, 0),
  }
}

function lowerEnd(events: number, trials: number): number {
  return clopperPearson(events, trials).lower
}

function spreadOf(calm: readonly SlotTally[], seed: number): number {
  if (sums(calm).trials === 0) return 0
  const spread = blockBootstrap(calm, seed)(calm.map(({ events }) => events))
  return spread === null ? 0 : Math.max(spread.upper, -spread.lower)
}

function worstSlots(tallies: readonly SlotTally[]): Set<number> {
  const share = (index: number) => (tallies[index] as SlotTally).events / (tallies[index] as SlotTally).trials
  const filled = tallies.flatMap(({ trials }, index) => (trials > 0 ? [index] : []))
  const descending = filled.sort((a, b) => share(b) - share(a))
  const all = sums(tallies)
  const above = { trials: 0, events: 0 }
  let [most, count] = [0, 0]
  descending.forEach((index, position) => {
    above.trials += (tallies[index] as SlotTally).trials
    above.events += (tallies[index] as SlotTally).events
    const rest = all.trials - above.trials
    if (rest === 0) return
    const distance = above.events / above.trials - (all.events - above.events) / rest
    const between = above.trials * rest * distance ** 2
    if (between > most) [most, count] = [between, position + 1]
  })
  const worst = descending.slice(0, count)
  return new Set(worst.flatMap((index) => [index - 1, index, index + 1]).filter((index) => index in tallies))
}
