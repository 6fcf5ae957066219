// A sleep that never ends early. setTimeout does in about half of all cases, by up to a millisecond: a simulated delay
// that equals a bucket's bound would fall below or above it at random. This sleep ends up to about a millisecond late.

import { type Cancel, NOTHING } from './cancel.ts'

/** A longer setTimeout fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Wakes after that many seconds; at once where there are none. */
export type Sleep = (seconds: number, wake: () => void) => Cancel

/**
 * Wakes once `performance.now()` has passed the target.
 * @throws RangeError unless finite and not negative
 */
export const sleepAtLeast: Sleep = (seconds, wake) => {
  if (!(seconds >= 0 && Number.isFinite(seconds))) throw new RangeError(`expected 0 s or more, got ${seconds}`)
  if (seconds === 0) {
    wake()
    return NOTHING
  }
  const targetMs = performance.now() + seconds * 1e3
  let timer: NodeJS.Timeout | undefined
  const check = () => {
    const leftMs = targetMs - performance.now()
    if (leftMs <= 0) wake()
    else timer = setTimeout(check, Math.min(leftMs, LONGEST_TIMER_MS))
  }
  check()
  return () => clearTimeout(timer)
}
