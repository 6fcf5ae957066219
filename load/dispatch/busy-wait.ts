// How long to sleep before the next arrival is due. Node's timers are precise to about a millisecond; only busy-waiting
// (a `setImmediate` after the other) is more precise, and it keeps a core busy. Measured at 1,000 to 10,000/s:
// busy-waiting is late by 1 µs (P50) and 0.4 ms (P99), timers by 0.5 and 1.1 ms, at 8 to 23% of a core.

/**
 * `busy-wait` is for a generator that has a core to itself. `timer-first` is for one that shares a core, possibly with
 * the service under test: it busy-waits only for the last millisecond before an arrival, and only at low rates.
 */
export type TimerPrecision = 'busy-wait' | 'timer-first'

/** A timer that is set to fire this much early has fired by the due instant. With less than 1 ms some are late. */
const TIMER_SLACK_SECONDS = 0.0012

/** The shortest gap that leaves time to sleep. */
const SHORTEST_SLEEP_SECONDS = 0.0022

/** The shortest sleep of a timer. */
const SHORTEST_TIMER_SECONDS = 0.001

/** At this gap, busy-waiting for about a millisecond before each arrival costs a tenth of a core. */
const BUSY_WAIT_GAP_SECONDS = 0.009

/**
 * Seconds to sleep; 0 to busy-wait for one turn of the event loop.
 * @param gapSeconds from now to the next due instant
 * @param spacingSeconds from the previous due instant to that one
 */
export function nextWake(gapSeconds: number, spacingSeconds: number, precision: TimerPrecision): number {
  if (gapSeconds <= 0) return 0
  if (precision === 'timer-first') return timerFirstWake(gapSeconds, spacingSeconds)
  return gapSeconds <= SHORTEST_SLEEP_SECONDS ? 0 : wholeMilliseconds(gapSeconds - TIMER_SLACK_SECONDS)
}

function timerFirstWake(gapSeconds: number, spacingSeconds: number): number {
  const isNear = gapSeconds < SHORTEST_TIMER_SECONDS
  return isNear && spacingSeconds >= BUSY_WAIT_GAP_SECONDS ? 0 : wholeMilliseconds(gapSeconds)
}

/** Seconds to sleep where a millisecond more does not matter. Never 0: it must not busy-wait. */
export function coarseWake(gapSeconds: number): number {
  return Math.max(1, Math.ceil(gapSeconds * 1e3)) / 1e3
}

/** Rounded down, since a timer fires early by no more than the rounding; at least one millisecond. */
function wholeMilliseconds(seconds: number): number {
  return Math.max(1, Math.floor(seconds * 1e3)) / 1e3
}
