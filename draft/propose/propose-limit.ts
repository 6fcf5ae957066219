// The latency objective and the threshold of the alert, from what the histogram has observed.
//
// A limit that is a bound is decided by counts alone, also on a dashboard. So the proposal is the lowest bound with room above
// the observed P95, below the highest bound: an estimate never lies above that one, so that an alert there could never fire.

import { type DiscoveredLatency, shareSlowerThan } from '../../core/discovery/discovered-latency.ts'
import { roundBoundAtOrAbove } from '../../core/histogram/round-bounds.ts'
import type { ObjectiveReason } from '../draft.ts'
import type { DraftRemark } from '../draft-remark.ts'

export interface ProposedLimit {
  readonly limitSeconds: number
  readonly why: ObjectiveReason
  /** Whether an alert at this limit can fire, and be silent. */
  readonly canAlert: boolean
  readonly isBound: boolean
  /** How many requests are expected above it; null where nothing is known. */
  readonly expectedShare: number | null
  readonly remarks: readonly DraftRemark[]
}

export interface LimitEvidence {
  /** Null where there is none with buckets. */
  readonly histogram: DiscoveredLatency | null
  /** What requests that were tried took, in seconds. */
  readonly triedSeconds: readonly number[]
  /** What whoever asked wants; null to propose one. */
  readonly givenSeconds: number | null
}

/** A limit below measures the network and the machine of the test as much as the service. */
const LEAST_LIMIT_SECONDS = 0.1
/** Room above the observed P95. */
const HEADROOM = 2
/** Above the slowest of a few tries, which is no P95. */
const HEADROOM_OF_TRIES = 4
/** With fewer observations a P95 says nothing (0.95ⁿ > 5%). */
const LEAST_OBSERVATIONS = 59
/** At most so many of the observed requests may be slower than a limit that a run is to prove, half of those that may be. */
const MOST_SLOWER = 0.025

export function proposeLimit(evidence: LimitEvidence): ProposedLimit {
  const { histogram, givenSeconds } = evidence
  const bounds = histogram?.bounds ?? []
  const proposed =
    givenSeconds === null
      ? proposedLimit(evidence, bounds)
      : { limitSeconds: givenSeconds, why: { kind: 'given' } as const }
  return {
    ...proposed,
    ...seenBy(proposed.limitSeconds, histogram, bounds),
    remarks: remarksOn(proposed, histogram, bounds),
  }
}

type Wanted = Pick<ProposedLimit, 'limitSeconds' | 'why'>

function proposedLimit({ histogram, triedSeconds }: LimitEvidence, bounds: readonly number[]): Wanted {
  const { count = 0, p95 = null } = histogram?.all ?? {}
  if (histogram !== null && count >= LEAST_OBSERVATIONS && p95 !== null)
    return limitFromObserved(histogram, p95, count, bounds)
  if (triedSeconds.length > 0) {
    const slowestSeconds = Math.max(...triedSeconds)
    const wanted = Math.max(LEAST_LIMIT_SECONDS, slowestSeconds * HEADROOM_OF_TRIES)
    return {
      limitSeconds: boundWithRoom(bounds, wanted, slowestSeconds * HEADROOM),
      why: { kind: 'tried', slowestSeconds },
    }
  }
  return { limitSeconds: boundWithRoom(bounds, GUESS_SECONDS, GUESS_SECONDS), why: { kind: 'guess' } }
}

const GUESS_SECONDS = 0.5

function limitFromObserved(
  { all }: DiscoveredLatency,
  { upperSeconds }: { readonly upperSeconds: number },
  count: number,
  bounds: readonly number[],
): Wanted {
  const highest = bounds.at(-1)
  const observedAt = (limitSeconds: number): Wanted => ({
    limitSeconds,
    why: { kind: 'observed', p95UpperSeconds: upperSeconds, shareSlower: shareSlowerThan(all, limitSeconds), count },
  })
  if (highest === undefined)
    return observedAt(roundBoundAtOrAbove(Math.max(LEAST_LIMIT_SECONDS, upperSeconds * HEADROOM)))
  const isMet = (bound: number) => (shareSlowerThan(all, bound) ?? 1) <= MOST_SLOWER && bound >= upperSeconds
  const usable = bounds.slice(0, -1).filter(isMet)
  const wanted = Math.max(LEAST_LIMIT_SECONDS, upperSeconds * HEADROOM)
  const best = usable.find((bound) => bound >= wanted) ?? usable.at(-1)
  if (best !== undefined) return observedAt(best)
  const above = Math.max(highest * HEADROOM, Number.isFinite(upperSeconds) ? upperSeconds : 0)
  return isMet(highest)
    ? observedAt(highest)
    : { limitSeconds: roundBoundAtOrAbove(above), why: { kind: 'aboveBounds', highestBoundSeconds: highest } }
}

/** The lowest bound at or above, but the highest; else the next lower one that is enough; else a round number. */
function boundWithRoom(bounds: readonly number[], wantedSeconds: number, enoughSeconds: number): number {
  const usable = bounds.slice(0, -1)
  const lower = usable.findLast((bound) => bound >= Math.max(LEAST_LIMIT_SECONDS, enoughSeconds))
  return usable.find((bound) => bound >= wantedSeconds) ?? lower ?? roundBoundAtOrAbove(wantedSeconds)
}

function seenBy(
  limitSeconds: number,
  histogram: DiscoveredLatency | null,
  bounds: readonly number[],
): Pick<ProposedLimit, 'canAlert' | 'isBound' | 'expectedShare'> {
  const highest = bounds.at(-1)
  return {
    canAlert:
      highest !== undefined &&
      limitSeconds < highest &&
      // Below the first bound the P95 is drawn at 95% of that bound, whatever the requests.
      limitSeconds >= (bounds[0] as number) &&
      !areTooLow(histogram, bounds),
    isBound: bounds.includes(limitSeconds),
    expectedShare:
      histogram === null || histogram.all.count < LEAST_OBSERVATIONS
        ? null
        : shareSlowerThan(histogram.all, limitSeconds),
  }
}

/** More than the P95 leaves lie above the highest bound, so that its estimate is that bound whatever happens. */
function areTooLow(histogram: DiscoveredLatency | null, bounds: readonly number[]): boolean {
  const highest = bounds.at(-1)
  if (histogram === null || highest === undefined || histogram.all.count < LEAST_OBSERVATIONS) return false
  return (shareSlowerThan(histogram.all, highest) ?? 0) > 0.05
}

function remarksOn(
  { limitSeconds }: Wanted,
  histogram: DiscoveredLatency | null,
  bounds: readonly number[],
): DraftRemark[] {
  const highest = bounds.at(-1)
  if (histogram === null) return []
  if (highest === undefined) return [{ kind: 'no-series', name: histogram.name }]
  const { count } = histogram.all
  const few: DraftRemark[] = count < LEAST_OBSERVATIONS ? [{ kind: 'no-traffic', name: histogram.name, count }] : []
  if (areTooLow(histogram, bounds)) {
    const share = shareSlowerThan(histogram.all, highest) ?? 0
    return [...few, { kind: 'bounds-too-low', share, highestBoundSeconds: highest }]
  }
  if (limitSeconds >= highest)
    return [...few, { kind: 'limit-above-bounds', limitSeconds, highestBoundSeconds: highest }]
  if (bounds.includes(limitSeconds)) return few
  return [
    ...few,
    {
      kind: 'limit-no-bound',
      limitSeconds,
      belowSeconds: bounds.findLast((bound) => bound < limitSeconds) ?? null,
      aboveSeconds: bounds.find((bound) => bound > limitSeconds) ?? highest,
    },
  ]
}
