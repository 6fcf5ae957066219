// All timers of a generator: the present instant and ways to be woken. Seconds on core/clock.ts's axis. Tests replace
// them with virtual time.

import { systemClock } from '../core/clock.ts'

/** A pending wake-up. */
export type Alarm = object

export interface Timers {
  nowSeconds(): number
  /** Wakes after that many seconds as precisely as there is a way to, late rather than early. */
  sleep(seconds: number, wake: () => void): Alarm
  /** The same where a millisecond more does not matter, at the least cost. */
  sleepCoarsely(seconds: number, wake: () => void): Alarm
  /** Wakes after one turn of the event loop. */
  soon(wake: () => void): void
  cancel(alarm: Alarm): void
}

function sleepCoarsely(seconds: number, wake: () => void): Alarm {
  return setTimeout(wake, Math.min(seconds * 1e3, 2 ** 31 - 1))
}

export const systemTimers: Timers = {
  nowSeconds: systemClock.nowSeconds,
  sleep: sleepCoarsely,
  sleepCoarsely,
  soon: (wake) => {
    setImmediate(wake)
  },
  cancel: (alarm) => clearTimeout(alarm as NodeJS.Timeout),
}
