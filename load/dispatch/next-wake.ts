// How long to sleep before the next arrival is due. What sleeps is precise to about a tenth of a millisecond
// (fine-timers.ts), and each wake-up costs some 50 µs of CPU time. Only turning the event loop (a `setImmediate` after the
// other, each reading the answers that have come) is more precise, and it keeps a core busy meanwhile.

import type { TimerMode } from '../../core/scenario/timer-mode.ts'

/** `exact`: in virtual time every sleep ends when it should, and costs nothing. */
export type WakeMode = TimerMode | 'exact'

/** A sleep that ends this much early has ended by the due instant, in almost all cases. */
const LEAD_SECONDS: Readonly<Record<TimerMode, number>> = { sparing: 0.0001, spinning: 0.0003 }

/** A core that has rested for many milliseconds takes up to this long to wake, and two threads wake one after the other. */
const LONGEST_LEAD_SECONDS = 0.001

/** Turning through the lead before each arrival costs at most this share of a core where arrivals are sparse. */
const SPARSE_TURN_SHARE = 0.1

/** The shortest sleep: at high rates, arrivals that are due within it are sent together, so wake-ups are at most 5,000/s. */
const SHORTEST_SLEEP_SECONDS = 0.0002

/** From this spacing on the share above is enough for the least lead. */
const SPARING_TURN_SPACING_SECONDS = LEAD_SECONDS.sparing / SPARSE_TURN_SHARE

/**
 * Seconds to sleep; 0 to turn the event loop once.
 * @param gapSeconds from now to the next due instant
 * @param spacingSeconds from the previous due instant to that one
 */
export function nextWake(gapSeconds: number, spacingSeconds: number, mode: WakeMode): number {
  if (gapSeconds <= 0) return 0
  if (mode === 'exact') return gapSeconds
  const lead = Math.max(LEAD_SECONDS[mode], Math.min(LONGEST_LEAD_SECONDS, SPARSE_TURN_SHARE * spacingSeconds))
  if (mode === 'spinning') return gapSeconds <= lead + SHORTEST_SLEEP_SECONDS ? 0 : gapSeconds - lead
  if (spacingSeconds < SPARING_TURN_SPACING_SECONDS) return Math.max(SHORTEST_SLEEP_SECONDS, gapSeconds)
  return gapSeconds <= lead ? 0 : Math.max(SHORTEST_SLEEP_SECONDS, gapSeconds - lead)
}

/** Seconds to sleep where a millisecond more does not matter. Never 0: it must not turn without a pause. */
export function coarseWake(gapSeconds: number): number {
  return Math.max(1, Math.ceil(gapSeconds * 1e3)) / 1e3
}
