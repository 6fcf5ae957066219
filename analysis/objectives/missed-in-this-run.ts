// Whether an objective was missed in this run beyond doubt, however far that may hold for other runs: a census of all
// requests, less what the generator itself may have done. Only a whole record is a census.

import { formatShare } from '../../core/text/figures/share.ts'
import { listed } from '../../core/text/plural.ts'
import type { SlotTally } from '../statistics/fraction-interval.ts'
import { type GrossViolation, grossViolation } from '../statistics/gross-violation.ts'
import { tallySlower } from '../statistics/quantile-interval.ts'
import type { ObjectiveEvidence } from './objective-evidence.ts'

/** The clause that ends the reason of such a fail; null where the run does not prove it. */
export function missedShare(
  evidence: ObjectiveEvidence,
  bad: readonly SlotTally[],
  allowedShare: number,
): string | null {
  if (evidence.census === null) return null
  const violation = grossViolation(bad, allowedShare, evidence.seed)
  return violation && clause(violation, evidence)
}

/** The same of a latency that at most `allowedShare` of the requests may reach. */
export function missedLatency(evidence: ObjectiveEvidence, limitSeconds: number, allowedShare: number): string | null {
  const { census, latencies, seed } = evidence
  if (census === null) return null
  // A recorded latency is up to 0.1% high.
  const slower = tallySlower(latencies, (limitSeconds + census.lagSeconds) * 1.001)
  const requests = slower.reduce((sum, { trials }) => sum + trials, 0)
  const violation = grossViolation(slower, allowedShare, seed, Math.ceil(census.lateShare * requests))
  return violation && clause(violation, evidence)
}

function clause({ kind, slots, slotsShare }: GrossViolation, { seconds }: ObjectiveEvidence): string {
  const cause =
    kind === 'budget'
      ? 'more than three times the allowed share missed it'
      : `${stretches(slots.flatMap((slot) => seconds[slot]?.second ?? []))} alone account for ${formatShare(slotsShare)} of all requests, more than the allowed share`
  return `${cause}. That is certain of this run; the interval says how far it holds for others`
}

const STRETCHES_LISTED = 3

/** `seconds 8 to 22 and 40`. */
function stretches(seconds: readonly number[]): string {
  const found: { from: number; to: number }[] = []
  for (const second of seconds) {
    const last = found.at(-1)
    if (last !== undefined && second <= last.to + 1) last.to = second
    else found.push({ from: second, to: second })
  }
  const words = found.map(({ from, to }) => (from === to ? String(from) : `${from} to ${to}`))
  const hidden = words.length - STRETCHES_LISTED
  const shown = hidden > 0 ? [...words.slice(0, STRETCHES_LISTED), `${hidden} more stretches`] : words
  return `${seconds.length === 1 ? 'second' : 'seconds'} ${listed(shown)}`
}
