// How long to sleep before the next arrival is due. What sleeps is precise to about a tenth of a millisecond
// (fine-timers.ts), and each wake-up costs some 50 µs of CPU time. Only turning the event loop (a `setImmediate` after the
// other, each reading the answers that have come) is more precise, and it keeps a core busy meanwhile.

import type { TimerMode } from '../../core/scenario/timer-mode.ts'

/** A sleep that ends this much early has ended by the due instant, in almost all cases. */
const LEAD_SECONDS: Readonly<Record<TimerMode, number>> = { sparing: 0.0001, spinning: 0.0003 }

/** The shortest sleep: at high rates, arrivals that are due within it are sent together, so wake-ups are at most 5,000/s. */
const SHORTEST_SLEEP_SECONDS = 0.0002

/** Where arrivals are this far apart, turning through the lead before each costs at most a tenth of a core. */
const SPARING_TURN_SPACING_SECONDS = 0.001

/**
 * Seconds to sleep; 0 to turn the event loop once.
 * @param gapSeconds from now to the next due instant
 * @param spacingSeconds from the previous due instant to that one
 */
export function nextWake(gapSeconds: number, spacingSeconds: number, mode: TimerMode): number {
  if (gapSeconds <= 0) return 0
  const lead = LEAD_SECONDS[mode]
  if (mode === 'spinning') return gapSeconds <= lead + SHORTEST_SLEEP_SECONDS ? 0 : gapSeconds - lead
  if (spacingSeconds < SPARING_TURN_SPACING_SECONDS) return Math.max(SHORTEST_SLEEP_SECONDS, gapSeconds)
  return gapSeconds <= lead ? 0 : Math.max(SHORTEST_SLEEP_SECONDS, gapSeconds - lead)
}

/** Seconds to sleep where a millisecond more does not matter. Never 0: it must not turn without a pause. */
export function coarseWake(gapSeconds: number): number {
  return Math.max(1, Math.ceil(gapSeconds * 1e3)) / 1e3
}
