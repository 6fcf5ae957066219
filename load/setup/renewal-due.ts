// When a setup is due to be done again.

import type { SetupRenewal } from '../../core/scenario/flows/setup-renewal.ts'

/** A renewal that is due at once would follow the one before without end. */
const SHORTEST_SECONDS = 1

const LONGEST_MARGIN_SECONDS = 60
const MARGIN_SHARE = 0.1

/**
 * How long after it was done. Infinity for never.
 * @param lifetimeSeconds of what was captured, as the service says; null where it does not say
 */
export function renewalDueSeconds(renew: SetupRenewal | null, lifetimeSeconds: number | null): number {
  const everySeconds = renew?.everySeconds ?? Number.POSITIVE_INFINITY
  return Math.max(SHORTEST_SECONDS, Math.min(everySeconds, beforeTheEnd(renew, lifetimeSeconds)))
}

/** A margin as long as the lifetime would leave nothing of it: half of it is used in any case. */
function beforeTheEnd(renew: SetupRenewal | null, lifetimeSeconds: number | null): number {
  if (lifetimeSeconds === null) return Number.POSITIVE_INFINITY
  const margin = renew?.beforeSeconds ?? Math.min(LONGEST_MARGIN_SECONDS, MARGIN_SHARE * lifetimeSeconds)
  return Math.max(lifetimeSeconds - margin, lifetimeSeconds / 2)
}
