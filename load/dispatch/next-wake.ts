// How long to sleep before the next arrival is due. Node's timers are good to about a millisecond; nearer than that
// only asking again and again (`setImmediate`) is on time, which keeps a core busy. Measured at 1,000 to 10,000/s:
// asking is late by 1 µs (P50) and 0.4 ms (P99); sleeping by 0.5 and 1.1 ms, at 8 to 23% of a core.

/** `busy-wait`: the generator has a core to itself. `timer-first`: it shares one, with the service under test perhaps. */
export type TimerPrecision = 'busy-wait' | 'timer-first'

/** A timer set this much before the due instant has fired by then. Below 1 ms some would fire too late. */
const TIMER_SLACK_SECONDS = 0.0012

/** The shortest gap of which something is left to sleep through. */
const SHORTEST_SLEEP_SECONDS = 0.0022

/** What a timer can do. */
const SHORTEST_TIMER_SECONDS = 0.001

/** Asking again and again for about a millisecond before each arrival costs a tenth of a core at this gap. */
const BUSY_WAIT_GAP_SECONDS = 0.009

/**
 * Seconds to sleep; 0: ask again at once.
 * @param gapSeconds from now to the next due instant
 * @param spacingSeconds from the due instant before it to that one
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

/** Seconds to sleep where a millisecond more does not matter; never 0, so that waiting costs nothing. */
export function coarseWake(gapSeconds: number): number {
  return Math.max(1, Math.ceil(gapSeconds * 1e3)) / 1e3
}

/** Rounded down, for a timer is never early by more than it was rounded; at least the one that a timer can do. */
function wholeMilliseconds(seconds: number): number {
  return Math.max(1, Math.floor(seconds * 1e3)) / 1e3
}
